#pragma once

#include "dimsim/analysis/policy_crossovers.hpp"
#include "dimsim/analysis/result_reader.hpp"
#include "dimsim/statistics/paired_difference.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// A metric of a policy compared with its reference (the baseline, or itself in the first file) at one point,
/// from one value for each replication.
struct MetricComparison {
  statistics::Estimate mean;
  statistics::PairedDifference difference;  ///< policy − reference
  double adjusted_p = 0;  ///< p-value after Holm's adjustment over all pairs; NaN if undefined
  bool is_overloaded = false;
};

struct ReplicatedPolicy {
  std::string policy;
  bool is_baseline = false;
  std::vector<MetricComparison> metrics;  ///< in the order of ReplicationComparison::metrics
};

struct ReplicatedPoint {
  std::filesystem::path path;  ///< of the result file
  std::string scenario;        ///< its name
  std::size_t index = 0;       ///< of the point in its file
  Point point;
  std::size_t replications = 0;
  std::vector<ReplicatedPolicy> policies;
  std::vector<std::size_t> front;  ///< indices of the undominated policies; empty if no front was requested
};

struct ReplicationComparison {
  std::string baseline;  ///< reference of the differences: a policy's name, or "itself in a.h5"
  std::int64_t seed = 0;
  bool is_of_many_files = false;
  std::vector<MetricColumn> metrics;
  std::vector<MetricColumn> front;  ///< metrics of the Pareto front; empty: no front
  std::vector<ReplicatedPoint> points;
  std::vector<PolicyCrossover> crossovers;  ///< of every file, along every numeric axis
};

struct ReplicationQuestion {
  std::string baseline;
  std::vector<std::string> policies;  ///< in addition to the baseline; empty: all
  std::vector<std::string> metrics;
  std::vector<std::string> front;
  /// Compares each policy with itself in the first file instead of with the baseline.
  bool is_across_files = false;
};

/// Compares policies by replication under common random numbers: with the baseline at each point of each
/// file, or with themselves at the point of the same name in the first file. Throws InputError for files of
/// different seeds, an unknown metric, policy or baseline, runs that differ in their replications, a metric
/// of a front without a better direction, a point at which all runs failed, and a point or policy that the
/// first file does not have. Contract: there is at least one file, two if is_across_files.
[[nodiscard]] ReplicationComparison compare_replications(const std::vector<ResultReader>& results,
                                                         const ReplicationQuestion& question);

}  // namespace dimsim::analysis
