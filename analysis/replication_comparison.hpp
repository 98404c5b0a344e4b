#pragma once

#include "dimsim/analysis/policy_crossovers.hpp"
#include "dimsim/analysis/result_reader.hpp"
#include "dimsim/statistics/paired_difference.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// A metric of a policy against what it is compared with, at one point, from one value a replication.
struct MetricComparison {
  statistics::Estimate mean;
  statistics::PairedDifference difference;  ///< policy − what it is compared with
  double adjusted_p = 0;  ///< p-value after Holm, over all pairs of the comparison; NaN without one
  bool is_overloaded = false;
};

struct ReplicatedPolicy {
  std::string policy;
  bool is_baseline = false;
  std::vector<MetricComparison> metrics;  ///< in the order of the comparison's
};

struct ReplicatedPoint {
  std::filesystem::path path;  ///< of the result file
  std::string scenario;        ///< its name
  std::size_t index = 0;       ///< of the point in its file
  Point point;
  std::size_t replications = 0;
  std::vector<ReplicatedPolicy> policies;
  std::vector<std::size_t> front;  ///< policies that no other dominates, where a front was asked for
};

struct ReplicationComparison {
  std::string baseline;  ///< what differences are from: a policy's name, or "itself in a.h5"
  std::int64_t seed = 0;
  bool is_of_many_files = false;
  std::vector<MetricColumn> metrics;
  std::vector<MetricColumn> front;  ///< metrics of the Pareto front; empty: none was asked for
  std::vector<ReplicatedPoint> points;
  std::vector<PolicyCrossover> crossovers;  ///< of every file, along every axis with numbers
};

struct ReplicationQuestion {
  std::string baseline;
  std::vector<std::string> policies;  ///< beside the baseline; empty: all
  std::vector<std::string> metrics;
  std::vector<std::string> front;
  bool is_across_files =
      false;  ///< compares each policy with itself in the first file, not with the baseline
};

/// Compares policies by replication, under common random numbers: with the baseline at each point of each
/// file, or with themselves at the first file's point of the same name. Throws InputError: files of different
/// seeds, an unknown metric, policy or baseline, runs that differ in their replications, a metric of a front
/// without a better side, a point or policy that the first file does not have. Contract: there is at least
/// one file, two where is_across_files.
[[nodiscard]] ReplicationComparison compare_replications(const std::vector<ResultReader>& results,
                                                         const ReplicationQuestion& question);

}  // namespace dimsim::analysis
