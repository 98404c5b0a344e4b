#pragma once

#include <string>

namespace dimsim::analysis {

/// The unit in which figures and tables show values of a unit of result files.
struct ShownUnit {
  std::string unit;   ///< "ms"
  double factor = 1;  ///< by which values are multiplied
};

[[nodiscard]] inline ShownUnit shown_unit(const std::string& unit) {
  if (unit == "s") {
    return {"ms", 1e3};
  }
  if (unit == "B/s") {
    return {"Mbit/s", 8e-6};
  }
  return {unit, 1};
}

}  // namespace dimsim::analysis
