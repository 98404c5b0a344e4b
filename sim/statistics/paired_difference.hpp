#pragma once

#include "dimsim/statistics/estimate.hpp"

#include <limits>
#include <span>

namespace dimsim::statistics {

/// What two policies differ by in replications that share their random numbers.
struct PairedDifference {
  Estimate difference;                                             ///< mean of a − b
  double p_value = std::numeric_limits<double>::quiet_NaN();       ///< two-sided, of no difference
  double variance_cut = std::numeric_limits<double>::quiet_NaN();  ///< share; see below
};

/// Mean difference of a and b by replication, its Student's t interval with R − 1 degrees of freedom and the
/// p-value of the same test: the paired-t approach to two systems (Law, Simulation Modeling and Analysis,
/// section 10.2.1). Differences that are all alike have the half width 0, and the p-value 1 where they are 0,
/// else 0. Fewer than two replications have neither; where a value is NaN, all is.
///
/// `variance_cut` is what common random numbers gained (section 11.2): 1 − Var(a − b) / (Var a + Var b), the
/// latter being the variance of the difference between independent runs. 1 is all of it, 0 nothing; below 0
/// they did harm. NaN where neither varies.
/// Contract: a and b have the same length; their i-th values are of the same replication.
[[nodiscard]] PairedDifference paired_difference(std::span<const double> a, std::span<const double> b,
                                                 double confidence = kConfidence);

}  // namespace dimsim::statistics
