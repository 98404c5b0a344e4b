#pragma once

#include "base/node.hpp"

#include <map>
#include <string>

namespace dimsim::scenario {

/// YAML text of a tree; every scalar keeps its own text, so that reading it back gives the same tree.
[[nodiscard]] std::string emit(const Node& node);

/// The same on one line, in flow style, without a line break at its end.
[[nodiscard]] std::string one_line(const Node& node);

/// Writes the trees of a study's points, as emit() does. What a point shares with the one before it under a
/// key of the top is not written anew.
class PointTexts {
 public:
  [[nodiscard]] std::string of(const Node& point);

 private:
  struct Part {
    Node value;
    std::string text;
  };
  std::map<std::string, Part> parts_;  ///< by key
};

}  // namespace dimsim::scenario
