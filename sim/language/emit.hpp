#pragma once

#include "dimsim/language/node.hpp"

#include <map>
#include <string>

namespace dimsim::scenario {

/// YAML text of a tree; every scalar keeps its own text, so that reading it back gives the same tree.
[[nodiscard]] std::string emit(const Node& node);

/// The same on one line, in flow style, without a line break at its end.
[[nodiscard]] std::string one_line(const Node& node);

/// Writes the trees of a study's points, as emit() does. Only what differs from the point before is written
/// anew.
class PointTexts {
 public:
  [[nodiscard]] std::string of(const Node& point);

 private:
  struct Part {
    Node value;
    std::string text;                   ///< "key: value" in lines; "" before the first point
    std::map<std::string, Part> parts;  ///< of a map's value, by key
  };

  const std::string& text_of(const Node::Entry& entry, Part& part);

  std::map<std::string, Part> parts_;  ///< by key
};

}  // namespace dimsim::scenario
