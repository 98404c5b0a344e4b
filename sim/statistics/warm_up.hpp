#pragma once

#include <cstddef>
#include <span>

namespace dimsim::statistics {

/// How much of the beginning of a series is not of its steady state.
struct WarmUp {
  std::size_t observations = 0;  ///< to leave out
  bool is_long_enough = true;    ///< false: that is more than half of the series, which is too short to tell
};

/// MSER-5 (White, Simulation 69(6), 1997; White, Cobb and Spratt, WSC 2000): of the n means Y of 5 successive
/// observations each, leaves out the first d for which the width of the interval of the mean of the others is
/// least,
///     Σ_{i>d} (Y_i − mean)² / (n − d)²,
/// looked for over all d but the last 5, where few means that are alike by chance would win. The first of
/// equal ones counts. A series of fewer than 10 means is too short to tell. Takes time in proportion to the
/// series.
[[nodiscard]] WarmUp mser5(std::span<const double> series);

}  // namespace dimsim::statistics
