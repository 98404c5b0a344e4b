#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/catalogue.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"
#include "dimsim/scenario/entries.hpp"
#include "dimsim/scenario/scenario.hpp"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace dimsim::scenario {

/// Holds a tree against a type and makes the resolved tree from it: defaults filled in, catalogue entries put
/// in place of their names, both directions written out. What is wrong is collected, and a value of kind Null
/// stands in its place, so that later checks can tell "wrong, already reported" from "not given".
class Resolver {
 public:
  Resolver(Entries& entries, Diagnostics& diagnostics) : entries_(entries), diagnostics_(diagnostics) {}

  /// `path` is what messages call the node: "network.access".
  [[nodiscard]] Node resolve(const Node& node, const Type& type, const std::string& path);

  /// An entry as its file holds it, checked, sources included; nullptr when something is wrong with it, which
  /// is reported once.
  [[nodiscard]] const Node* entry(const std::string& kind, const std::string& name);

 private:
  Node resolve_scalar(const Node& node, const Type& type, const std::string& path);
  Node resolve_list(const Node& node, const Type& type, const std::string& path);
  Node resolve_record(const Node& node, const Type& type, const std::string& path);
  Node resolve_field(const Node& record, const Field& field, const std::string& path);
  Node resolve_mapping(const Node& node, const Type& type, const std::string& path);
  Node resolve_values(const Node& node, const Type& type, const std::string& path);
  Node resolve_directional(const Node& node, const Type& type, const std::string& path);
  Node resolve_reference(const Node& node, const Type& type, const std::string& path);
  Node resolve_policy(const Node& node, const Type& type, const std::string& path);

  const Node* named_entry(const Node& name, const Type& type, const std::string& path);
  void refuse_unknown_keys(const Node& node, const Type& type, const std::string& path);
  Node refuse(const Node& node, const Type& type, const std::string& path, const std::string& hint = "");

  Entries& entries_;
  Diagnostics& diagnostics_;
  std::set<std::pair<std::string, std::string>> told_;  ///< kind and name of entries whose faults were added
};

/// A catalogue entry for people: resolved, with its notes.
struct CatalogueEntry {
  std::string kind;
  std::string name;
  Node fields;
  std::vector<SourceNote> sources;
};

/// Reads and checks one entry. Throws InputError; an unknown name is met with the nearest known one.
[[nodiscard]] CatalogueEntry read_entry(const Catalogue& catalogue, const std::string& kind,
                                        const std::string& name);

/// Reads and checks an entry that lies in a file of its own, outside of the catalogue; what it names is in
/// the catalogue. Its name is the file's, without folder and ending. Throws InputError.
[[nodiscard]] CatalogueEntry read_entry_file(const Catalogue& catalogue, const std::string& kind,
                                             const std::string& file);

/// The same of a text that is in no file yet; the entry gets the source's name.
[[nodiscard]] CatalogueEntry read_entry_text(const Catalogue& catalogue, const std::string& kind,
                                             const std::shared_ptr<const SourceText>& source);

/// The default of a field (Presence::Default), not resolved yet; messages about it point at `place`.
[[nodiscard]] Node default_of(const Field& field, const Place& place);

/// A node that holds a value of kind Null somewhere: something in it was refused.
[[nodiscard]] bool has_faults(const Node& node);

}  // namespace dimsim::scenario
