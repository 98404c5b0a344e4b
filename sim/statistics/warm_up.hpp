#pragma once

#include <cstddef>
#include <span>

namespace dimsim::statistics {

/// Length of the initial transient of a series.
struct WarmUp {
  std::size_t observations = 0;  ///< number of observations to discard
  bool is_long_enough =
      true;  ///< false if more than half of the series would be discarded: it is too short to tell
};

/// MSER-5 (White, Simulation 69(6), 1997; White, Cobb and Spratt, WSC 2000): of the n means Y of 5 successive
/// observations each, discards the first d, where d minimises the width of the confidence interval of the
/// mean of the others,
///     Σ_{i>d} (Y_i − mean)² / (n − d)²,
/// over all d except the last 5, where a few means that are equal by chance would win. Ties go to the
/// smallest d. A series of fewer than 10 means is too short to tell. Linear time.
[[nodiscard]] WarmUp mser5(std::span<const double> series);

}  // namespace dimsim::statistics
