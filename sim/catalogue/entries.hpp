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

/// The catalogue as a library for the resolver. Each file and folder is read once, even if many points of a
/// study use it; later changes of the files are not noticed.
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

  /// The entry as in its file, not checked. Throws InputError.
  [[nodiscard]] const language::Node& raw(const std::string& kind, const std::string& name);

 private:
  using Key = std::pair<std::string, std::string>;  ///< kind and name

  /// An entry as in its file, or its errors.
  struct Checked {
    std::optional<language::Node> node;  ///< nothing if there are faults
    std::vector<Diagnostic> faults;
  };

  const Checked& checked(const std::string& kind, const std::string& name);

  const Catalogue& catalogue_;
  std::map<std::string, std::vector<std::string>> names_;
  std::map<Key, language::Node> raw_;
  std::map<Key, Checked> checked_;
};

/// A resolved catalogue entry with its notes, to be shown.
struct CatalogueEntry {
  std::string kind;
  std::string name;
  language::Node fields;
  std::vector<language::SourceNote> sources;
};

/// Reads and checks one entry. Throws InputError, for an unknown name with the nearest known one as a hint.
[[nodiscard]] CatalogueEntry read_entry(const Catalogue& catalogue, const std::string& kind,
                                        const std::string& name);

/// Reads and checks an entry in a file outside of the catalogue; entries to which it refers are in the
/// catalogue. Its name is that of the file without folder and extension. Throws InputError.
[[nodiscard]] CatalogueEntry read_entry_file(const Catalogue& catalogue, const std::string& kind,
                                             const std::string& file);

/// The same for a text that is not in a file yet; the entry has the name of the source.
[[nodiscard]] CatalogueEntry read_entry_text(const Catalogue& catalogue, const std::string& kind,
                                             const std::shared_ptr<const SourceText>& source);

}  // namespace dimsim::catalogue
