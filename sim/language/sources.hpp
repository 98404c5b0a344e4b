#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"

#include <string>
#include <vector>

namespace dimsim::language {

/// Checks that each figure of an unresolved catalogue entry has a source, and that each source is for a known
/// figure.
void check_sources(const Node& entry, const Type& type, Diagnostics& diagnostics);

/// The `sources` of an entry without the notes on overridden figures. A note on several figures, one of which
/// was overridden, is split into notes on the others.
[[nodiscard]] Node remaining_sources(const Node& entry, const Node& overrides, const Type& type);

/// A figure's source, as its entry states it.
struct SourceNote {
  std::string entry;   ///< "devices/pixel-4"
  std::string figure;  ///< "compute.rate"
  std::string text;
  bool assumed = false;
};

/// The notes of a resolved entry; `name` becomes SourceNote::entry: "devices/pixel-4".
[[nodiscard]] std::vector<SourceNote> notes_of(const Node& entry, const std::string& name);

}  // namespace dimsim::language
