#pragma once

#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace dimsim::language {

/// Why a text is not a value of a scalar type.
struct Complaint {
  std::string message;
  std::string hint;
};

/// Parses a text as a value of a scalar type (text, number, quantity, choice, …), or returns why it is not
/// one.
[[nodiscard]] std::variant<ScalarValue, Complaint> parse_scalar(std::string_view text, const Type& type);

/// The same for callers that do not need the value.
[[nodiscard]] std::optional<Complaint> check_scalar(std::string_view text, const Type& type);

}  // namespace dimsim::language
