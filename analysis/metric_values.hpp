#pragma once

#include "dimsim/analysis/policy_runs.hpp"
#include "dimsim/analysis/result_reader.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// Columns of the metrics with these names. Throws InputError for a metric that the file does not have.
[[nodiscard]] std::vector<MetricColumn> columns_of(const ResultReader& result,
                                                   const std::vector<std::string>& names);

/// Values of some metrics of one file. Contract: the file's reader outlives this.
class MetricValues {
 public:
  MetricValues(const ResultReader& result, const std::vector<MetricColumn>& metrics);

  /// One value for each replication of a policy, in rising order of replications; `metric` is an index into
  /// the metrics of the constructor.
  [[nodiscard]] std::vector<double> of(const PolicyRuns& policy, std::size_t metric) const;

 private:
  const RunEntry* first_;                       ///< run of the file, from which indices are counted
  std::vector<std::vector<double>> by_metric_;  ///< metrics × runs of the file
};

}  // namespace dimsim::analysis
