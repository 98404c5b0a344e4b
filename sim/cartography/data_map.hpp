#pragma once

#include "cartography/cartography.hpp"

#include <cstddef>
#include <filesystem>
#include <string>

namespace dimsim::cartography {

/// More points than these hide each other.
inline constexpr std::size_t kMostPoints = 20'000;

/// What a data map says of itself.
struct DataMapText {
  std::string title;
  int epochs = 0;  ///< the largest correctness; 0: the largest that there is
};

/// The script by which gnuplot draws the map: confidence against variability, coloured by correctness, the
/// paper's regions named and the cuts between pools drawn. Of more than kMostPoints samples so many are
/// drawn, spread evenly over their order, and the figure says so. `format`: png, pdf or svg.
[[nodiscard]] std::string data_map_script(const Coordinates& map, const Thresholds& limits,
                                          const DataMapText& text, const std::string& format);

/// Draws the map into a file, whole or not at all. Throws InputError for another format, RunError when
/// gnuplot is missing or the file cannot be written.
void draw_data_map(const Coordinates& map, const Thresholds& limits, const DataMapText& text,
                   const std::filesystem::path& file);

}  // namespace dimsim::cartography
