#pragma once

#include <cstddef>
#include <string>

namespace dimsim::results {

/// ANSI escapes of what tables mark.
inline constexpr const char* kBold = "\033[1m";
inline constexpr const char* kRed = "\033[31m";
inline constexpr const char* kDim = "\033[2m";

/// The text with an escape around it, if `paint`.
[[nodiscard]] std::string painted(const std::string& text, const char* escape, bool paint);

/// A number in few columns, three to four significant digits: "0.0123", "9.11", "81.6", "1234", "1.2e+07";
/// "-" for what cannot be said.
[[nodiscard]] std::string compact(double value);

/// "[1]": stands for the first name where names are too long for a table.
[[nodiscard]] std::string number_of(std::size_t index);

}  // namespace dimsim::results
