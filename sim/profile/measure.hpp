#pragma once

#include "dimsim/profile/encoder.hpp"

#include <limits>
#include <vector>

namespace dimsim::profile {

/// A time measured repeatedly.
struct Timing {
  double median_s = 0;
  /// Half of the 95 % confidence interval of the median over the median; infinite for fewer than six values.
  double half_width = std::numeric_limits<double>::infinity();
  std::size_t repetitions = 0;
};

/// Median and its interval of any times, in any order.
[[nodiscard]] Timing timing_of(std::vector<double> seconds);

/// How long to measure a point.
struct Patience {
  double half_width = 0.02;  ///< wanted of the whole model and of a layer, relative
  double most_seconds = 10;  ///< then it stays at what was reached, though never below three repetitions
};

/// What was measured for one shape.
struct PointTimes {
  Shape shape;
  Timing embedding;            ///< projection of the embeddings
  std::vector<Timing> layers;  ///< [layer]: layers that do the same work share one
  Timing head;
  Timing whole;             ///< embedding, all layers and one head
  bool is_settled = false;  ///< the wanted half width was reached

  /// From the text to the exit after `layers_run` layers, added up from its parts [s].
  [[nodiscard]] double sum_s(int layers_run) const;
  /// By which the whole differs from the sum of its parts, relative to the sum.
  [[nodiscard]] double whole_deviation() const;
};

/// Measures a model on this machine for texts of one shape. Contract: passes through the model in which each
/// part is timed by itself take turns with passes that are timed as a whole, so that either finds weights in
/// the same caches and the machine in the same mood; the two give separate times. Blocks for `patience` and
/// one warm-up.
[[nodiscard]] PointTimes measure(const model::Variant& variant, Encoder& encoder, const Shape& shape,
                                 const Patience& patience);

}  // namespace dimsim::profile
