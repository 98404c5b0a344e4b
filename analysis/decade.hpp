#pragma once

namespace dimsim::analysis {

/// Whether positive values span a factor of ten: figures then draw them on a logarithmic axis, and crossings
/// along an axis of such values are interpolated in their logarithms.
[[nodiscard]] inline bool spans_a_decade(double least, double most) {
  constexpr double kDecade = 10;
  return least > 0 && most / least >= kDecade;
}

}  // namespace dimsim::analysis
