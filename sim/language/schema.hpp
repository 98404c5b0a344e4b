#pragma once

#include "dimsim/language/library.hpp"
#include "dimsim/language/type.hpp"

#include <nlohmann/json_fwd.hpp>

namespace dimsim::language {

/// JSON Schema (draft-07, which editors know best) of values of a type, with the names of the library's
/// entries. It says what each value looks like; what must hold between values is for the reader alone. In a
/// fragment no key is required, since another file supplies it, and null removes what the other file says.
[[nodiscard]] nlohmann::ordered_json schema_of(const Type& type, bool is_fragment, Library& library);

}  // namespace dimsim::language
