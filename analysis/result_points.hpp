#pragma once

#include "dimsim/analysis/result_data.hpp"
#include "dimsim/hdf5/hdf5_file.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// The points of a result file of version 1, which its summary lists, and the scenario's name.
struct PointsOfSummary {
  std::string scenario;
  std::vector<Point> points;
};
[[nodiscard]] PointsOfSummary points_of_summary(const hdf5::File& file);

/// Those of a newer one. Both throw InputError for a file that is not as docs/formats.md describes it.
[[nodiscard]] std::vector<Point> points_of_table(const hdf5::File& file);

/// The list of sources that an attribute holds as JSON; empty where it is no such list.
[[nodiscard]] std::vector<SourceEntry> sources_of_text(const std::string& text);

/// The point whose axes have the values of a text such as "bandwidth=1Mbps, rate=2/s", whatever the unit and
/// to half a percent: the nearest one.
[[nodiscard]] std::optional<std::size_t> point_of_values(const std::vector<Point>& points,
                                                         const std::string& text);

}  // namespace dimsim::analysis
