#pragma once

#include "dimsim/statistics/estimate.hpp"

#include <limits>
#include <span>

namespace dimsim::statistics {

/// Difference of two policies in replications with common random numbers.
struct PairedDifference {
  Estimate difference;  ///< mean of a − b
  double p_value =
      std::numeric_limits<double>::quiet_NaN();  ///< two-sided, for the hypothesis of no difference
  double variance_cut = std::numeric_limits<double>::quiet_NaN();  ///< fraction; see below
};

/// Mean difference of a and b by replication, its Student's t interval with R − 1 degrees of freedom and the
/// p-value of the same test: the paired-t approach to two systems (Law, Simulation Modeling and Analysis,
/// section 10.2.1). If all differences are equal, the half width is 0 and the p-value is 1 (all of them 0) or
/// 0. With fewer than two replications both are NaN; if a value is NaN, so are all results.
///
/// `variance_cut` is the variance reduction by common random numbers (section 11.2): 1 − Var(a − b) / (Var a
/// + Var b), where the denominator is the variance of the difference between independent runs. 1 means that
/// all variance is removed, 0 none; below 0 the variance grew. NaN if neither a nor b varies. Contract: a and
/// b have the same length; their i-th values are of the same replication.
[[nodiscard]] PairedDifference paired_difference(std::span<const double> a, std::span<const double> b,
                                                 double confidence = kConfidence);

}  // namespace dimsim::statistics
