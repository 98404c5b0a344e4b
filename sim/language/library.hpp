#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"

#include <string>
#include <vector>

namespace dimsim::language {

/// The named entries that references stand for, by kind ("devices").
///
/// Contract: names() and entry() give the same answers for as long as the library lives. What an entry means
/// is the library's business; the resolver knows its type alone.
class Library {
 public:
  Library() = default;
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;
  virtual ~Library() = default;

  /// Names of a kind's entries, sorted.
  [[nodiscard]] virtual const std::vector<std::string>& names(const std::string& kind) = 0;

  /// An entry as its file holds it, not resolved; nullptr when something is wrong with it, which goes to
  /// `diagnostics`. Contract: the name is one of names(kind).
  [[nodiscard]] virtual const Node* entry(const std::string& kind, const std::string& name,
                                          Diagnostics& diagnostics) = 0;

  /// The fields of a reference of a type: `overrides` on top of the entry `base`, whose name is `name`; on
  /// top of nothing when `base` is nullptr.
  [[nodiscard]] virtual Node derive(const Type& type, const std::string& name, const Node* base,
                                    const Node& overrides) = 0;

  /// Fills in what the other fields of a resolved entry imply.
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
