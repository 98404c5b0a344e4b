#pragma once

#include "dimsim/language/scalars.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::language {

/// Largest number of values of a range.
inline constexpr std::size_t kMostValues = 20'000;

/// Checks the text of a range, "FROM..TO/lin/N" or "FROM..TO/log/N"; returns nothing if it is valid.
[[nodiscard]] std::optional<Complaint> check_range_text(std::string_view text);

/// The values of a range that was checked. The ends keep their texts; the values between them have the unit
/// of FROM and at most 6 significant digits. With `whole` they are rounded to whole numbers. A value with the
/// same text as its predecessor is omitted.
[[nodiscard]] std::vector<std::string> range_values(std::string_view text, bool whole);

}  // namespace dimsim::language
