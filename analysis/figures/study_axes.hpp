#pragma once

#include "dimsim/analysis/result_reader.hpp"
#include "dimsim/analysis/shown_unit.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// An axis of a study as figures draw it, with a position for each of its values.
struct DrawnAxis {
  std::string name;
  std::string unit;         ///< as shown: "Mbit/s"
  bool has_numbers = true;  ///< every point has a number on it
  std::vector<double> x;  ///< numbers in that unit, rising; without numbers 0, 1, … in the order of the file
  std::vector<std::string> texts;  ///< name of each position: its number, or the text of the study
};

/// The points of a study that differ only along some axes.
struct StudySlice {
  std::vector<DrawnAxis> axes;
  std::map<std::vector<std::size_t>, std::size_t> points;  ///< by their indices on the axes
  std::string held;  ///< fixed values of the other axes: "rate=1/s"; or ""
};

/// Names of the axes: numeric ones before the others, both in the order of the file.
[[nodiscard]] std::vector<std::string> axes_with_numbers_first(const ResultReader& result);

/// The points along these axes, with the values of the other axes fixed by `held`: "rate=1/s, place=cloud",
/// or the name or index of a point, whose values on the drawn axes are ignored. Throws InputError for axes or
/// values that the file does not have, and if another axis varies and is not fixed, with an example of what
/// to fix.
[[nodiscard]] StudySlice slice_of(const ResultReader& result, const std::vector<std::string>& axes,
                                  const std::string& held);

}  // namespace dimsim::analysis
