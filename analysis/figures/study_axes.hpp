#pragma once

#include "dimsim/analysis/result_reader.hpp"
#include "dimsim/analysis/shown_unit.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// An axis of a study as figures draw it, with a place for each of its values.
struct DrawnAxis {
  std::string name;
  std::string unit;                ///< that is shown, "Mbit/s"
  bool has_numbers = true;         ///< at every point
  std::vector<double> x;           ///< rising numbers in that unit; else 0, 1, … in the order of the file
  std::vector<std::string> texts;  ///< what a place is called: its number, or the study's text
};

/// Points of a study that differ along some axes only.
struct StudySlice {
  std::vector<DrawnAxis> axes;
  std::map<std::vector<std::size_t>, std::size_t> points;  ///< by their places on the axes
  std::string held;                                        ///< "rate=1/s": what others are held at; or ""
};

/// Names of the axes: those with numbers before the others, each in the order of the file.
[[nodiscard]] std::vector<std::string> axes_with_numbers_first(const ResultReader& result);

/// The points along these axes, the others being held at what `held` says: "rate=1/s, place=cloud", or the
/// name or number of a point, of which what it says of the drawn axes does not count. Throws InputError for
/// axes or values that the file lacks, and for others that vary and are not held, with what to give.
[[nodiscard]] StudySlice slice_of(const ResultReader& result, const std::vector<std::string>& axes,
                                  const std::string& held);

}  // namespace dimsim::analysis
