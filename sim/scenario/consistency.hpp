#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/scenario/complete.hpp"

#include <string>

namespace dimsim::scenario {

/// What must hold between the fields of a resolved device, link or model. `path` names it in messages.
void check_entry(const std::string& kind, const Node& entry, const std::string& path,
                 Diagnostics& diagnostics);

/// What must hold within the workload of a completed scenario; a part of check_scenario.
void check_workload(const Node& scenario, Diagnostics& diagnostics);

/// What must hold of prices, λ and carbon of a completed scenario; a part of check_scenario.
void check_money(const Node& scenario, Diagnostics& diagnostics);

/// What must hold between the parts of a completed scenario: names that are unique, references that lead
/// somewhere, layers that the model has, links where requests travel.
void check_scenario(const Node& scenario, Diagnostics& diagnostics);

}  // namespace dimsim::scenario
