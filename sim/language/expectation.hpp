#pragma once

#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"

#include <string>

namespace dimsim::language {

/// What a type accepts, for messages and documentation: "a whole number, at least 1".
[[nodiscard]] std::string expected(const Type& type);

/// The range of a number or quantity: "greater than 0", "at least 1", "from 0 to 5"; "" if it is unbounded.
[[nodiscard]] std::string range(const Type& type);

/// A limit of the type, written like its values: "1000", "1 bps".
[[nodiscard]] std::string bound(const Type& type, double value);

/// ", or auto": the words that a number or quantity may be replaced by; "" if there are none.
[[nodiscard]] std::string or_choices(const Type& type);

/// The singular of a kind of catalogue entries: "device" for "devices".
[[nodiscard]] std::string entry_noun(const std::string& catalogue);

/// A node, described for messages: "'5 km'", "a list", "a map", "nothing".
[[nodiscard]] std::string found(const Node& node);

}  // namespace dimsim::language
