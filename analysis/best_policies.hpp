#pragma once

#include "dimsim/analysis/result_reader.hpp"

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// The best policy at a point by a metric, from means across replications.
struct BestPolicy {
  std::size_t point = 0;
  std::string best;
  double value = 0;            ///< in the metric's unit
  bool is_overloaded = false;  ///< the best policy, in any replication
  std::string second;          ///< the next best; "" if there is only one policy
  double second_value = std::numeric_limits<double>::quiet_NaN();
  double margin = std::numeric_limits<double>::quiet_NaN();  ///< |second − best| / |second|
  /// Largest adjusted p-value of the best policy against any other, for the hypothesis of no difference; NaN
  /// with one replication.
  double p_value = std::numeric_limits<double>::quiet_NaN();
  std::vector<std::string> ties;  ///< not distinguishable from the best, in the file's order
};

/// The best policy at each of `points`, among `policies` (empty: all). A policy without a value at a point
/// does not compete there; points at which no policy has a value are left out. Throws InputError for an
/// unknown policy, and if the replications of a policy differ from those of the best. Contract: the metric
/// has a better direction.
///
/// The best policy is compared with every other one at its point by a paired t-test across replications, with
/// Holm's adjustment over all these pairs at all points. Policies with an adjusted p-value above 1 −
/// kConfidence are ties. Selecting the best by the same values does not inflate the error: a policy that is
/// wrongly named as the only best is significantly better than the true best, which is one of the pairs. With
/// one replication, only equal values tie.
[[nodiscard]] std::vector<BestPolicy> best_policies(const ResultReader& result,
                                                    const std::vector<std::size_t>& points,
                                                    const MetricColumn& metric,
                                                    const std::vector<std::string>& policies);

}  // namespace dimsim::analysis
