#pragma once

#include "dimsim/language/node.hpp"

#include <map>
#include <string>

namespace dimsim::language {

/// YAML text of a tree; every scalar keeps its own text, so that reading it back gives the same tree.
[[nodiscard]] std::string emit(const Node& node);

/// The same on one line, in flow style, without a line break at its end.
[[nodiscard]] std::string one_line(const Node& node);

/// Writes trees that resemble each other, as emit() does. Only what differs from the tree before is written
/// anew.
class SuccessiveTexts {
 public:
  [[nodiscard]] std::string of(const Node& tree);

 private:
  struct Part {
    Node value;
    std::string text;                   ///< "key: value" in lines; "" before the first tree
    std::map<std::string, Part> parts;  ///< of a map's value, by key
  };

  const std::string& text_of(const Node::Entry& entry, Part& part);

  std::map<std::string, Part> parts_;  ///< by key
};

}  // namespace dimsim::language
