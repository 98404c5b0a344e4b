#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"

#include <functional>
#include <optional>
#include <string>

namespace dimsim::plan {

/// The type of the value at a path, if it is known.
using TypeOfPath = std::function<std::optional<language::Type>(const std::string& path)>;

/// Replaces the ranges of a resolved `sweep` by lists. An end that the path's type does not accept is added
/// to `diagnostics`.
void expand_ranges(language::Node& sweep, const TypeOfPath& type_of, Diagnostics& diagnostics);

}  // namespace dimsim::plan
