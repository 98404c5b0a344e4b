#pragma once

#include <cstddef>
#include <string>

namespace dimsim::cli {

/// ANSI escapes.
inline constexpr const char* kBold = "\033[1m";
inline constexpr const char* kRed = "\033[31m";
inline constexpr const char* kDim = "\033[2m";

/// From here on numbers are written with an exponent.
inline constexpr double kScientific = 1e6;

/// Factors from the units of the results to those of the tables.
inline constexpr double kPercent = 100;
inline constexpr double kMsPerS = 1e3;

/// A share from 0 to 1 in percent, with one decimal and without the sign; "-" if it is not finite.
[[nodiscard]] std::string in_percent(double share);

/// The text, in the style of the escape if `paint`.
[[nodiscard]] std::string painted(const std::string& text, const char* escape, bool paint);

/// A number in few columns, three to four significant digits: "0.0123", "9.11", "81.6", "1234", "1.2e+07";
/// "-" if it is not finite.
[[nodiscard]] std::string compact(double value);

/// The mean and its half width, to the decimal of the first digit of the half width, which is rounded up so
/// that no interval looks narrower than it is: "23.21±0.02", "105±3". The half width is omitted if it is not
/// finite or if the mean is so large that it is written with an exponent.
[[nodiscard]] std::string with_half_width(double mean, double half_width, int most_decimals);

/// "[1]" for index 0; replaces a name that is too long for a table.
[[nodiscard]] std::string number_of(std::size_t index);

}  // namespace dimsim::cli
