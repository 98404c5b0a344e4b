#pragma once

#include <string>

namespace dimsim::analysis {

/// How papers write a unit of result files.
struct ShownUnit {
  std::string unit;   ///< "ms"
  double factor = 1;  ///< that values are multiplied by
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
