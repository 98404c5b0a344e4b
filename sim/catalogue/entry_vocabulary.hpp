#pragma once

#include "dimsim/language/type.hpp"

#include <string>
#include <vector>

namespace dimsim::catalogue {

/// The type of a catalogue entry of a kind ("devices", "links", "models"), as in its file.
[[nodiscard]] const language::Type& entry_type(const std::string& kind);

/// The type of a reference to an entry of a kind: its name, or a map of its fields and of `more` fields.
[[nodiscard]] language::TypePtr reference_to(const std::string& kind, std::vector<language::Field> more = {});

}  // namespace dimsim::catalogue
