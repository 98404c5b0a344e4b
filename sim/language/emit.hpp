#pragma once

#include "dimsim/language/node.hpp"

#include <map>
#include <string>

namespace dimsim::language {

/// The YAML text of a tree. Scalars keep their text: parsing the result gives the same tree.
[[nodiscard]] std::string emit(const Node& node);

/// The same on one line, in flow style, without a line break at its end.
[[nodiscard]] std::string one_line(const Node& node);

/// Emits a sequence of similar trees. Each result equals that of emit(), but only the parts that differ from
/// the previous tree are emitted again.
class SuccessiveTexts {
 public:
  [[nodiscard]] std::string of(const Node& tree);

 private:
  struct Part {
    Node value;
    std::string text;                   ///< "key: value" as lines; "" before the first tree
    std::map<std::string, Part> parts;  ///< of the map `value`, by key
  };

  const std::string& text_of(const Node::Entry& entry, Part& part);

  std::map<std::string, Part> parts_;  ///< by key
};

}  // namespace dimsim::language
