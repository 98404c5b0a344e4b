#pragma once

#include <limits>

namespace dimsim::statistics {

/// Default confidence level of intervals.
inline constexpr double kConfidence = 0.95;

/// An estimate with the half width of its two-sided confidence interval, at 95 % unless stated otherwise; NaN
/// if undefined.
struct Estimate {
  double value = std::numeric_limits<double>::quiet_NaN();
  double half_width = std::numeric_limits<double>::quiet_NaN();
};

}  // namespace dimsim::statistics
