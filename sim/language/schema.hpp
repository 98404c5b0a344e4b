#pragma once

#include "dimsim/language/library.hpp"
#include "dimsim/language/type.hpp"

#include <nlohmann/json_fwd.hpp>

namespace dimsim::language {

/// JSON Schema (draft-07, which editors support best) for values of a type, with the names of the library's
/// entries. It describes each value by itself; relations between values are checked by the reader only. In a
/// fragment no key is required, since another file may supply it, and null removes the value of the other
/// file.
[[nodiscard]] nlohmann::ordered_json schema_of(const Type& type, bool is_fragment, Library& library);

}  // namespace dimsim::language
