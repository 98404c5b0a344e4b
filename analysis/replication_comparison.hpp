#pragma once

#include "analysis/crossover.hpp"
#include "analysis/paired_difference.hpp"
#include "analysis/result_reader.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// A metric of a policy against the baseline, at one point, from one value a replication.
struct MetricComparison {
  Estimate mean;
  PairedDifference difference;  ///< policy − baseline
  double adjusted_p = 0;        ///< p-value after Holm, over all pairs of the comparison; NaN without one
  bool is_overloaded = false;
};

struct ReplicatedPolicy {
  std::string policy;
  bool is_baseline = false;
  std::vector<MetricComparison> metrics;  ///< in the order of the comparison's
};

struct ReplicatedPoint {
  std::size_t index = 0;  ///< of the point in its file
  Point point;
  std::size_t replications = 0;
  std::vector<ReplicatedPolicy> policies;
  std::vector<std::size_t> front;  ///< policies that no other dominates, where a front was asked for
};

/// Where two policies change places along an axis, all other axes being as `others` says.
struct PolicyCrossover {
  std::string metric;
  std::string axis;
  std::string others;  ///< "task=sst-2", or ""
  std::string first;
  std::string second;
  bool is_smaller_better = true;
  std::string unit;  ///< of the axis
  Crossover crossover;
};

struct ReplicationComparison {
  std::vector<MetricColumn> metrics;
  std::vector<MetricColumn> front;  ///< metrics of the Pareto front; empty: none was asked for
  std::vector<ReplicatedPoint> points;
  std::vector<PolicyCrossover> crossovers;  ///< along every axis with numbers, of the metrics
};

struct ReplicationQuestion {
  std::string baseline;
  std::vector<std::string> policies;  ///< beside the baseline; empty: all
  std::vector<std::string> metrics;
  std::vector<std::string> front;
};

/// Compares the policies of a result file by replication, under common random numbers. Throws InputError: an
/// unknown metric, policy or baseline, policies of a point that differ in their replications, a metric of a
/// front without a better side.
[[nodiscard]] ReplicationComparison compare_replications(const ResultReader& result,
                                                         const ReplicationQuestion& question);

}  // namespace dimsim::analysis
