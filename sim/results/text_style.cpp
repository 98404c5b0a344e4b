#include "results/text_style.hpp"

#include <cmath>

#include <fmt/format.h>

namespace dimsim::results {

std::string painted(const std::string& text, const char* escape, bool paint) {
  constexpr const char* kPlain = "\033[0m";
  return paint ? escape + text + kPlain : text;
}

std::string compact(double value) {
  if (!std::isfinite(value)) {
    return "-";
  }
  constexpr double kLarge = 1e6;  // from here on with an exponent
  const double size = std::abs(value);
  if (size >= kLarge || (size > 0 && size < 1e-4)) {
    return fmt::format("{:.1e}", value);
  }
  if (size >= 100) {
    return fmt::format("{:.0f}", value);
  }
  if (size >= 10) {
    return fmt::format("{:.1f}", value);
  }
  return size >= 1 || size == 0 ? fmt::format("{:.2f}", value) : fmt::format("{:.3g}", value);
}

std::string number_of(std::size_t index) { return fmt::format("[{}]", index + 1); }

}  // namespace dimsim::results
