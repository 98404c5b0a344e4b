#pragma once

#include "dimsim/analysis/metric_values.hpp"
#include "dimsim/analysis/policy_runs.hpp"
#include "dimsim/analysis/result_reader.hpp"
#include "dimsim/statistics/crossover.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// Where the order of two policies changes along an axis, with all other axes fixed.
struct PolicyCrossover {
  std::filesystem::path path;  ///< of the result file
  std::string metric;
  std::string axis;
  std::string others;  ///< values of the other axes: "task=sst-2", or ""
  std::string first;
  std::string second;
  bool is_smaller_better = true;
  std::string unit;             ///< of the axis
  bool is_logarithmic = false;  ///< the crossing was interpolated in the logarithm of the axis
  statistics::Crossover crossover;
};

/// Crossings of all pairs of policies, in each metric, along every numeric axis of a file. `policies[i]` are
/// the policies at point i. Points at which one of the two policies has no runs are left out, and so are
/// replications that one of the two lacks at one of the others: a study may stop each point at a required
/// precision, and runs may have failed.
[[nodiscard]] std::vector<PolicyCrossover> policy_crossovers(
    const ResultReader& result, const std::vector<std::vector<PolicyRuns>>& policies,
    const std::vector<MetricColumn>& metrics, const MetricValues& values);

}  // namespace dimsim::analysis
