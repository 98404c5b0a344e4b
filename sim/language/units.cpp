#include "dimsim/language/units.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/number.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/base/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>

// Dimensional analysis: a unit is a factor and a vector of exponents of base units, so that a value is
// accepted if its vector equals that of the expected dimension, whatever unit it was written in. A unit is at
// most two simple ones joined by '/' or '*', which covers all dimensions of the language; a general grammar
// of units (powers, brackets) would accept more than it could give good messages for.
//
// Units are case-sensitive, unlike keys: b and B differ by 8, m and M by 10^9. A wrong case is therefore an
// error with a suggestion and never silently corrected. Bits are 1/8 byte.

namespace dimsim {
namespace {

/// Exponents of second, byte, joule, floating-point operation, US dollar and gram.
using Exponents = std::array<int, 6>;

Exponents operator-(const Exponents& a, const Exponents& b) {
  Exponents result{};
  std::transform(a.begin(), a.end(), b.begin(), result.begin(), std::minus<>());
  return result;
}

Exponents operator+(const Exponents& a, const Exponents& b) {
  Exponents result{};
  std::transform(a.begin(), a.end(), b.begin(), result.begin(), std::plus<>());
  return result;
}

/// A factor to SI units as a fraction of integers, which doubles hold exactly. Dividing by 1000 is rounded
/// once, so that 36 ms is the double nearest to 0.036; 36 times the rounded 0.001 is not.
struct Factor {
  double numerator = 1;
  double denominator = 1;
};

Factor operator*(const Factor& a, const Factor& b) {
  return {a.numerator * b.numerator, a.denominator * b.denominator};
}

Factor inverse_of(const Factor& a) { return {a.denominator, a.numerator}; }

struct UnitFactor {
  std::string_view name;
  Factor factor;
};

// Prefixes are limited to those in use for a kind of unit, so that a typing error such as "mB"
// (millibyte) is refused. The micro sign has two code points, U+00B5 (on keyboards) and U+03BC (the Greek
// letter).
constexpr double kKi = 1024;
constexpr std::array kSmallPrefixes{UnitFactor{"n", {1, 1e9}}, UnitFactor{"u", {1, 1e6}},
                                    UnitFactor{"µ", {1, 1e6}}, UnitFactor{"μ", {1, 1e6}},
                                    UnitFactor{"m", {1, 1e3}}};
constexpr std::array kCommonPrefixes{UnitFactor{"n", {1, 1e9}}, UnitFactor{"u", {1, 1e6}},
                                     UnitFactor{"µ", {1, 1e6}}, UnitFactor{"μ", {1, 1e6}},
                                     UnitFactor{"m", {1, 1e3}}, UnitFactor{"k", {1e3, 1}},
                                     UnitFactor{"M", {1e6, 1}}, UnitFactor{"G", {1e9, 1}}};
constexpr std::array kLargePrefixes{UnitFactor{"k", {1e3, 1}}, UnitFactor{"M", {1e6, 1}},
                                    UnitFactor{"G", {1e9, 1}}, UnitFactor{"T", {1e12, 1}},
                                    UnitFactor{"P", {1e15, 1}}};
constexpr std::array kDataPrefixes{UnitFactor{"k", {1e3, 1}},
                                   UnitFactor{"M", {1e6, 1}},
                                   UnitFactor{"G", {1e9, 1}},
                                   UnitFactor{"T", {1e12, 1}},
                                   UnitFactor{"Ki", {kKi, 1}},
                                   UnitFactor{"Mi", {kKi * kKi, 1}},
                                   UnitFactor{"Gi", {kKi * kKi * kKi, 1}},
                                   UnitFactor{"Ti", {kKi * kKi * kKi * kKi, 1}}};

/// Units with the same exponents that take the same prefixes.
struct UnitGroup {
  Exponents exponents;
  std::span<const UnitFactor> units;
  std::span<const UnitFactor> prefixes;
};

constexpr Exponents kSecondExponents{1, 0, 0, 0, 0, 0};
constexpr Exponents kPerSecondExponents{-1, 0, 0, 0, 0, 0};
constexpr Exponents kDimensionless{};

constexpr std::array kSecondUnits{UnitFactor{"s", {}}};
constexpr std::array kLongTimeUnits{UnitFactor{"min", {60, 1}}, UnitFactor{"h", {3600, 1}},
                                    UnitFactor{"d", {86400, 1}}};
constexpr std::array kDataUnits{UnitFactor{"bit", {1, 8}}, UnitFactor{"b", {1, 8}}, UnitFactor{"B", {}}};
constexpr std::array kDataRateUnits{UnitFactor{"bps", {1, 8}}, UnitFactor{"Bps", {}}};
constexpr std::array kEnergyUnits{UnitFactor{"J", {}}, UnitFactor{"Wh", {3600, 1}}};
constexpr std::array kPowerUnits{UnitFactor{"W", {}}};
constexpr std::array kOperationUnits{UnitFactor{"FLOP", {}}};
constexpr std::array kOperationRateUnits{UnitFactor{"FLOPS", {}}};
constexpr std::array kMoneyUnits{UnitFactor{"USD", {}}};
constexpr std::array kMassUnits{UnitFactor{"g", {}}};
constexpr std::array kCountUnits{UnitFactor{"requests", {}}, UnitFactor{"request", {}},
                                 UnitFactor{"req", {}}};
constexpr std::array kFrequencyUnits{UnitFactor{"Hz", {}}};

// Counts of requests have no exponents: "30 req/min" is the rate "30 /min", with a word for the reader.
const std::array<UnitGroup, 12>& unit_groups() {
  static const std::array<UnitGroup, 12> table{{
      {kSecondExponents, kSecondUnits, kSmallPrefixes},
      {kSecondExponents, kLongTimeUnits, {}},
      {{0, 1, 0, 0, 0, 0}, kDataUnits, kDataPrefixes},
      {{-1, 1, 0, 0, 0, 0}, kDataRateUnits, kDataPrefixes},
      {{0, 0, 1, 0, 0, 0}, kEnergyUnits, kCommonPrefixes},
      {{-1, 0, 1, 0, 0, 0}, kPowerUnits, kCommonPrefixes},
      {{0, 0, 0, 1, 0, 0}, kOperationUnits, kLargePrefixes},
      {{-1, 0, 0, 1, 0, 0}, kOperationRateUnits, kLargePrefixes},
      {{0, 0, 0, 0, 1, 0}, kMoneyUnits, {}},
      {{0, 0, 0, 0, 0, 1}, kMassUnits, kCommonPrefixes},
      {kDimensionless, kCountUnits, {}},
      {kPerSecondExponents, kFrequencyUnits, {}},
  }};
  return table;
}

struct DimensionFacts {
  Dimension dimension;
  Exponents exponents;
  std::string_view noun;
  std::string_view examples;
};

constexpr std::array<DimensionFacts, 13> kDimensionFacts{{
    {Dimension::Time, {1, 0, 0, 0, 0, 0}, "a time", "5 ms or 1.5 s"},
    {Dimension::Rate, {-1, 0, 0, 0, 0, 0}, "a rate", "2 /s or 30 req/min"},
    {Dimension::Data, {0, 1, 0, 0, 0, 0}, "an amount of data", "1460 B or 4 GiB"},
    {Dimension::Bandwidth, {-1, 1, 0, 0, 0, 0}, "a bandwidth", "20 Mbps or 2.5 MB/s"},
    {Dimension::Power, {-1, 0, 1, 0, 0, 0}, "a power", "1.2 W or 350 mW"},
    {Dimension::Energy, {0, 0, 1, 0, 0, 0}, "an energy", "0.5 J or 3 mWh"},
    {Dimension::EnergyPerData,
     {0, -1, 1, 0, 0, 0},
     "an energy per amount of data",
     "76.7 nJ/bit or 0.6 uJ/B"},
    {Dimension::Compute, {-1, 0, 0, 1, 0, 0}, "a compute rate", "65 GFLOP/s or 8.1 TFLOP/s"},
    {Dimension::Price, {0, 0, 0, 0, 1, 0}, "a price", "12 USD"},
    {Dimension::PricePerTime, {-1, 0, 0, 0, 1, 0}, "a price per time", "0.526 USD/h"},
    {Dimension::PricePerData, {0, -1, 0, 0, 1, 0}, "a price per amount of data", "0.09 USD/GB"},
    {Dimension::PricePerEnergy, {0, 0, -1, 0, 1, 0}, "a price per energy", "0.12 USD/kWh"},
    {Dimension::CarbonPerEnergy, {0, 0, -1, 0, 0, 1}, "a carbon intensity", "380 g/kWh"},
}};

const DimensionFacts& facts_of(Dimension dimension) {
  return *std::find_if(kDimensionFacts.begin(), kDimensionFacts.end(),
                       [&](const DimensionFacts& f) { return f.dimension == dimension; });
}

struct Unit {
  Factor factor;
  Exponents exponents{};
};

std::optional<Unit> parse_simple_unit(std::string_view text) {
  for (const UnitGroup& group : unit_groups()) {
    for (const UnitFactor& unit : group.units) {
      // Matched from the end. A suffix without a valid prefix is not an error yet: "Wh" ends in "h", which
      // takes no prefix, and is found in a later group.
      if (!text.ends_with(unit.name)) {
        continue;
      }
      const std::string_view prefix = text.substr(0, text.size() - unit.name.size());
      if (prefix.empty()) {
        return Unit{unit.factor, group.exponents};
      }
      for (const UnitFactor& known : group.prefixes) {
        if (known.name == prefix) {
          return Unit{known.factor * unit.factor, group.exponents};
        }
      }
    }
  }
  return std::nullopt;
}

/// unit = simple | simple "/" simple | "/" simple | simple "*" simple. A count (req) has no dimension and may
/// only be divided by something.
std::optional<Unit> parse_unit(std::string_view text) {
  const std::size_t mark = text.find_first_of("/*");
  if (mark == std::string_view::npos) {
    const std::optional<Unit> unit = parse_simple_unit(text);
    return unit && unit->exponents != kDimensionless ? unit : std::nullopt;
  }
  const bool divided = text[mark] == '/';
  const std::string_view first = trimmed(text.substr(0, mark));
  const std::optional<Unit> a = divided && first.empty() ? Unit{} : parse_simple_unit(first);
  const std::optional<Unit> b = parse_simple_unit(trimmed(text.substr(mark + 1)));
  if (!a || !b || b->exponents == kDimensionless || (!divided && a->exponents == kDimensionless)) {
    return std::nullopt;
  }
  return divided ? Unit{a->factor * inverse_of(b->factor), a->exponents - b->exponents}
                 : Unit{a->factor * b->factor, a->exponents + b->exponents};
}

/// Candidates for a suggestion: all simple units, or those with the given exponents.
std::vector<std::string> unit_names(const std::optional<Exponents>& exponents) {
  std::vector<std::string> names;
  for (const UnitGroup& group : unit_groups()) {
    if (exponents && group.exponents != *exponents) {
      continue;
    }
    for (const UnitFactor& unit : group.units) {
      names.emplace_back(unit.name);
      for (const UnitFactor& prefix : group.prefixes) {
        names.push_back(std::string(prefix.name) + std::string(unit.name));
      }
    }
  }
  return names;
}

std::string expected_quantity(Dimension dimension) { return fmt::format("expected {}", describe(dimension)); }

/// Splits a text into its leading number and the unit after it. The sign and the first digit are checked by
/// hand, since std::from_chars also reads "inf" and "nan", and accepts no '+'.
std::pair<double, std::string_view> split_number(std::string_view text, Dimension dimension) {
  const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
  const std::size_t first = digits.find_first_not_of('-');
  double value = 0;
  const bool numeric = first != std::string_view::npos && (first == 0 || (first == 1 && digits == text)) &&
                       (std::isdigit(static_cast<unsigned char>(digits[first])) != 0 || digits[first] == '.');
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (!numeric || error == std::errc::invalid_argument) {
    throw InputError(
        fmt::format("{} is not a finite number with a unit; {}", quote(text), expected_quantity(dimension)));
  }
  if (error != std::errc{}) {
    throw InputError(
        fmt::format("the number in {} is out of range; {}", quote(text), expected_quantity(dimension)));
  }
  const auto length = static_cast<std::size_t>(stop - digits.data());
  return {value, trimmed(digits.substr(length))};
}

[[noreturn]] void refuse_unit(std::string_view text, std::string_view unit, Dimension dimension) {
  if (unit.starts_with(',') || unit.starts_with('_')) {
    throw InputError(fmt::format("{} has a '{}' inside its number; {}", quote(text), unit.front(),
                                 expected_quantity(dimension)));
  }
  const std::size_t mark = unit.find_first_of("/*");
  const bool is_composed = mark != std::string_view::npos;
  const std::string_view first = trimmed(unit.substr(0, mark));
  // Of a composed unit only the wrong part is named. Its dimension is unknown then, so that all units are
  // candidates.
  const std::string_view unknown =
      is_composed && (first.empty() || parse_simple_unit(first)) ? trimmed(unit.substr(mark + 1)) : first;
  const std::vector<std::string> candidates =
      unit_names(is_composed ? std::nullopt : std::optional(facts_of(dimension).exponents));
  throw InputError(fmt::format("unknown unit {}; {}", quote(unknown), expected_quantity(dimension)),
                   did_you_mean(unknown, candidates));
}

/// The dimension with these exponents, as a noun for messages.
std::string_view dimension_noun(const Exponents& exponents) {
  const auto* const known = std::find_if(kDimensionFacts.begin(), kDimensionFacts.end(),
                                         [&](const DimensionFacts& f) { return f.exponents == exponents; });
  return known == kDimensionFacts.end() ? "of another dimension" : known->noun;
}

std::string regex_alternatives(std::span<const UnitFactor> names) {
  std::string text;
  for (const UnitFactor& name : names) {
    text += (text.empty() ? "" : "|") + std::string(name.name);
  }
  return "(?:" + text + ")";
}

std::string group_pattern(const UnitGroup& group) {
  return (group.prefixes.empty() ? "" : regex_alternatives(group.prefixes) + "?") +
         regex_alternatives(group.units);
}

}  // namespace

double parse_quantity(std::string_view text, Dimension dimension) {
  const std::string_view value_text = trimmed(text);
  const auto [value, unit_text] = split_number(value_text, dimension);
  if (unit_text.empty()) {
    throw InputError(fmt::format("{} has no unit; {}", quote(value_text), expected_quantity(dimension)));
  }
  const std::optional<Unit> unit = parse_unit(unit_text);
  if (!unit) {
    refuse_unit(value_text, unit_text, dimension);
  }
  if (unit->exponents != facts_of(dimension).exponents) {
    throw InputError(fmt::format("{} is {}; {}", quote(value_text), dimension_noun(unit->exponents),
                                 expected_quantity(dimension)));
  }
  // In this order: the product with an integer is usually exact, so that only the division is rounded.
  const double si = value * unit->factor.numerator / unit->factor.denominator;
  if (!std::isfinite(si)) {
    throw InputError(
        fmt::format("the number in {} is out of range; {}", quote(value_text), expected_quantity(dimension)));
  }
  return si;
}

std::optional<double> parse_share(std::string_view text) {
  constexpr double kPercent = 100;
  std::string_view number = trimmed(text);
  const bool is_percent = number.ends_with('%');
  number = trimmed(is_percent ? number.substr(0, number.size() - 1) : number);
  const auto value = parse_number<double>(number.substr(number.starts_with('+') ? 1 : 0));
  if (!value || !std::isfinite(*value) || number.starts_with("+-")) {
    return std::nullopt;
  }
  return is_percent ? *value / kPercent : *value;
}

std::string_view describe(Dimension dimension) {
  static const std::array<std::string, kDimensionFacts.size()> texts = [] {
    std::array<std::string, kDimensionFacts.size()> result;
    for (std::size_t i = 0; i < kDimensionFacts.size(); ++i) {
      result.at(i) = fmt::format("{} such as {}", kDimensionFacts.at(i).noun, kDimensionFacts.at(i).examples);
    }
    return result;
  }();
  return texts.at(static_cast<std::size_t>(&facts_of(dimension) - kDimensionFacts.data()));
}

std::string quantity_pattern(Dimension dimension) {
  // Enumerates what parse_unit() accepts; a test compares the two on random texts.
  const Exponents& wanted = facts_of(dimension).exponents;
  std::string units;
  const auto add = [&units](const std::string& text) { units += (units.empty() ? "" : "|") + text; };
  for (const UnitGroup& a : unit_groups()) {
    if (a.exponents == wanted) {
      add(group_pattern(a));
    }
    if (a.exponents != kDimensionless && kDimensionless - a.exponents == wanted) {
      add("/ *" + group_pattern(a));
    }
    for (const UnitGroup& b : unit_groups()) {
      if (b.exponents != kDimensionless && a.exponents - b.exponents == wanted) {
        add(group_pattern(a) + " */ *" + group_pattern(b));
      }
      if (a.exponents != kDimensionless && b.exponents != kDimensionless &&
          a.exponents + b.exponents == wanted) {
        add(group_pattern(a) + " *\\* *" + group_pattern(b));
      }
    }
  }
  return R"(^ *[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)? *(?:)" + units + ") *$";
}

}  // namespace dimsim
