#pragma once

#include <cstddef>
#include <string>

namespace dimsim::results {

/// ANSI escapes of what tables mark.
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

/// The text with an escape around it, if `paint`.
[[nodiscard]] std::string painted(const std::string& text, const char* escape, bool paint);

/// A number in few columns, three to four significant digits: "0.0123", "9.11", "81.6", "1234", "1.2e+07";
/// "-" for what cannot be said.
[[nodiscard]] std::string compact(double value);

/// The mean and its half width to the decimals that the latter's first digit asks for; the half width is
/// rounded up, so that no interval looks narrower than it is: "23.21±0.02", "105±3". Without the half width
/// where that is not finite, or the mean so large that it has an exponent.
[[nodiscard]] std::string with_half_width(double mean, double half_width, int most_decimals);

/// "[1]": stands for the first name where names are too long for a table.
[[nodiscard]] std::string number_of(std::size_t index);

}  // namespace dimsim::results
