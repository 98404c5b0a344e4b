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

/// Median and its interval of any times, in any order.
[[nodiscard]] Timing timing_of(std::vector<double> seconds);

/// How long to measure a point.
struct Patience {
  double half_width = 0.02;  ///< wanted of the whole model and of a layer, relative
  double most_seconds = 10;  ///< then it stays at what was reached
  std::size_t fewest = 3;    ///< repetitions, however long they take; six or more give an interval
};

/// Seconds since an arbitrary instant.
using Clock = std::function<double()>;
/// The machine's steady clock.
[[nodiscard]] double steady_seconds();

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

/// One model's times on this machine, a point for each of tokens × batch, batch running faster.
struct ModelTimes {
  std::shared_ptr<const model::Variant> variant;
  std::vector<int> tokens;  ///< strictly rising
  std::vector<int> batch;   ///< strictly rising
  std::vector<PointTimes> points;
};

/// Measures a model on this machine for texts of one shape. Contract: passes through the model in which each
/// part is timed by itself take turns with passes that are timed as a whole, so that either finds weights in
/// the same caches and the machine in the same mood; the two give separate times. Blocks for `patience` and
/// one warm-up.
[[nodiscard]] PointTimes measure(const model::Variant& variant, Encoder& encoder, const Shape& shape,
                                 const Patience& patience, const Clock& now = steady_seconds);

}  // namespace dimsim::profile
