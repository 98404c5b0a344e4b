#pragma once

#include "dimsim/analysis/result_data.hpp"
#include "dimsim/hdf5/hdf5_file.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// Points of a result file of version 1, from its summary, and the name of the scenario.
struct PointsOfSummary {
  std::string scenario;
  std::vector<Point> points;
};
[[nodiscard]] PointsOfSummary points_of_summary(const hdf5::File& file);

/// Points of a newer file. Both functions throw InputError for a file that does not follow docs/formats.md.
[[nodiscard]] std::vector<Point> points_of_table(const hdf5::File& file);

/// The list of sources in the JSON text of an attribute; empty if the text is not a list.
[[nodiscard]] std::vector<SourceEntry> sources_of_text(const std::string& text);

/// Index of the point whose axes have the values of a text such as "bandwidth=1Mbps, rate=2/s", in any unit.
/// Numbers may differ by up to 0.5 %, since printed values are rounded; the nearest point is taken.
[[nodiscard]] std::optional<std::size_t> point_of_values(const std::vector<Point>& points,
                                                         const std::string& text);

}  // namespace dimsim::analysis
