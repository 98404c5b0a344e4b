#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/language/scalars.hpp"
#include "dimsim/language/type.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::scenario {

/// Points that a study has at most.
inline constexpr std::size_t kMostPoints = 20'000;

/// What is wrong with the text of a range, "FROM..TO/lin/N" or "FROM..TO/log/N"; nothing where it is right.
[[nodiscard]] std::optional<Complaint> check_range_text(std::string_view text);

/// The values of a checked range. The ends stand as they were written; what lies between has the unit of FROM
/// and at most 6 significant digits. `whole`: rounded to whole numbers. A value written like the one before
/// it is left out.
[[nodiscard]] std::vector<std::string> range_values(std::string_view text, bool whole);

/// The type of what a path leads to, as far as it is known.
using TypeOfPath = std::function<std::optional<Type>(const std::string& path)>;

/// Puts lists in place of the ranges of a resolved `sweep`. An end that the path's type does not take goes to
/// `diagnostics`.
void expand_ranges(Node& sweep, const TypeOfPath& type_of, Diagnostics& diagnostics);

}  // namespace dimsim::scenario
