#pragma once

#include "dimsim/profile/encoder.hpp"

#include <cstddef>
#include <functional>
#include <limits>
#include <memory>
#include <vector>

namespace dimsim::profile {

/// A time measured repeatedly.
struct Timing {
  double median_s = 0;
  /// Half of the 95 % confidence interval of the median over the median; infinite for fewer than six values.
  double half_width = std::numeric_limits<double>::infinity();
  std::size_t repetitions = 0;
};

/// Median of times in any order, with its interval.
[[nodiscard]] Timing timing_of(std::vector<double> seconds);

/// When to stop measuring a point.
struct StoppingRule {
  double half_width = 0.02;         ///< wanted for the whole model and for each layer, relative
  double max_seconds = 10;          ///< time limit [s], also if the half width has not been reached
  std::size_t min_repetitions = 3;  ///< minimum number of repetitions, which the time limit does not cut
};

/// Seconds since an arbitrary instant.
using Clock = std::function<double()>;
/// The machine's steady clock.
[[nodiscard]] double steady_seconds();

/// The times measured for one shape.
struct PointTimes {
  Shape shape;
  Timing embedding;            ///< projection of the embeddings
  std::vector<Timing> layers;  ///< [layer]; layers of equal work share their times
  Timing head;
  Timing whole;             ///< embedding, all layers and one head
  bool is_settled = false;  ///< the wanted half width was reached

  /// From the text to the exit after `layers_run` layers, added up from its parts [s].
  [[nodiscard]] double sum_s(int layers_run) const;
  /// Difference of the whole from the sum of its parts, relative to the sum.
  [[nodiscard]] double whole_deviation() const;
};

/// One model's times on this machine: a point for each pair of tokens and batch, in row-major order.
struct ModelTimes {
  std::shared_ptr<const model::Variant> variant;
  std::vector<int> tokens;  ///< strictly rising
  std::vector<int> batch;   ///< strictly rising
  std::vector<PointTimes> points;
};

/// Measures a model on this machine for texts of one shape. Contract: passes in which each part is timed by
/// itself alternate with passes that are timed as a whole, so that both find the same caches and the same
/// load of the machine; the two give separate times. Returns when `rule` is met, after one warm-up.
[[nodiscard]] PointTimes measure(const model::Variant& variant, Encoder& encoder, const Shape& shape,
                                 const StoppingRule& rule, const Clock& now = steady_seconds);

}  // namespace dimsim::profile
