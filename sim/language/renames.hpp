#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::language {

/// A key of a language that has another name now. The old name is read for one more release, with a warning.
struct Rename {
  std::string_view parent;  ///< path of the map that holds the key, with * for any item: "deployment.tiers.*"
  std::string_view old_key;  ///< "queue"
  std::string_view new_key;
  std::string_view since;  ///< release of the new name: "0.2"
};

/// Puts what a tree, read but not resolved, gives under old keys under the new ones. Adds a warning for each;
/// a map that gives both is a fault.
void apply_renames(std::span<const Rename> renames, Node& root, std::vector<Diagnostic>& warnings,
                   Diagnostics& diagnostics);

/// A path with new keys in place of old ones, of an option or a sweep that stands at `place`. Adds a warning
/// for each.
[[nodiscard]] std::string renamed_path(std::span<const Rename> renames, const std::string& path,
                                       const Place& place, std::vector<Diagnostic>& warnings);

}  // namespace dimsim::language
