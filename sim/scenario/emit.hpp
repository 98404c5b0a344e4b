#pragma once

#include "base/node.hpp"

#include <string>

namespace dimsim::scenario {

/// YAML text of a tree; every scalar keeps its own text, so that reading it back gives the same tree.
[[nodiscard]] std::string emit(const Node& node);

}  // namespace dimsim::scenario
