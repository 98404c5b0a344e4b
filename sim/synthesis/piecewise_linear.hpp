#pragma once

#include <vector>

namespace dimsim::trace {

/// A function by some of its points: straight lines between them, level beyond them.
struct PiecewiseLinear {
  std::vector<double> x;  ///< rising, at least one
  std::vector<double> y;  ///< one for each x

  [[nodiscard]] double operator()(double at) const;
};

}  // namespace dimsim::trace
