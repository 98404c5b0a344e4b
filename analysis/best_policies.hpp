#pragma once

#include "dimsim/analysis/result_reader.hpp"

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// The best policy of a point by a metric, from means across replications.
struct BestPolicy {
  std::size_t point = 0;
  std::string best;
  double value = 0;            ///< in the metric's unit
  bool is_overloaded = false;  ///< the best, in any replication
  std::string second;          ///< the next best; "" where there is one policy only
  double second_value = std::numeric_limits<double>::quiet_NaN();
  double margin = std::numeric_limits<double>::quiet_NaN();  ///< |second − best| / |second|; a share
  /// The largest p-value of no difference between the best and any other, adjusted; NaN for one replication.
  double p_value = std::numeric_limits<double>::quiet_NaN();
  std::vector<std::string> ties;  ///< policies that the best is not told from, in the file's order
};

/// The best policies of some points of a file by a metric that has a better side; `policies` are those that
/// compete, empty: all. A policy without a value at a point does not compete there; points where none has one
/// are left out. Throws InputError for a policy that no point has, or for other replications than the best's.
///
/// The best is compared with every other policy of its point by paired t across replications; Holm's
/// adjustment is over all these pairs at all points. It is told from those whose adjusted p-value is at most
/// 1 − kConfidence. That the values themselves choose the best does no harm: to be named wrongly, a policy
/// must be significantly better than the one that is truly the best there, which is one of its pairs. With
/// one replication only equal values tie.
[[nodiscard]] std::vector<BestPolicy> best_policies(const ResultReader& result,
                                                    const std::vector<std::size_t>& points,
                                                    const MetricColumn& metric,
                                                    const std::vector<std::string>& policies);

}  // namespace dimsim::analysis
