#pragma once

#include "dimsim/analysis/metric_values.hpp"
#include "dimsim/analysis/policy_runs.hpp"
#include "dimsim/analysis/result_reader.hpp"
#include "dimsim/statistics/crossover.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// Where two policies change places along an axis, all other axes being as `others` says.
struct PolicyCrossover {
  std::filesystem::path path;  ///< of the result file
  std::string metric;
  std::string axis;
  std::string others;  ///< "task=sst-2", or ""
  std::string first;
  std::string second;
  bool is_smaller_better = true;
  std::string unit;  ///< of the axis
  statistics::Crossover crossover;
};

/// Crossings of all pairs of policies, in each metric, along every axis of a file that has numbers.
/// `policies[i]` are those of point i. Where points differ in their replications, as those that stop by
/// precision do, the first that all have are used.
[[nodiscard]] std::vector<PolicyCrossover> policy_crossovers(
    const ResultReader& result, const std::vector<std::vector<PolicyRuns>>& policies,
    const std::vector<MetricColumn>& metrics, const MetricValues& values);

}  // namespace dimsim::analysis
