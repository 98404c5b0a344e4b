#pragma once

#include "dimsim/language/type.hpp"

#include <string>
#include <vector>

namespace dimsim::catalogue {

/// A catalogue entry of a kind ("devices", "links", "models"), as its file holds it.
[[nodiscard]] const language::Type& entry_type(const std::string& kind);

/// The name of an entry of a kind, or its fields and `more`.
[[nodiscard]] language::TypePtr reference_to(const std::string& kind, std::vector<language::Field> more = {});

}  // namespace dimsim::catalogue
