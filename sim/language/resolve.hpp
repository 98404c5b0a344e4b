#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/library.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dimsim::language {

/// Checks a tree against a type and makes the resolved tree from it: scalars parsed (Node::parsed), defaults
/// filled in, entries in place of their names, both directions written out. Faults are collected, and a node
/// of kind Null stands in place of a value that was refused, so that later checks can distinguish "wrong,
/// already reported" from "not given".
class Resolver {
 public:
  Resolver(Library& library, Diagnostics& diagnostics) : library_(library), diagnostics_(diagnostics) {}

  /// `path` is what messages call the node: "network.access".
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

  /// Whether `name` is a known entry of the type's kind, else a fault.
  bool is_known_entry(const Node& name, const Type& type, const std::string& path);
  void refuse_unknown_keys(const Node& node, const std::vector<Field>& fields, const Type& type,
                           const std::string& path);
  Node refuse(const Node& node, const Type& type, const std::string& path, const std::string& hint = "");

  Library& library_;
  Diagnostics& diagnostics_;
};

/// A scalar of a resolved tree: a text that the program itself writes. Throws InvariantError when the type
/// refuses it.
[[nodiscard]] Node resolved_scalar(std::string text, const Type& type, const Place& place);

/// The default of a field (Presence::Default), not resolved yet; messages about it point at `place`.
[[nodiscard]] Node default_of(const Field& field, const Place& place);

/// {up: node, down: node}: the long form of one value for both directions.
[[nodiscard]] Node both_directions(const Node& node);

/// `over` on top of the fields of `base`. Unlike merge() of whole files this knows from `fields` that a value
/// may be one for both directions; an empty value removes what the base says.
[[nodiscard]] Node override_fields(const Node& base, const Node& over, const std::vector<Field>& fields);

}  // namespace dimsim::language
