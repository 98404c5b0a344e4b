#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"

#include <functional>
#include <optional>
#include <string>

namespace dimsim::plan {

/// The type of what a path leads to, as far as it is known.
using TypeOfPath = std::function<std::optional<language::Type>(const std::string& path)>;

/// Puts lists in place of the ranges of a resolved `sweep`. An end that the path's type does not take goes to
/// `diagnostics`.
void expand_ranges(language::Node& sweep, const TypeOfPath& type_of, Diagnostics& diagnostics);

}  // namespace dimsim::plan
