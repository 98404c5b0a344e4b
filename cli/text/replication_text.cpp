#include "dimsim/cli/text/replication_text.hpp"

#include "dimsim/analysis/shown_unit.hpp"
#include "dimsim/base/csv.hpp"
#include "dimsim/base/version.hpp"
#include "dimsim/cli/text/comparison_data.hpp"
#include "dimsim/cli/text/comparison_text.hpp"
#include "dimsim/cli/text/json_number.hpp"
#include "dimsim/cli/text/text_grid.hpp"
#include "dimsim/cli/text/text_style.hpp"
#include "dimsim/results/summary_json.hpp"
#include "dimsim/statistics/statistics.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

// Each policy has two columns per metric: its mean, and its difference from the baseline with the interval of
// the paired differences. The mean has no interval of its own, because intervals of means would invite the
// reader to compare policies by whether they overlap, which ignores the pairing and is far too pessimistic.

namespace dimsim::cli {

namespace {

using analysis::MetricComparison;
using analysis::PolicyCrossover;
using analysis::ReplicatedPoint;
using analysis::ReplicationComparison;
using statistics::Estimate;

constexpr double kSignificance = 0.05;        // of the family of all comparisons, after Holm's correction
constexpr std::size_t kMostShownPoints = 20;  // more are left to --csv and --json
constexpr std::size_t kMostShownCrossovers = 40;

std::string metric_title(const analysis::MetricColumn& metric) {
  const std::string unit = analysis::shown_unit(metric.unit).unit;
  return unit.empty() ? metric.name : fmt::format("{}, {}", metric.name, unit);
}

/// "+14.2±0.1 *": the difference, its interval, and a mark when it is significant.
std::string difference_text(const MetricComparison& comparison, double factor) {
  const Estimate& difference = comparison.difference.difference;
  if (!std::isfinite(difference.value)) {
    return "-  ";
  }
  constexpr int kMostDecimals = 5;
  // The sign is always shown, since "+0.3" says at once that this is a difference.
  const double value = difference.value * factor;
  // Differences that do not vary over replications have no interval rather than one of ±0.
  const double half_width = difference.half_width > 0 ? difference.half_width * factor : NAN;
  return (value > 0 ? "+" : "") + with_half_width(value, half_width, kMostDecimals) +
         (comparison.adjusted_p <= kSignificance ? " *" : "  ");
}

/// The lines of the table of a point with the metrics first..last-1. Trailing blanks in titles and cells keep
/// numbers aligned beside the marks " *".
std::vector<std::string> metric_lines(const ReplicatedPoint& point, const ReplicationComparison& comparison,
                                      std::size_t first, std::size_t last) {
  Grid grid(2);
  grid[0].emplace_back("");
  grid[1].emplace_back("policy");
  for (std::size_t i = first; i < last; ++i) {
    grid[0].insert(grid[0].end(), {"", metric_title(comparison.metrics[i]) + "  "});
    grid[1].insert(grid[1].end(), {"mean", "diff.±95%  "});
  }
  for (const analysis::ReplicatedPolicy& policy : point.policies) {
    std::vector<std::string> row{policy.policy};
    for (std::size_t i = first; i < last; ++i) {
      const double factor = analysis::shown_unit(comparison.metrics[i].unit).factor;
      row.push_back(compact(policy.metrics[i].mean.value * factor));
      row.push_back(policy.is_baseline ? "0  " : difference_text(policy.metrics[i], factor));
    }
    grid.push_back(std::move(row));
  }
  return lines_of(grid, 1);
}

/// The tables of a point, one below the other, each with as many metrics as fit into the width, but at least
/// one.
std::string tables_of(const ReplicatedPoint& point, const ReplicationComparison& comparison, bool colour) {
  std::string text;
  for (std::size_t first = 0; first < comparison.metrics.size();) {
    std::size_t last = comparison.metrics.size();
    std::vector<std::string> lines = metric_lines(point, comparison, first, last);
    const auto fits = [](const std::string& line) { return display_width(line) <= kComparisonWidth; };
    // One metric is always taken, even if it does not fit, or the loop would never end.
    while (last > first + 1 && !std::all_of(lines.begin(), lines.end(), fits)) {
      lines = metric_lines(point, comparison, first, --last);
    }
    text += first > 0 ? "\n" : "";
    for (std::size_t i = 0; i < lines.size(); ++i) {
      text += painted(shortened(lines[i], kComparisonWidth), kBold, colour && i < 2) + "\n";
    }
    first = last;
  }
  return text;
}

/// " of a.h5" if several files are compared, or "".
std::string of_file(const ReplicationComparison& comparison, const std::filesystem::path& path) {
  return comparison.is_of_many_files ? fmt::format(" of {}", path.string()) : "";
}

std::string front_text(const ReplicatedPoint& point, const ReplicationComparison& comparison) {
  if (comparison.front.empty()) {
    return "";
  }
  std::vector<std::string> names;
  for (const std::size_t number : point.front) {
    names.push_back(point.policies[number].policy);
  }
  std::vector<std::string> metrics;
  for (const analysis::MetricColumn& metric : comparison.front) {
    metrics.push_back(metric.name);
  }
  return wrapped(fmt::format("Pareto front of {}: {}.", fmt::join(metrics, ", "),
                             names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "))),
                 kComparisonWidth, kRemarkIndent);
}

/// "latency.mean: below 0.82 Mbit/s all-mobile beats all-edge; 95 % interval 0.80 to 0.84".
std::string crossover_text(const PolicyCrossover& each, const std::string& of_file) {
  const analysis::ShownUnit shown = analysis::shown_unit(each.unit);
  const statistics::Crossover& crossing = each.crossover;
  // Which policy is better below the crossing depends on which is smaller there and on the sense of the
  // metric.
  const bool first_wins = crossing.is_below_before == each.is_smaller_better;
  // A unit identifies the axis, "below 0.82 Mbit/s"; without one its name is needed, "below hosts = 4".
  std::string text = fmt::format(
      "{}{}{}: below {}{}{} {} beats {}", each.metric, of_file,
      each.others.empty() ? "" : " at " + each.others, shown.unit.empty() ? each.axis + " = " : "",
      compact(crossing.at * shown.factor), shown.unit.empty() ? "" : " " + shown.unit,
      first_wins ? each.first : each.second, first_wins ? each.second : each.first);
  if (!crossing.has_interval) {
    return text + "; no interval from one replication";
  }
  // An end of Fieller's set may be infinite: the data then do not exclude that the lines cross beyond the
  // axis.
  const auto end = [&shown](double value, const char* beyond) {
    return std::isfinite(value) ? compact(value * shown.factor) : std::string(beyond);
  };
  return text + fmt::format("; 95 % interval {} to {}", end(crossing.low, "beyond the axis"),
                            end(crossing.high, "beyond the axis"));
}

// Points are separate tables, but a crossing concerns an axis as a whole, so crossings follow after all of
// them.
std::string crossovers_text(const ReplicationComparison& comparison) {
  std::string text;
  std::size_t count = 0;
  for (const PolicyCrossover& each : comparison.crossovers) {
    if (count++ < kMostShownCrossovers) {
      text += wrapped(crossover_text(each, of_file(comparison, each.path)), kComparisonWidth, kRemarkIndent);
    }
  }
  if (count > kMostShownCrossovers) {
    text += fmt::format("… and {} more crossings; --json lists all\n", count - kMostShownCrossovers);
  }
  return text.empty() ? "" : "\nCrossings\n" + text;
}

/// The reduction of the variance of differences by common random numbers, over all differences in the tables.
// The median and the range are shown, because single estimates from few replications vary widely.
std::string variance_text(const ReplicationComparison& comparison) {
  std::vector<double> cuts;
  for (const ReplicatedPoint& point : comparison.points) {
    for (const analysis::ReplicatedPolicy& policy : point.policies) {
      for (const MetricComparison& metric : policy.metrics) {
        if (!policy.is_baseline && std::isfinite(metric.difference.variance_cut)) {
          cuts.push_back(metric.difference.variance_cut);
        }
      }
    }
  }
  if (cuts.empty()) {
    return "";
  }
  std::sort(cuts.begin(), cuts.end());
  const auto percent = [](double share) { return std::lround(100 * share); };
  return wrapped(
      fmt::format("Common random numbers cut the variance of the differences by {} % in the median ({} to "
                  "{} %), against independent runs.",
                  percent(statistics::quantile(cuts, 0.5)), percent(cuts.front()), percent(cuts.back())),
      kComparisonWidth, kRemarkIndent);
}

Json estimate_object(const Estimate& value) {
  return {{"value", json_number(value.value)}, {"half_width", json_number(value.half_width)}};
}

Json replication_object(const MetricComparison& metric, const std::string& unit, bool is_baseline) {
  return {{"unit", unit},
          {"mean", estimate_object(metric.mean)},
          {"difference", estimate_object(metric.difference.difference)},
          // The baseline differs from itself by 0 for certain; a p-value would be meaningless.
          {"p_value", json_number(is_baseline ? NAN : metric.difference.p_value)},
          {"holm_p_value", json_number(metric.adjusted_p)},
          {"variance_cut", json_number(metric.difference.variance_cut)}};
}

Json replication_object(const ReplicatedPoint& point, const ReplicationComparison& comparison) {
  Json policies = Json::array();
  for (const analysis::ReplicatedPolicy& policy : point.policies) {
    Json metrics = Json::object();
    for (std::size_t i = 0; i < comparison.metrics.size(); ++i) {
      metrics[comparison.metrics[i].name] =
          replication_object(policy.metrics[i], comparison.metrics[i].unit, policy.is_baseline);
    }
    policies.push_back(
        {{"policy", policy.policy}, {"is_baseline", policy.is_baseline}, {"metrics", metrics}});
  }
  Json labels = Json::object();
  for (const auto& [axis, text] : point.point.labels) {
    labels[axis] = text;
  }
  Json object = {{"file", point.path.string()},
                 {"scenario", point.scenario},
                 {"point", point.index},
                 {"labels", labels},
                 {"replications", point.replications},
                 {"policies", policies}};
  // Absent rather than empty without --pareto: an empty front would be a result.
  if (!comparison.front.empty()) {
    object["pareto_front"] = Json::array();
    for (const std::size_t each : point.front) {
      object["pareto_front"].push_back(point.policies[each].policy);
    }
  }
  return object;
}

Json replication_object(const PolicyCrossover& each) {
  const bool first_wins = each.crossover.is_below_before == each.is_smaller_better;
  return {{"file", each.path.string()},
          {"metric", each.metric},
          {"axis", each.axis},
          {"others", each.others},
          {"better_below", first_wins ? each.first : each.second},
          {"better_above", first_wins ? each.second : each.first},
          {"unit", each.unit},
          {"at", json_number(each.crossover.at)},
          {"low", each.crossover.has_interval ? json_number(each.crossover.low) : Json(nullptr)},
          {"high", each.crossover.has_interval ? json_number(each.crossover.high) : Json(nullptr)}};
}

}  // namespace

std::string replication_table(const ReplicationComparison& comparison, bool colour) {
  std::string text;
  const std::size_t shown = std::min(comparison.points.size(), kMostShownPoints);
  for (std::size_t i = 0; i < shown; ++i) {
    const ReplicatedPoint& point = comparison.points[i];
    const std::string name = point.point.name();
    text +=
        (text.empty() ? "" : "\n") +
        shortened(fmt::format("{}{}{}: {} replication{}, differences from {}", point.scenario,
                              of_file(comparison, point.path), name.empty() ? "" : ", " + name,
                              point.replications, point.replications == 1 ? "" : "s", comparison.baseline),
                  kComparisonWidth) +
        "\n\n";
    text += tables_of(point, comparison, colour);
    text += front_text(point, comparison);
  }
  if (shown < comparison.points.size()) {
    text +=
        fmt::format("\n… and {} more points; --csv and --json list all\n", comparison.points.size() - shown);
  }
  text += crossovers_text(comparison) + "\n";
  // Suggests both remedies: more replications, or requests, which can be compared within one run.
  if (comparison.points.front().replications < 2) {
    text += wrapped(
        "One replication: no intervals. `replications: 10` in the scenario would give them; so "
        "would `keep_requests: yes`, by requests.",
        kComparisonWidth, kRemarkIndent);
    return text;
  }
  return text +
         hanging("±", "half of a 95 % interval of the mean difference by replication (Student's t, paired)",
                 3, kComparisonWidth) +
         hanging("*", "significant at 5 % over all pairs that are compared (Holm)", 3, kComparisonWidth) +
         variance_text(comparison);
}

std::string replication_json(const ReplicationComparison& comparison) {
  Json points = Json::array();
  for (const ReplicatedPoint& point : comparison.points) {
    points.push_back(replication_object(point, comparison));
  }
  Json crossings = Json::array();
  for (const PolicyCrossover& each : comparison.crossovers) {
    crossings.push_back(replication_object(each));
  }
  return results::to_text({{"format", kComparisonFormat},
                           {"version", kComparisonVersion},
                           {"by", "replications"},
                           {"dimsim", kVersion},
                           {"seed", comparison.seed},
                           {"baseline", comparison.baseline},
                           {"points", points},
                           {"crossovers", crossings}}) +
         "\n";
}

// One line per metric, unlike the wide CSV of the comparison by requests: any number of metrics can be chosen
// here, and long tables are what pandas and R group by.
std::string replication_csv(const ReplicationComparison& comparison) {
  std::string text =
      "file,scenario,point,labels,policy,baseline,metric,unit,replications,mean,mean_half_width,difference,"
      "difference_half_width,holm_p_value,variance_cut\n";
  for (const ReplicatedPoint& point : comparison.points) {
    for (const analysis::ReplicatedPolicy& policy : point.policies) {
      for (std::size_t i = 0; i < comparison.metrics.size(); ++i) {
        const MetricComparison& metric = policy.metrics[i];
        const std::vector<std::string> fields{csv::field(point.path.string()),
                                              csv::field(point.scenario),
                                              std::to_string(point.index),
                                              csv::field(point.point.name()),
                                              csv::field(policy.policy),
                                              csv::field(comparison.baseline),
                                              comparison.metrics[i].name,
                                              comparison.metrics[i].unit,
                                              std::to_string(point.replications),
                                              csv_field(metric.mean.value),
                                              csv_field(metric.mean.half_width),
                                              csv_field(metric.difference.difference.value),
                                              csv_field(metric.difference.difference.half_width),
                                              csv_field(metric.adjusted_p),
                                              csv_field(metric.difference.variance_cut)};
        text += fmt::format("{}\n", fmt::join(fields, ","));
      }
    }
  }
  return text;
}

}  // namespace dimsim::cli
