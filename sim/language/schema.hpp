#pragma once

#include "dimsim/language/catalogue.hpp"

#include <nlohmann/json.hpp>

namespace dimsim::scenario {

/// JSON Schema (draft-07, which editors know best) of a scenario, with the names of the catalogue's entries.
/// It says what each value looks like; what must hold between values is for the reader alone.
[[nodiscard]] nlohmann::ordered_json scenario_schema(const Catalogue& catalogue);

}  // namespace dimsim::scenario
