#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"

#include <optional>
#include <string>

namespace dimsim::language {

/// Applies `--set path=value` to a tree that was read but not resolved. The path goes through keys of maps
/// and items of lists, these by their number (from 0) or by one of their names (Type::names). A name that
/// stands for an entry opens into {base: name}, one value for both directions into {up, down}. The value `~`
/// removes what is there. What is wrong with path or value goes to `diagnostics`.
void apply_setting(const std::string& setting, const Type& type, Node& root, Diagnostics& diagnostics);

/// The same for a value that a file gives, under a path that stands at `path_place`.
void apply_value(const std::string& path, const Node& value, const Place& path_place, const Type& type,
                 Node& root, Diagnostics& diagnostics);

/// The type of what a path leads to in such a tree, that of one direction where it has two; nothing where the
/// path leads nowhere.
[[nodiscard]] std::optional<Type> type_at(const std::string& path, const Type& type, const Node& root);

/// Whether something came from an option of the command line (`--set`) rather than from a file.
[[nodiscard]] bool is_option(const Place& place);

}  // namespace dimsim::language
