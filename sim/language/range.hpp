#pragma once

#include "dimsim/language/scalars.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::language {

/// Values that a range has at most.
inline constexpr std::size_t kMostValues = 20'000;

/// What is wrong with the text of a range, "FROM..TO/lin/N" or "FROM..TO/log/N"; nothing where it is right.
[[nodiscard]] std::optional<Complaint> check_range_text(std::string_view text);

/// The values of a checked range. The ends stand as they were written; what lies between has the unit of FROM
/// and at most 6 significant digits. `whole`: rounded to whole numbers. A value written like the one before
/// it is left out.
[[nodiscard]] std::vector<std::string> range_values(std::string_view text, bool whole);

}  // namespace dimsim::language
