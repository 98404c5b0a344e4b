#pragma once

#include "dimsim/catalogue/catalogue.hpp"

#include <nlohmann/json_fwd.hpp>

namespace dimsim::plan {

/// JSON Schema (draft-07, which editors support best) of a scenario file, with the names of the catalogue's
/// entries. It describes each value by itself; only the reader checks conditions between values.
[[nodiscard]] nlohmann::ordered_json scenario_schema(const catalogue::Catalogue& catalogue);

}  // namespace dimsim::plan
