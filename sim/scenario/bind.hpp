#pragma once

#include "base/node.hpp"
#include "scenario/scenario.hpp"

namespace dimsim::scenario {

/// The plain struct of a resolved, completed and checked tree. Does not set resolved_yaml and source_yaml.
[[nodiscard]] Scenario bind(const Node& scenario);

}  // namespace dimsim::scenario
