#pragma once

#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace dimsim::scenario {

/// Why a text is no value of a scalar type.
struct Complaint {
  std::string message;
  std::string hint;
};

/// Checks the text of a scalar against a type without parts (text, number, quantity, choice, …).
[[nodiscard]] std::optional<Complaint> check_scalar(std::string_view text, const Type& type);

/// A range of layers, from 1.
struct LayerRange {
  int first = 1;
  int last = 1;
};

/// "4-6" or "7"; nothing when it is no rising range from 1 on.
[[nodiscard]] std::optional<LayerRange> parse_layers(std::string_view text);

}  // namespace dimsim::scenario
