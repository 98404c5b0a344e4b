#pragma once

#include <limits>

namespace dimsim::statistics {

/// Confidence of intervals that do not say theirs.
inline constexpr double kConfidence = 0.95;

/// An estimate with the half width of its two-sided confidence interval, of 95 % unless it is said otherwise;
/// NaN = it cannot be said.
struct Estimate {
  double value = std::numeric_limits<double>::quiet_NaN();
  double half_width = std::numeric_limits<double>::quiet_NaN();
};

}  // namespace dimsim::statistics
