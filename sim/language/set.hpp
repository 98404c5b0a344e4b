#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"

#include <optional>
#include <string>

namespace dimsim::language {

/// Applies `--set path=value` to an unresolved tree. The steps of the path are keys of maps and items of
/// lists; items are given by their number (from 0) or by one of their names (Type::names). Where the path
/// continues, the name of an entry is expanded to {base: name}, and one value for both directions to {up,
/// down}. The value `~` removes the existing value. Errors are added to `diagnostics`, and the tree is then
/// unchanged.
void apply_setting(const std::string& setting, const Type& type, Node& root, Diagnostics& diagnostics);

/// The same for a path and a value from a file; `path_place` is the place of the path.
void apply_value(const std::string& path, const Node& value, const Place& path_place, const Type& type,
                 Node& root, Diagnostics& diagnostics);

/// The type of the value at a path of an unresolved tree; for a value with two directions that of one of
/// them. Nothing if the path does not exist.
[[nodiscard]] std::optional<Type> type_at(const std::string& path, const Type& type, const Node& root);

/// Whether a place is in a command-line option (`--set`) and not in a file.
[[nodiscard]] bool is_option(const Place& place);

}  // namespace dimsim::language
