#include "dimsim/analysis/metric_values.hpp"

namespace dimsim::analysis {

std::vector<MetricColumn> columns_of(const ResultReader& result, const std::vector<std::string>& names) {
  std::vector<MetricColumn> columns;
  for (const std::string& name : names) {
    columns.push_back(result.metric(name));
  }
  return columns;
}

MetricValues::MetricValues(const ResultReader& result, const std::vector<MetricColumn>& metrics)
    : first_(result.runs().data()) {
  // Columns are read here, once: of() is called for every policy at every point.
  for (const MetricColumn& metric : metrics) {
    by_metric_.push_back(result.values(metric));
  }
}

std::vector<double> MetricValues::of(const PolicyRuns& policy, std::size_t metric) const {
  std::vector<double> values;
  for (const auto& [number, run] : policy.replications) {
    // The reader's runs are in the order of the table of runs, so that a run's offset is its row.
    values.push_back(by_metric_[metric][static_cast<std::size_t>(run - first_)]);
  }
  return values;
}

}  // namespace dimsim::analysis
