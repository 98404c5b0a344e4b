#pragma once

#include "dimsim/results/summary.hpp"
#include "dimsim/statistics/better.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace dimsim::results {

using statistics::Better;

/// A number of a summary and the name that users give: "latency.p95". The definitions in metrics.cpp are the
/// only ones: the table of runs, the JSON summary, intervals across replications, the report and figures use
/// them.
struct Metric {
  std::string name;     ///< "latency.p95", "energy.mobile"
  std::string column;   ///< of tables, with its unit: "latency_p95_s"
  std::string unit;     ///< "s"; "" = dimensionless
  std::string meaning;  ///< one line
  Better better = Better::Neither;
  /// Pointer into the JSON of a policy, "/latency_s/p95"; "" for metrics by tier and the like, which are
  /// objects there.
  std::string json = {};
};

/// Calls `visit` for every metric of a summary with its value, which it may change. The set of metrics
/// depends on the run: its tiers, devices with a battery, the policy report. Counts of requests are not
/// metrics.
void visit_metrics(PolicySummary& summary, const std::function<void(const Metric&, double&)>& visit);
void visit_metrics(const PolicySummary& summary, const std::function<void(const Metric&, double)>& visit);

/// Value of a metric; kAbsent if the summary has none of that name.
[[nodiscard]] double value_of(const PolicySummary& summary, const std::string& metric);

/// Names of the metrics that every run with these tiers has. Some runs have more: batteries, carbon and the
/// policy report.
[[nodiscard]] std::vector<std::string> metric_names(const std::vector<std::string>& tiers);

/// The summary of several replications of a policy: the means of all metrics, the half widths of their 95 %
/// confidence intervals, and sums of the counts. A quantile is the mean of the replications' quantiles, an
/// extreme the mean of their extremes. A value that is absent in one replication is absent. A single summary
/// is returned unchanged. Contract: there is at least one, and all are of one policy at one point.
[[nodiscard]] PolicySummary across_replications(std::span<const PolicySummary> runs);

/// Half width over estimate at which a precision is reached: γ / (1 + γ), as in
/// statistics::next_replications.
[[nodiscard]] double wanted_half_width(const plan::Precision& precision);

/// Half width of the interval with the confidence of a precision, over the absolute value of the estimate;
/// kAbsent if undefined.
[[nodiscard]] double relative_half_width(std::span<const PolicySummary> runs,
                                         const plan::Precision& precision);

}  // namespace dimsim::results
