#include "dimsim/synthesis/piecewise_linear.hpp"

#include <algorithm>
#include <cstddef>

namespace dimsim::synthesis {

double PiecewiseLinear::operator()(double at) const {
  const auto above = std::upper_bound(x.begin(), x.end(), at);
  if (above == x.begin()) {
    return y.front();
  }
  if (above == x.end()) {
    return y.back();
  }
  // x[i] > at >= x[i - 1]: the divisor is not 0, even if two points have the same x.
  const auto i = static_cast<std::size_t>(above - x.begin());
  return y[i - 1] + (y[i] - y[i - 1]) * (at - x[i - 1]) / (x[i] - x[i - 1]);
}

}  // namespace dimsim::synthesis
