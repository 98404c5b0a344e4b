#pragma once

#include "dimsim/language/type.hpp"

#include <vector>

namespace dimsim::scenario {

/// The keys of a scenario, which is one point of a study.
[[nodiscard]] std::vector<language::Field> scenario_fields();

}  // namespace dimsim::scenario
