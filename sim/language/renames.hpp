#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::language {

/// A renamed key of a language. The old name is accepted for one more release, with a warning.
struct Rename {
  std::string_view parent;   ///< path of the map with the key; * stands for any item: "deployment.tiers.*"
  std::string_view old_key;  ///< "queue"
  std::string_view new_key;
  std::string_view since;  ///< first release with the new name: "0.2"
};

/// Renames old keys of an unresolved tree to the new ones and adds a warning for each. A map with both keys
/// is an error.
void apply_renames(std::span<const Rename> renames, Node& root, std::vector<Diagnostic>& warnings,
                   Diagnostics& diagnostics);

/// The path, of an option or a sweep at `place`, with old keys replaced by the new ones. Adds a warning for
/// each.
[[nodiscard]] std::string renamed_path(std::span<const Rename> renames, const std::string& path,
                                       const Place& place, std::vector<Diagnostic>& warnings);

}  // namespace dimsim::language
