#pragma once

#include <cmath>

#include <nlohmann/json.hpp>

namespace dimsim::cli {

/// JSON that keeps its keys in the order of insertion, so that files can be compared line by line.
using Json = nlohmann::ordered_json;

/// The number, or null if it is not finite: JSON has neither NaN nor infinity.
[[nodiscard]] inline Json json_number(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

}  // namespace dimsim::cli
