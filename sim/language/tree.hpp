#pragma once

#include "dimsim/language/node.hpp"

#include <string_view>

namespace dimsim::scenario {

/// What stands for a value that is found, not given.
inline constexpr std::string_view kAutomatic = "auto";

/// Child of a resolved record, or nullptr when it is not there or was refused (see Resolver).
[[nodiscard]] inline const Node* valid(const Node& record, std::string_view key) {
  const Node* child = record.find(key);
  return child == nullptr || child->kind == Node::Kind::Null ? nullptr : child;
}

/// The same along several keys: valid(scenario, "deployment", "tiers").
template <typename... Keys>
[[nodiscard]] const Node* valid(const Node& record, std::string_view key, Keys... keys) {
  const Node* child = valid(record, key);
  return child == nullptr ? nullptr : valid(*child, keys...);
}

}  // namespace dimsim::scenario
