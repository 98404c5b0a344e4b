#pragma once

#include "dimsim/analysis/policy_runs.hpp"
#include "dimsim/analysis/result_reader.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// Columns of metrics. Throws InputError for one that the file does not have.
[[nodiscard]] std::vector<MetricColumn> columns_of(const ResultReader& result,
                                                   const std::vector<std::string>& names);

/// Values of some metrics of one file. Contract: outlived by the file's reader.
class MetricValues {
 public:
  MetricValues(const ResultReader& result, const std::vector<MetricColumn>& metrics);

  /// One value a replication, in their order, of the metric with this number.
  [[nodiscard]] std::vector<double> of(const PolicyRuns& policy, std::size_t metric) const;

 private:
  const RunEntry* first_;
  std::vector<std::vector<double>> by_metric_;  ///< by row of the table of runs
};

}  // namespace dimsim::analysis
