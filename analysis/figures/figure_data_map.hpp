#pragma once

#include "dimsim/analysis/figures/figure.hpp"
#include "dimsim/cartography/stored_map.hpp"

#include <cstddef>

namespace dimsim::analysis {

/// Confidence against variability of training samples.
[[nodiscard]] Figure data_map_figure();

/// More marks than these hide each other.
inline constexpr std::size_t kMostMapMarks = 20'000;

/// The data map of the samples, with marks by pool or, if the map has no labels or `options.metric` is
/// "correctness", by correctness; with the cuts between pools if the map has them. Of more than kMostMapMarks
/// samples, this many are drawn, evenly spaced in the file's order, and the figure states it. Throws
/// InputError for another metric.
[[nodiscard]] Drawing data_map_drawing(const cartography::StoredMap& stored, const FigureOptions& options);

}  // namespace dimsim::analysis
