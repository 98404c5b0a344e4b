#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"

#include <string>
#include <vector>

namespace dimsim::language {

/// Checks that each figure of a catalogue entry has a source and each source a figure.
void check_sources(const Node& entry, const Type& type, Diagnostics& diagnostics);

/// `sources` of an entry with some of its fields overridden: a figure that was overridden loses its note. A
/// note on several figures is split up when it loses one.
[[nodiscard]] Node remaining_sources(const Node& entry, const Node& overrides, const Type& type);

/// A figure's source, as its entry states it.
struct SourceNote {
  std::string entry;   ///< "devices/pixel-4"
  std::string figure;  ///< "compute.rate"
  std::string text;
  bool assumed = false;
};

/// The notes of a resolved entry. `name` is what they are filed under: "devices/pixel-4".
[[nodiscard]] std::vector<SourceNote> notes_of(const Node& entry, const std::string& name);

}  // namespace dimsim::language
