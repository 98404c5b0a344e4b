#pragma once

#include "dimsim/profile/entry.hpp"
#include "dimsim/profile/measure.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace dimsim::profile {

/// A table of measured times that never falls with tokens or batch, as the catalogue requires.
struct MonotoneTable {
  TimeTable table;
  std::size_t changed = 0;    ///< times that noise had made fall, and that were moved
  double largest_change = 0;  ///< of those, relative to what was measured
  std::vector<std::size_t>
      outside;  ///< points that were moved by more than their interval allows, or have none
};

/// Tables for the entry: the whole model, and up to the exits at a quarter, half and three quarters of its
/// depth, whose times are added up from their parts. Each is the isotonic regression of the medians over
/// tokens × batch, weighted by the inverse square of the half widths of their 95 % intervals.
[[nodiscard]] std::vector<MonotoneTable> monotone_tables(const ModelTimes& times);

/// What a table's corrections amount to, over all tables of a model; "" where there were none.
[[nodiscard]] std::string describe_corrections(const std::vector<MonotoneTable>& tables);

/// Measures one shape again, with more patience.
using Remeasure = std::function<PointTimes(const Shape&)>;

/// Makes sure that `monotone_tables` stays within the intervals. Contract: a point whose time would be moved
/// by more than its interval is measured again, up to `kMostRepeats` times; then it throws RunError, which
/// names the points and what to do.
void settle(ModelTimes& times, const Remeasure& remeasure);
inline constexpr int kMostRepeats = 2;

}  // namespace dimsim::profile
