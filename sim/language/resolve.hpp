#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/library.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dimsim::language {

/// Checks a tree against a type and builds the resolved tree: scalars are parsed (Node::parsed), defaults
/// filled in, names replaced by their entries, and single values for both directions by {up, down}. Errors
/// are collected. A refused value is replaced by a node of kind Null, so that later checks can distinguish
/// "wrong and reported" from "not given".
class Resolver {
 public:
  Resolver(Library& library, Diagnostics& diagnostics) : library_(library), diagnostics_(diagnostics) {}

  /// `path` is the name of the node in messages: "network.access".
  [[nodiscard]] Node resolve(const Node& node, const Type& type, const std::string& path);

 private:
  Node resolve_scalar(const Node& node, const Type& type, const std::string& path);
  Node resolve_list(const Node& node, const Type& type, const std::string& path);
  Node resolve_record(const Node& node, const std::vector<Field>& fields, const Type& type,
                      const std::string& path);
  Node resolve_field(const Node& record, const Field& field, const std::string& path);
  Node resolve_mapping(const Node& node, const Type& type, const std::string& path);
  Node resolve_values(const Node& node, const Type& type, const std::string& path);
  Node resolve_directional(const Node& node, const Type& type, const std::string& path);
  Node resolve_reference(const Node& node, const Type& type, const std::string& path);
  Node resolve_variant(const Node& node, const Type& type, const std::string& path);

  /// Whether `name` is an entry of the type's catalogue; reports an error if not.
  bool is_known_entry(const Node& name, const Type& type, const std::string& path);
  void refuse_unknown_keys(const Node& node, const std::vector<Field>& fields, const Type& type,
                           const std::string& path);
  Node refuse(const Node& node, const Type& type, const std::string& path, const std::string& hint = "");

  Library& library_;
  Diagnostics& diagnostics_;
};

/// A scalar of a resolved tree whose text comes from the program itself. Throws InvariantError if the text is
/// not a value of the type.
[[nodiscard]] Node resolved_scalar(std::string text, const Type& type, const Place& place);

/// The unresolved default of a field (Presence::Default); messages about it point at `place`.
[[nodiscard]] Node default_of(const Field& field, const Place& place);

/// {up: node, down: node}: the long form of one value for both directions.
[[nodiscard]] Node both_directions(const Node& node);

/// Overrides fields of `base` by those of `over`; an empty value removes a field of the base. Unlike merge(),
/// which does not know types, this can override one direction of a single value for both.
[[nodiscard]] Node override_fields(const Node& base, const Node& over, const std::vector<Field>& fields);

}  // namespace dimsim::language
