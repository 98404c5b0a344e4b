#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/units.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace dimsim::language {

/// Whole numbers from the first to the last: "4-6".
struct WholeRange {
  int first = 1;
  int last = 1;
};

/// The parsed value of a scalar, according to its type: a boolean, an integer, a number, share or quantity
/// (SI units), or a range. Nothing for texts and words.
using ScalarValue = std::variant<std::monostate, bool, std::int64_t, double, WholeRange>;

/// A value of a structured input (scenario, catalogue entry), with its place. Scalars keep their text. Their
/// meaning depends on the type that the language gives them, never on their spelling. The resolver parses
/// each scalar once, into `parsed`.
struct Node {
  enum class Kind { Null, Scalar, List, Map };
  struct Entry;

  Kind kind = Kind::Null;
  std::string text;            ///< of a scalar
  ScalarValue parsed;          ///< of a resolved scalar
  std::vector<Node> items;     ///< of a list
  std::vector<Entry> entries;  ///< of a map, in the order of the input
  Place place;

  static Node scalar(std::string text, Place place = {});
  static Node list(Place place = {});
  static Node map(Place place = {});

  [[nodiscard]] bool is_scalar() const { return kind == Kind::Scalar; }
  [[nodiscard]] bool is_list() const { return kind == Kind::List; }
  [[nodiscard]] bool is_map() const { return kind == Kind::Map; }

  /// Entry of a map, or nullptr.
  [[nodiscard]] const Node* find(std::string_view key) const;
  [[nodiscard]] Node* find(std::string_view key);
  [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }
  /// Sets or replaces an entry of a map.
  void set(std::string_view key, Node value, Place key_place = {});
  /// Adds an entry to a map, before the entry `next`, or at the end if there is no such entry.
  void insert_before(std::string_view next, std::string key, Node child);
  /// Removes an entry of a map, if it exists.
  void remove(std::string_view key);

  // The readers below are for resolved nodes: a wrong kind is a defect of dimsim and throws InvariantError.
  // For scalars that the program made without a type, they parse the text.
  [[nodiscard]] const Node& at(std::string_view key) const;
  [[nodiscard]] const std::string& string() const;
  [[nodiscard]] double real() const;       ///< number, share or quantity [SI]; never parses
  [[nodiscard]] WholeRange range() const;  ///< never parses
  [[nodiscard]] double number() const;
  [[nodiscard]] std::int64_t integer() const;
  [[nodiscard]] double share() const;  ///< fraction of a whole: 0.02 for "2%"
  [[nodiscard]] bool boolean() const;
  [[nodiscard]] double quantity(Dimension dimension) const;  ///< in SI units
};

struct Node::Entry {
  std::string key;
  Node value;
  Place key_place;
};

/// Whether a resolved tree contains a node of kind Null, the mark of a refused value.
[[nodiscard]] bool has_faults(const Node& node);

}  // namespace dimsim::language
