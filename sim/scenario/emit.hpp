#pragma once

#include "base/node.hpp"

#include <string>

namespace dimsim::scenario {

/// YAML text of a tree; every scalar keeps its own text, so that reading it back gives the same tree.
[[nodiscard]] std::string emit(const Node& node);

/// The same on one line, in flow style, without a line break at its end.
[[nodiscard]] std::string one_line(const Node& node);

}  // namespace dimsim::scenario
