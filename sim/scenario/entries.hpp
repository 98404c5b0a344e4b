#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/catalogue.hpp"
#include "dimsim/language/node.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dimsim::scenario {

/// What was read of a catalogue, each file and each folder once, however many points of a study use it. Files
/// that change meanwhile are not read again.
class Entries {
 public:
  explicit Entries(const Catalogue& catalogue) : catalogue_(catalogue) {}

  /// An entry as its file holds it, or what is wrong with it.
  struct Checked {
    std::optional<Node> node;  ///< nothing where there are faults
    std::vector<Diagnostic> faults;
  };

  /// Names of a kind's entries, sorted.
  [[nodiscard]] const std::vector<std::string>& names(const std::string& kind);
  /// A checked entry, sources included.
  [[nodiscard]] const Checked& checked(const std::string& kind, const std::string& name);
  /// An entry that was read, not checked. Throws InputError.
  [[nodiscard]] const Node& raw(const std::string& kind, const std::string& name);

 private:
  using Key = std::pair<std::string, std::string>;  ///< kind and name

  const Catalogue& catalogue_;
  std::map<std::string, std::vector<std::string>> names_;
  std::map<Key, Node> raw_;
  std::map<Key, Checked> checked_;
};

}  // namespace dimsim::scenario
