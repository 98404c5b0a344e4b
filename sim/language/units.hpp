#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dimsim {

/// The dimension of a quantity. Inside the program every value is in the SI unit given here.
enum class Dimension {
  Time,             ///< [s]
  Rate,             ///< events per second [1/s]
  Data,             ///< [B]
  Bandwidth,        ///< [B/s]
  Power,            ///< [W]
  Energy,           ///< [J]
  EnergyPerData,    ///< [J/B]
  Compute,          ///< [FLOP/s]
  Price,            ///< [USD]
  PricePerTime,     ///< [USD/s]
  PricePerData,     ///< [USD/B]
  PricePerEnergy,   ///< [USD/J]
  CarbonPerEnergy,  ///< of CO2 equivalent [g/J]
};

/// Parses a text such as "20Mbps", "5 ms" or "0.526 USD/h" and returns its value in SI units. Accepts finite
/// decimal numbers only. "b" and "bit" are bits, "B" is a byte. Throws InputError without a place: not a
/// number, no unit, an unknown unit, or a unit of another dimension.
[[nodiscard]] double parse_quantity(std::string_view text, Dimension dimension);

/// Parses a fraction of a whole, "2%", "2 %" or "0.02"; returns nothing for any other text.
[[nodiscard]] std::optional<double> parse_share(std::string_view text);

/// "a bandwidth such as 20 Mbps or 2.5 MB/s", for messages and documentation.
[[nodiscard]] std::string_view describe(Dimension dimension);

/// Regular expression (ECMA) that accepts what parse_quantity accepts, for the JSON Schema.
[[nodiscard]] std::string quantity_pattern(Dimension dimension);

/// A short text with three significant digits: human(2.5e6, Bandwidth) == "20 Mbps", human(0.0123, Time) ==
/// "12.3 ms".
[[nodiscard]] std::string human(double value, Dimension dimension);

}  // namespace dimsim
