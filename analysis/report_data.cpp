#include "dimsim/analysis/report_data.hpp"

#include "dimsim/analysis/label_flow.hpp"
#include "dimsim/analysis/latencies.hpp"
#include "dimsim/analysis/metric_values.hpp"
#include "dimsim/analysis/policy_runs.hpp"
#include "dimsim/analysis/tier_order.hpp"
#include "dimsim/statistics/replications.hpp"
#include "dimsim/statistics/statistics.hpp"

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

// Names and texts go through the JSON library, which escapes them. Lists of numbers are written as text: the
// library would print up to 17 digits of each, and keep every number in memory as an object.

constexpr int kReportVersion = 2;
constexpr int kDigits = 7;
constexpr int kHalfWidthDigits = 5;
constexpr const char* kIntervalMetric = "latency.mean";  // the only one with an interval within a run
constexpr std::size_t kCdfSteps = 200;                   // of 0.5 %, so that p50, p95 and p99 are among them

/// A policy at a point.
struct ReportRow {
  std::size_t point = 0;
  std::size_t policy = 0;  ///< index into ReportRows::policies
  PolicyRuns runs;
};

struct ReportRows {
  std::vector<std::string> policies;  ///< in the order of the file
  std::vector<ReportRow> rows;
};

ReportRows report_rows(const ResultReader& result) {
  ReportRows all;
  std::map<std::string, std::size_t> numbers;
  for (std::size_t point = 0; point < result.points().size(); ++point) {
    for (PolicyRuns& runs : policy_runs(result, point)) {
      const auto [number, is_new] = numbers.emplace(runs.policy, all.policies.size());
      if (is_new) {
        all.policies.push_back(runs.policy);
      }
      all.rows.push_back({.point = point, .policy = number->second, .runs = std::move(runs)});
    }
  }
  return all;
}

void append_number(std::string& text, double value, int digits) {
  if (std::isfinite(value)) {
    fmt::format_to(std::back_inserter(text), "{:.{}g}", value, digits);
  } else {
    text += "null";
  }
}

std::string list_of(const std::vector<double>& values, int digits = kDigits) {
  std::string text = "[";
  for (const double value : values) {
    if (text.size() > 1) {
      text += ',';
    }
    append_number(text, value, digits);
  }
  return text + "]";
}

std::string list_or_null(const std::vector<double>& values) {
  const bool has_any = std::any_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
  return has_any ? list_of(values) : "null";
}

/// A list by row, or a single value if all rows have the same; null if no row has one. Many metrics are
/// constant, such as those of tiers that no policy uses.
std::string column_of(const std::vector<double>& values, int digits) {
  const double first = values.empty() ? std::nan("") : values.front();
  if (std::all_of(values.begin(), values.end(), [first](double value) {
        return value == first || (!std::isfinite(value) && !std::isfinite(first));
      })) {
    std::string text;
    append_number(text, first, digits);
    return text;
  }
  return list_of(values, digits);
}

// A name from a file may be invalid UTF-8; dump() would throw, and one bad name must not cost the whole page.
std::string json_text(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

const char* word_of(statistics::Better better) {
  return better == statistics::Better::Larger    ? "larger"
         : better == statistics::Better::Smaller ? "smaller"
                                                 : "";
}

/// "metrics": name, unit and meaning of each, with values and half widths by row.
std::string metrics_of(const ResultReader& result, const std::vector<ReportRow>& rows) {
  const std::vector<double> within_run = result.latency_half_widths();
  const std::vector<MetricColumn>& metrics = result.metrics();
  const MetricValues all(result, metrics);
  std::string text = "[";
  for (std::size_t number = 0; number < metrics.size(); ++number) {
    const MetricColumn& metric = metrics[number];
    std::vector<double> values;
    std::vector<double> half_widths;
    for (const ReportRow& row : rows) {
      statistics::Estimate estimate = statistics::across_replications(all.of(row.runs, number));
      // One replication has no interval across replications; batch means give one within the run.
      if (row.runs.replications.size() == 1 && metric.name == kIntervalMetric) {
        const RunEntry* run = row.runs.replications.begin()->second;
        estimate.half_width = within_run[static_cast<std::size_t>(run - result.runs().data())];
      }
      values.push_back(estimate.value);
      half_widths.push_back(estimate.half_width);
    }
    const Json about = {{"name", metric.name},
                        {"unit", metric.unit},
                        {"meaning", metric.meaning},
                        {"better", word_of(metric.better)}};
    std::string object = json_text(about);
    object.pop_back();  // its closing brace: lists of numbers follow
    text += fmt::format(R"({}{},"values":{},"ci95":{}}})", text.size() > 1 ? "," : "", object,
                        column_of(values, kDigits), column_of(half_widths, kHalfWidthDigits));
  }
  return text + "]";
}

/// "axes": those of the study, with the texts and numbers of the points on each.
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
    std::string object = json_text(about);
    object.pop_back();  // its closing brace: lists of numbers follow
    text += fmt::format(R"({}{},"numbers":{}}})", axis > 0 ? "," : "", object, list_or_null(numbers));
  }
  return text + "]";
}

/// "cdf": by row, the quantiles of latency for 0, 1/200, … 1 [s]. Quantiles need the same space for any
/// number of requests.
std::string cdfs_of(const ResultReader& result, const std::vector<ReportRow>& rows) {
  if (!result.keeps_requests()) {
    return "null";
  }
  std::string text = "[";
  for (const ReportRow& row : rows) {
    const std::vector<double> sorted = measured_latencies(result, runs_of(row.runs));
    std::vector<double> quantiles;
    for (std::size_t step = 0; step <= kCdfSteps && !sorted.empty(); ++step) {
      quantiles.push_back(
          statistics::quantile(sorted, static_cast<double>(step) / static_cast<double>(kCdfSteps)));
    }
    text += (text.size() > 1 ? "," : "") + list_of(quantiles);
  }
  return text + "]";
}

/// "flow": by row, requests by label and answering tier; null if the file has no labels. Runs may differ in
/// their tiers, so counts are moved to the place of the tier in the list of all tiers.
Json flows_of(const ResultReader& result, const std::vector<ReportRow>& rows) {
  if (!result.keeps_requests()) {
    return nullptr;
  }
  std::vector<std::vector<std::string>> lists;
  for (const RunEntry& run : result.runs()) {
    lists.push_back(run.tiers);
  }
  const std::vector<std::string> tiers = merged_tiers(lists);
  Json by_row = Json::array();
  for (const ReportRow& row : rows) {
    const std::vector<const RunEntry*> runs = runs_of(row.runs);
    const std::optional<LabelFlow> flow = label_flow(result, runs);
    if (!flow) {
      return nullptr;
    }
    Json of_row = Json::array();
    for (const std::vector<std::size_t>& of_label : *flow) {
      std::vector<std::size_t> counts(tiers.size());
      for (std::size_t tier = 0; tier < of_label.size(); ++tier) {
        const auto place = std::find(tiers.begin(), tiers.end(), runs.front()->tiers[tier]);
        counts[static_cast<std::size_t>(place - tiers.begin())] += of_label[tier];
      }
      of_row.push_back(counts);
    }
    by_row.push_back(std::move(of_row));
  }
  return {{"labels", kLabels}, {"tiers", tiers}, {"rows", by_row}};
}

/// "rows": by row, the indices of point and policy, the number of replications, 1 if any was overloaded.
Json columns_of_rows(const std::vector<ReportRow>& rows) {
  Json columns = {{"point", Json::array()},
                  {"policy", Json::array()},
                  {"replications", Json::array()},
                  {"overloaded", Json::array()}};
  for (const ReportRow& row : rows) {
    columns["point"].push_back(row.point);
    columns["policy"].push_back(row.policy);
    columns["replications"].push_back(row.runs.replications.size());
    columns["overloaded"].push_back(is_overloaded(row.runs) ? 1 : 0);
  }
  return columns;
}

/// "rests_on": traces, and inputs of the results that are assumed or generated rather than measured.
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
    static_cast<void>(result.metric(kIntervalMetric));  // refuses a file of version 1 with the reason
  }
  const ReportRows all = report_rows(result);
  const Json about = {{"format", "dimsim.report"},
                      {"version", kReportVersion},
                      {"name", result.scenario()},
                      {"dimsim", result.made_with()},
                      {"seed", result.seed()},
                      {"scenario", result.scenario_text()},
                      {"resolved_scenario", result.resolved_scenario()},
                      {"rests_on", rests_on(result)},
                      {"points", names_of_points(result.points())},
                      {"policies", all.policies},
                      {"rows", columns_of_rows(all.rows)}};
  std::string text = json_text(about);
  text.pop_back();
  return fmt::format(R"({},"axes":{},"metrics":{},"cdf":{},"flow":{}}})", text, axes_of(result.points()),
                     metrics_of(result, all.rows), cdfs_of(result, all.rows),
                     json_text(flows_of(result, all.rows)));
}

}  // namespace dimsim::analysis
