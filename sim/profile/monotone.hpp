#pragma once

#include "dimsim/profile/entry.hpp"
#include "dimsim/profile/measure.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace dimsim::profile {

/// A table of measured times that is non-decreasing in tokens and batch, as the catalogue requires.
struct MonotoneTable {
  TimeTable table;
  std::size_t changed = 0;           ///< number of times corrected because noise made them decrease
  double largest_change = 0;         ///< relative to the measured time
  std::vector<std::size_t> outside;  ///< points corrected by more than their interval, or without one
};

/// Tables for the entry: the whole model, and up to the exits at a quarter, half and three quarters of its
/// depth, whose times are added up from their parts. Each is the isotonic regression of the medians over
/// tokens × batch, weighted by the inverse square of the half widths of their 95 % intervals.
[[nodiscard]] std::vector<MonotoneTable> monotone_tables(const ModelTimes& times);

/// Summary of the corrections in all tables of a model; "" if there are none.
[[nodiscard]] std::string describe_corrections(const std::vector<MonotoneTable>& tables);

/// Repeats the measurement of one shape with a longer time limit.
using Remeasure = std::function<PointTimes(const Shape&)>;

/// Ensures that the corrections of `monotone_tables` stay within the intervals. Contract: a point that would
/// be corrected by more than its interval is measured again, up to `kMostRepeats` times; after that RunError
/// is thrown, with the points and what to do.
void settle(ModelTimes& times, const Remeasure& remeasure);
inline constexpr int kMostRepeats = 2;

}  // namespace dimsim::profile
