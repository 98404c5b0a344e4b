#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/catalogue/catalogue.hpp"
#include "dimsim/language/library.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/language/sources.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dimsim::catalogue {

/// The catalogue as the resolver sees it, each file and each folder read once, however many points of a study
/// use it. Files that change meanwhile are not read again.
class Entries final : public language::Library {
 public:
  explicit Entries(const Catalogue& catalogue) : catalogue_(catalogue) {}

  [[nodiscard]] const std::vector<std::string>& names(const std::string& kind) override;
  /// Also checks that each of its figures has a source.
  [[nodiscard]] const language::Node* entry(const std::string& kind, const std::string& name,
                                            Diagnostics& diagnostics) override;
  [[nodiscard]] language::Node derive(const language::Type& type, const std::string& name,
                                      const language::Node* base, const language::Node& overrides) override;
  void complete(const std::string& kind, language::Node& entry) override;

  /// An entry as its file holds it, not checked. Throws InputError.
  [[nodiscard]] const language::Node& raw(const std::string& kind, const std::string& name);

 private:
  using Key = std::pair<std::string, std::string>;  ///< kind and name

  /// An entry as its file holds it, or what is wrong with it.
  struct Checked {
    std::optional<language::Node> node;  ///< nothing where there are faults
    std::vector<Diagnostic> faults;
  };

  const Checked& checked(const std::string& kind, const std::string& name);

  const Catalogue& catalogue_;
  std::map<std::string, std::vector<std::string>> names_;
  std::map<Key, language::Node> raw_;
  std::map<Key, Checked> checked_;
};

/// A catalogue entry for people: resolved, with its notes.
struct CatalogueEntry {
  std::string kind;
  std::string name;
  language::Node fields;
  std::vector<language::SourceNote> sources;
};

/// Reads and checks one entry. Throws InputError; for an unknown name with the nearest known one.
[[nodiscard]] CatalogueEntry read_entry(const Catalogue& catalogue, const std::string& kind,
                                        const std::string& name);

/// Reads and checks an entry in a file of its own, outside of the catalogue; what it names is in the
/// catalogue. Its name is that of the file, without folder and ending. Throws InputError.
[[nodiscard]] CatalogueEntry read_entry_file(const Catalogue& catalogue, const std::string& kind,
                                             const std::string& file);

/// The same of a text that is in no file yet; the entry gets the source's name.
[[nodiscard]] CatalogueEntry read_entry_text(const Catalogue& catalogue, const std::string& kind,
                                             const std::shared_ptr<const SourceText>& source);

}  // namespace dimsim::catalogue
