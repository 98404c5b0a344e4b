#pragma once

#include <vector>

namespace dimsim::synthesis {

/// A piecewise linear function, constant beyond its end points.
struct PiecewiseLinear {
  std::vector<double> x;  ///< rising, at least one
  std::vector<double> y;  ///< one for each x

  [[nodiscard]] double operator()(double at) const;
};

}  // namespace dimsim::synthesis
