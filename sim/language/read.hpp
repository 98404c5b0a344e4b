#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/names.hpp"
#include "dimsim/language/node.hpp"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::language {

/// Where an input gives a value and how it is written, for messages, and whether the value can be used. A
/// check that depends on several values runs only if all of them are given, because a refused value has been
/// reported.
struct Origin {
  enum class State {
    Absent,   ///< an optional key that the input leaves out
    Refused,  ///< present, but not of its type; reported by the resolver
    Given     ///< by the input or by a default
  };

  State state = State::Absent;
  Place place;
  std::string text;  ///< of a scalar, as written: "5 ms"

  [[nodiscard]] bool is_given() const { return state == State::Given; }
  [[nodiscard]] bool is_absent() const { return state == State::Absent; }
};

/// The origin of a node of a resolved tree.
[[nodiscard]] Origin origin_of(const Node& node);
/// The origin of an entry of a map; absent if there is no such entry or the map itself was refused.
[[nodiscard]] Origin origin_of(const Node& record, std::string_view key);

/// The entry of a resolved map, or nullptr if it is absent or refused.
[[nodiscard]] const Node* given(const Node& record, std::string_view key);
/// The same for nested keys: given(device, "power", "idle").
template <typename... Keys>
[[nodiscard]] const Node* given(const Node& record, std::string_view key, Keys... keys) {
  const Node* child = given(record, key);
  return child == nullptr ? nullptr : given(*child, keys...);
}

/// The entry of a resolved map, or a node without entries if it is absent or refused: reading from that
/// changes no value.
[[nodiscard]] const Node& below(const Node& record, std::string_view key);

// Each reader assigns the parsed value of an entry of a resolved map if it is given, and leaves `value`
// unchanged otherwise. Quantities are in SI units.
Origin read(const Node& record, std::string_view key, double& value);
Origin read(const Node& record, std::string_view key, bool& value);
Origin read(const Node& record, std::string_view key, std::string& value);

namespace detail {
Origin read_integer(const Node& record, std::string_view key, std::int64_t& value);
}  // namespace detail

template <std::integral T>
Origin read(const Node& record, std::string_view key, T& value) {
  std::int64_t number = 0;
  Origin origin = detail::read_integer(record, key, number);
  if (origin.is_given()) {
    value = static_cast<T>(number);  // the key's type bounds it
  }
  return origin;
}

template <typename T>
Origin read(const Node& record, std::string_view key, std::optional<T>& value) {
  T number{};
  Origin origin = read(record, key, number);
  if (origin.is_given()) {
    value = number;
  }
  return origin;
}

/// Reads a word of a closed set. Contract: the type of the key accepts exactly the words of `names`.
template <typename Enum, std::size_t N>
Origin read(const Node& record, std::string_view key, const Names<Enum, N>& names, Enum& value) {
  Origin origin = origin_of(record, key);
  if (origin.is_given()) {
    const std::optional<Enum> found = find_word(names, origin.text);
    if (!found) {
      throw InvariantError("'" + origin.text + "' is a word of the language without a value");
    }
    value = *found;
  }
  return origin;
}

/// A list of numbers, with the place of each.
struct NumberList {
  Origin self;
  std::vector<Origin> items;
  std::vector<double> values;  ///< one for each item; 0 for a refused one
};

[[nodiscard]] NumberList numbers_of(const Node& list);
[[nodiscard]] NumberList read_numbers(const Node& record, std::string_view key);

}  // namespace dimsim::language
