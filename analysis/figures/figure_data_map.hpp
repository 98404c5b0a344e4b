#pragma once

#include "dimsim/analysis/figures/figure.hpp"
#include "dimsim/cartography/stored_map.hpp"

#include <cstddef>

namespace dimsim::analysis {

/// Confidence against variability of training samples.
[[nodiscard]] Figure data_map_figure();

/// More marks than these hide each other.
inline constexpr std::size_t kMostMapMarks = 20'000;

/// The data map: marks by pools where the map has labels, else (or where the options' metric is
/// "correctness") by correctness; the cuts between pools where it has them. Of more than kMostMapMarks
/// samples so many are drawn, spread evenly over their order, and the figure says so.
[[nodiscard]] Drawing data_map_drawing(const cartography::StoredMap& stored, const FigureOptions& options);

}  // namespace dimsim::analysis
