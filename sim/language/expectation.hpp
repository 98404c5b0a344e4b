#pragma once

#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"

#include <string>

namespace dimsim::language {

/// What a type accepts, for messages and documentation: "a whole number, at least 1".
[[nodiscard]] std::string expected(const Type& type);

/// The range of a number or quantity: "greater than 0", "at least 1", "from 0 to 5", or "" without bounds.
[[nodiscard]] std::string range(const Type& type);

/// A limit of the type as its values are written: "1000", "1 bps".
[[nodiscard]] std::string bound(const Type& type, double value);

/// ", or auto": the words that a number or quantity may be replaced by; "" if there are none.
[[nodiscard]] std::string or_choices(const Type& type);

/// What a node is, for messages: "'5 km'", "a list", "a map", "nothing".
[[nodiscard]] std::string found(const Node& node);

}  // namespace dimsim::language
