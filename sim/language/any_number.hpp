#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dimsim::language {

/// A number with its unit, as written and in SI units.
struct AnyNumber {
  double value = 0;       ///< in SI units
  std::string unit;       ///< SI unit, "B/s"; "" for a plain number or a share
  double written = 0;     ///< the number as written: 5 for "5Mbps"
  std::string unit_text;  ///< the text after it, with its blank: "Mbps" or " Mbps"
};

/// Parses a number of any dimension: "5Mbps", "10 ms", "2%" or "12". Returns nothing for any other text.
[[nodiscard]] std::optional<AnyNumber> read_any_number(std::string_view text);

}  // namespace dimsim::language
