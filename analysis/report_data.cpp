#include "analysis/report_data.hpp"

#include "analysis/replications.hpp"
#include "analysis/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dimsim::analysis {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;
constexpr const char* kIntervalMetric = "latency.mean";  // the one that a single run has an interval of
constexpr std::size_t kCdfSteps = 200;
constexpr std::size_t kRowsAtOnce = 1 << 14;

/// A policy at a point, over its replications.
struct Row {
  std::size_t point = 0;
  std::size_t policy = 0;            ///< index into Rows::policies
  std::vector<std::size_t> of_runs;  ///< indices into ResultReader::runs
};

struct Rows {
  std::vector<std::string> policies;  ///< in the order of the file
  std::vector<Row> rows;
};

/// One pass over the runs: a study may have many thousands of points.
Rows rows_of(const ResultReader& result) {
  Rows all;
  std::map<std::string, std::size_t> policies;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> places;
  for (std::size_t i = 0; i < result.runs().size(); ++i) {
    const RunEntry& run = result.runs()[i];
    const auto [policy, is_new] = policies.emplace(run.policy, all.policies.size());
    if (is_new) {
      all.policies.push_back(run.policy);
    }
    const auto [place, is_first] = places.emplace(std::pair(run.point, policy->second), all.rows.size());
    if (is_first) {
      all.rows.push_back({.point = run.point, .policy = policy->second, .of_runs = {}});
    }
    all.rows[place->second].of_runs.push_back(i);
  }
  return all;
}

void append(std::string& text, double value) {
  if (std::isfinite(value)) {
    fmt::format_to(std::back_inserter(text), "{:.7g}", value);
  } else {
    text += "null";
  }
}

std::string list_of(const std::vector<double>& values) {
  std::string text = "[";
  for (const double value : values) {
    if (text.size() > 1) {
      text += ',';
    }
    append(text, value);
  }
  return text + "]";
}

std::string list_or_null(const std::vector<double>& values) {
  const bool has_any = std::any_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
  return has_any ? list_of(values) : "null";
}

std::string text_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

const char* word(Better better) {
  return better == Better::Larger ? "larger" : better == Better::Smaller ? "smaller" : "";
}

/// "metrics": name, unit, meaning and, by row, values and half widths.
std::string metrics_of(const ResultReader& result, const std::vector<Row>& rows) {
  const std::vector<double> within_run = result.latency_half_widths();
  std::string text = "[";
  for (const MetricColumn& metric : result.metrics()) {
    const std::vector<double> by_run = result.values(metric);
    std::vector<double> values;
    std::vector<double> half_widths;
    for (const Row& row : rows) {
      std::vector<double> replications;
      for (const std::size_t run : row.of_runs) {
        replications.push_back(by_run[run]);
      }
      Estimate estimate = across_replications(replications);
      if (replications.size() == 1 && metric.name == kIntervalMetric) {
        estimate.half_width = within_run[row.of_runs.front()];
      }
      values.push_back(estimate.value);
      half_widths.push_back(estimate.half_width);
    }
    const Json about = {{"name", metric.name},
                        {"unit", metric.unit},
                        {"meaning", metric.meaning},
                        {"better", word(metric.better)}};
    std::string object = text_of(about);
    object.pop_back();
    text += fmt::format(R"({}{},"values":{},"ci95":{}}})", text.size() > 1 ? "," : "", object,
                        list_of(values), list_or_null(half_widths));
  }
  return text + "]";
}

/// "axes": of the study, with what each calls the points and their numbers.
std::string axes_of(const std::vector<Point>& points) {
  std::string text = "[";
  for (std::size_t axis = 0; axis < points.front().axes.size(); ++axis) {
    Json about = {{"name", points.front().axes[axis].axis}, {"unit", ""}, {"texts", Json::array()}};
    std::vector<double> numbers;
    for (const Point& point : points) {
      const AxisValue value = axis < point.axes.size() ? point.axes[axis] : AxisValue{};
      about["texts"].push_back(value.text);
      numbers.push_back(value.number.value_or(std::nan("")));
      if (!value.unit.empty()) {
        about["unit"] = value.unit;
      }
    }
    std::string object = text_of(about);
    object.pop_back();
    text += fmt::format(R"({}{},"numbers":{}}})", axis > 0 ? "," : "", object, list_or_null(numbers));
  }
  return text + "]";
}

/// Latencies of the measured requests that were answered [s].
std::vector<double> latencies_of(const ResultReader& result, const Row& row) {
  std::vector<double> latencies;
  std::vector<RequestRow> requests;
  for (const std::size_t number : row.of_runs) {
    const RunEntry& run = result.runs()[number];
    for (std::size_t first = 0; first < run.requests; first += kRowsAtOnce) {
      result.read(run, first, std::min(kRowsAtOnce, run.requests - first), requests);
      for (const RequestRow& request : requests) {
        if (request.measured != 0 && request.is_answered()) {
          latencies.push_back(request.latency_s);
        }
      }
    }
  }
  std::sort(latencies.begin(), latencies.end());
  return latencies;
}

/// "cdf": by row, latencies of which 0, 1/200, … 1 of the requests are at most as large [s].
std::string cdfs_of(const ResultReader& result, const std::vector<Row>& rows) {
  if (!result.keeps_requests()) {
    return "null";
  }
  std::string text = "[";
  for (const Row& row : rows) {
    const std::vector<double> sorted = latencies_of(result, row);
    std::vector<double> quantiles;
    for (std::size_t step = 0; step <= kCdfSteps && !sorted.empty(); ++step) {
      quantiles.push_back(quantile(sorted, static_cast<double>(step) / static_cast<double>(kCdfSteps)));
    }
    text += (text.size() > 1 ? "," : "") + list_of(quantiles);
  }
  return text + "]";
}

/// "rows": by row, the number of the point and of the policy, replications, whether any was overloaded.
Json columns_of_rows(const ResultReader& result, const std::vector<Row>& rows) {
  Json columns = {{"point", Json::array()},
                  {"policy", Json::array()},
                  {"replications", Json::array()},
                  {"overloaded", Json::array()}};
  for (const Row& row : rows) {
    columns["point"].push_back(row.point);
    columns["policy"].push_back(row.policy);
    columns["replications"].push_back(row.of_runs.size());
    columns["overloaded"].push_back(
        std::any_of(row.of_runs.begin(), row.of_runs.end(),
                    [&](std::size_t run) { return result.runs()[run].is_overloaded; })
            ? 1
            : 0);
  }
  return columns;
}

/// What the numbers rest on that nobody measured.
Json rests_on(const ResultReader& result) {
  Json traces = Json::array();
  Json synthetic = Json::array();
  Json entries = Json::array();
  const auto add = [](Json& list, const std::string& text) {
    if (!text.empty() && std::find(list.begin(), list.end(), text) == list.end()) {
      list.push_back(text);
    }
  };
  for (const Point& point : result.points()) {
    add(traces, point.trace);
    add(synthetic, point.synthetic_trace);
    for (const std::string& entry : point.assumed) {
      add(entries, entry);
    }
  }
  Json figures = Json::array();
  for (const SourceEntry& source : result.sources()) {
    if (source.is_assumed) {
      figures.push_back({{"entry", source.entry}, {"figure", source.figure}, {"text", source.text}});
    }
  }
  return {{"traces", traces},
          {"synthetic_traces", synthetic},
          {"assumed_entries", entries},
          {"assumed_figures", figures}};
}

Json names_of_points(const std::vector<Point>& points) {
  Json names = Json::array();
  for (const Point& point : points) {
    names.push_back(point.name());
  }
  return names;
}

}  // namespace

std::string report_data(const ResultReader& result) {
  if (result.metrics().empty()) {
    static_cast<void>(result.metric(kIntervalMetric));  // says that the file is of version 1
  }
  const Rows all = rows_of(result);
  const Json about = {{"format", "dimsim.report"},
                      {"version", kVersion},
                      {"name", result.scenario()},
                      {"dimsim", result.made_with()},
                      {"seed", result.seed()},
                      {"scenario", result.scenario_text()},
                      {"resolved_scenario", result.resolved_scenario()},
                      {"rests_on", rests_on(result)},
                      {"points", names_of_points(result.points())},
                      {"policies", all.policies},
                      {"rows", columns_of_rows(result, all.rows)}};
  std::string text = text_of(about);
  text.pop_back();
  return fmt::format(R"({},"axes":{},"metrics":{},"cdf":{}}})", text, axes_of(result.points()),
                     metrics_of(result, all.rows), cdfs_of(result, all.rows));
}

}  // namespace dimsim::analysis
