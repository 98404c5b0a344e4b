#pragma once

#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace dimsim::language {

/// Why a text is no value of a scalar type.
struct Complaint {
  std::string message;
  std::string hint;
};

/// What a text says as a value of a type without parts (text, number, quantity, choice, …), or why it is
/// none.
[[nodiscard]] std::variant<ScalarValue, Complaint> parse_scalar(std::string_view text, const Type& type);

/// The same for a caller who does not need the value.
[[nodiscard]] std::optional<Complaint> check_scalar(std::string_view text, const Type& type);

}  // namespace dimsim::language
