#pragma once

#include "dimsim/catalogue/catalogue.hpp"

#include <nlohmann/json_fwd.hpp>

namespace dimsim::plan {

/// JSON Schema (draft-07, which editors know best) of a scenario file, with the names of the catalogue's
/// entries. It says what each value looks like; what must hold between values is for the reader alone.
[[nodiscard]] nlohmann::ordered_json scenario_schema(const catalogue::Catalogue& catalogue);

}  // namespace dimsim::plan
