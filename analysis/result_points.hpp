#pragma once

#include "analysis/result_reader.hpp"

#include <string>
#include <vector>

namespace dimsim::analysis {

/// The points of a result file of version 1, which its summary lists, and the scenario's name.
struct PointsOfSummary {
  std::string scenario;
  std::vector<Point> points;
};
[[nodiscard]] PointsOfSummary points_of_summary(const hdf5::File& file);

/// Those of a newer one. Both throw InputError for a file that is not as sim/README.md describes it.
[[nodiscard]] std::vector<Point> points_of_table(const hdf5::File& file);

}  // namespace dimsim::analysis
