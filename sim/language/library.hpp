#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"

#include <string>
#include <vector>

namespace dimsim::language {

/// The named entries that references refer to, by kind ("devices").
///
/// Contract: names() and entry() return the same results during the lifetime of the library. The resolver
/// knows only the type of an entry; everything else about it is up to the library.
class Library {
 public:
  Library() = default;
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  virtual ~Library() = default;

  /// Names of a kind's entries, sorted.
  [[nodiscard]] virtual const std::vector<std::string>& names(const std::string& kind) = 0;

  /// The unresolved entry, as in its file; nullptr if it has errors, which are added to `diagnostics`.
  /// Contract: the name is one of names(kind).
  [[nodiscard]] virtual const Node* entry(const std::string& kind, const std::string& name,
                                          Diagnostics& diagnostics) = 0;

  /// The fields of a reference: those of the entry `base`, named `name`, with `overrides` applied; only
  /// `overrides` if `base` is nullptr.
  [[nodiscard]] virtual Node derive(const Type& type, const std::string& name, const Node* base,
                                    const Node& overrides) = 0;

  /// Fills in the fields of a resolved entry that follow from its other fields.
  virtual void complete(const std::string& kind, Node& entry) = 0;
};

/// A library without entries, for types without references.
class EmptyLibrary final : public Library {
 public:
  [[nodiscard]] const std::vector<std::string>& names(const std::string& kind) override;
  [[nodiscard]] const Node* entry(const std::string& kind, const std::string& name,
                                  Diagnostics& diagnostics) override;
  [[nodiscard]] Node derive(const Type& type, const std::string& name, const Node* base,
                            const Node& overrides) override;
  void complete(const std::string& kind, Node& entry) override;
};

}  // namespace dimsim::language
