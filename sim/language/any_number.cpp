#include "dimsim/language/any_number.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/language/units.hpp"

#include <array>
#include <charconv>
#include <system_error>
#include <utility>

// Sweeps, exclusions and search limits compare numbers without knowing the type of the key that they belong
// to, so the unit decides the dimension. Every dimension is tried in turn; parse_quantity() reports a
// mismatch by an exception, which is slow, but such texts are few and a second parser of units could disagree
// with the first.

namespace dimsim::language {
namespace {

/// The SI units of units.hpp. The order does not matter: no text is a value of two dimensions.
constexpr std::array<std::pair<Dimension, const char*>, 13> kBaseUnits{{
    {Dimension::Time, "s"},
    {Dimension::Rate, "1/s"},
    {Dimension::Data, "B"},
    {Dimension::Bandwidth, "B/s"},
    {Dimension::Power, "W"},
    {Dimension::Energy, "J"},
    {Dimension::EnergyPerData, "J/B"},
    {Dimension::Compute, "FLOP/s"},
    {Dimension::Price, "USD"},
    {Dimension::PricePerTime, "USD/s"},
    {Dimension::PricePerData, "USD/B"},
    {Dimension::PricePerEnergy, "USD/J"},
    {Dimension::CarbonPerEnergy, "g/J"},
}};

}  // namespace

std::optional<AnyNumber> read_any_number(std::string_view text) {
  AnyNumber result;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), result.written);
  if (error != std::errc()) {
    return std::nullopt;
  }
  result.unit_text = text.substr(static_cast<std::size_t>(stop - text.data()));
  if (result.unit_text.empty()) {
    result.value = result.written;
    return result;
  }
  if (result.unit_text.ends_with('%')) {  // not a unit of units.hpp: a share has no dimension
    const std::optional<double> share = parse_share(text);
    result.value = share.value_or(0);
    return share ? std::optional(result) : std::nullopt;
  }
  for (const auto& [dimension, unit] : kBaseUnits) {
    try {
      result.value = parse_quantity(text, dimension);
      result.unit = unit;
      return result;
    } catch (const InputError&) {
      continue;
    }
  }
  return std::nullopt;
}

}  // namespace dimsim::language
