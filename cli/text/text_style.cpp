#include "dimsim/cli/text/text_style.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace dimsim::cli {

std::string painted(const std::string& text, const char* escape, bool paint) {
  constexpr const char* kPlain = "\033[0m";
  return paint ? escape + text + kPlain : text;
}

std::string in_percent(double share) {
  return std::isfinite(share) ? fmt::format("{:.1f}", share * kPercent) : "-";
}

std::string compact(double value) {
  if (!std::isfinite(value)) {
    return "-";
  }
  // Three to four significant digits, without an exponent where that is shorter.
  const double size = std::abs(value);
  if (size >= kScientific || (size > 0 && size < 1e-4)) {
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

std::string with_half_width(double mean, double half_width, int most_decimals) {
  // Beside an exponent, decimals of the half width would have no fixed place.
  if (!std::isfinite(half_width) || std::abs(mean) >= kScientific) {
    return compact(mean);
  }
  // The first digit of the half width is the last one of the mean that means anything.
  const int digits = half_width > 0 ? static_cast<int>(std::ceil(-std::log10(half_width))) : most_decimals;
  const int decimals = std::clamp(digits, 0, most_decimals);
  const double unit = std::pow(10.0, -decimals);
  return fmt::format("{:.{}f}±{:.{}f}", mean, decimals, std::ceil(half_width / unit) * unit, decimals);
}

std::string number_of(std::size_t index) { return fmt::format("[{}]", index + 1); }

}  // namespace dimsim::cli
