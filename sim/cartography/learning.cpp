#include "dimsim/cartography/learning.hpp"

#include "dimsim/base/error.hpp"

#include <cmath>

namespace dimsim::cartography {

double variability(double variance, int epochs, bool include_ci) {
  if (!include_ci) {
    return std::sqrt(variance);
  }
  if (epochs < 2) {
    throw InvariantError("the interval of a variance over one epoch");
  }
  return std::sqrt(variance + variance * variance / (epochs - 1));
}

// Welford's recurrence avoids the cancellation of Σx² − (Σx)²/n.
void Learning::add(double gold_probability, bool is_right) {
  ++epochs_;
  const double deviation = gold_probability - mean_;
  mean_ += deviation / epochs_;
  squares_ += deviation * (gold_probability - mean_);
  right_ += is_right ? 1 : 0;
  // Before is_right_ changes: a forgetting event is a wrong prediction right after a correct one.
  forgotten_ += is_right_ && !is_right ? 1 : 0;
  is_right_ = is_right;
}

}  // namespace dimsim::cartography
