#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dimsim::language {

/// A number with its unit, as it was written and in base units.
struct AnyNumber {
  double value = 0;       ///< in base units
  std::string unit;       ///< base unit, "B/s"; "" for a plain number or a share
  double written = 0;     ///< 5 of "5Mbps"
  std::string unit_text;  ///< what follows it, "Mbps" or " Mbps"
};

/// Reads "5Mbps", "10 ms", "2%" or "12" whatever it measures; nothing for another text.
[[nodiscard]] std::optional<AnyNumber> read_any_number(std::string_view text);

}  // namespace dimsim::language
