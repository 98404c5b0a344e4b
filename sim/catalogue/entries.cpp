#include "dimsim/catalogue/entries.hpp"

#include "dimsim/base/suggest.hpp"
#include "dimsim/catalogue/complete_entry.hpp"
#include "dimsim/catalogue/entry_draft.hpp"
#include "dimsim/catalogue/entry_vocabulary.hpp"
#include "dimsim/language/document.hpp"
#include "dimsim/language/expectation.hpp"
#include "dimsim/language/resolve.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

// An entry is cached in the form of its file. It is also resolved once, but only to check it: what a scenario
// uses is the entry with the scenario's overrides, which is resolved again as part of the scenario. Errors of
// an entry are cached too and reported at each use; the caller removes duplicates.

namespace dimsim::catalogue {
namespace {

using language::Node;
using language::Resolver;
using language::Type;

/// The name of an entry in results. A changed model gets another name, because tables of measured times refer
/// to models by name, and times of the original must not be used for it.
std::string name_of(const std::string& kind, const std::string& base, const Node& overrides) {
  // Padding changes the number of tokens, on which the tables depend, but not the model.
  constexpr std::array same{"name", "description", "padding", "sources"};
  const bool resized =
      kind == "models" &&
      std::any_of(overrides.entries.begin(), overrides.entries.end(), [&](const Node::Entry& entry) {
        return std::find(same.begin(), same.end(), entry.key) == same.end();
      });
  return resized ? base + "-changed" : base;
}

/// Checks a resolved and completed entry.
void check_entry(const std::string& kind, const Node& entry, const std::string& path,
                 Diagnostics& diagnostics) {
  if (kind == "models") {
    check(read_model(entry), path, diagnostics);
  } else if (kind == "devices") {
    check(read_device(entry), path, diagnostics);
  }
}

/// The resolved and checked form of an entry that is given as in its file.
Node resolved_entry(Entries& entries, const Node& raw, const std::string& kind, const std::string& path,
                    Diagnostics& diagnostics) {
  Node fields = Resolver(entries, diagnostics).resolve(raw, entry_type(kind), path);
  complete_entry(kind, fields);
  check_entry(kind, fields, path, diagnostics);
  language::check_sources(raw, entry_type(kind), diagnostics);
  return fields;
}

}  // namespace

const std::vector<std::string>& Entries::names(const std::string& kind) {
  const auto [known, is_new] = names_.try_emplace(kind);
  if (is_new) {
    known->second = catalogue_.names(kind);
  }
  return known->second;
}

const Node& Entries::raw(const std::string& kind, const std::string& name) {
  const auto known = raw_.find({kind, name});
  return known != raw_.end() ? known->second
                             : raw_.emplace(Key{kind, name}, catalogue_.read(kind, name)).first->second;
}

const Entries::Checked& Entries::checked(const std::string& kind, const std::string& name) {
  // The element exists before it is filled: references in std::map stay valid if checking another entry adds
  // to it.
  const auto [known, is_new] = checked_.try_emplace({kind, name});
  Checked& result = known->second;
  if (!is_new) {
    return result;
  }
  Diagnostics found;
  try {
    const Node& entry = raw(kind, name);
    static_cast<void>(resolved_entry(*this, entry, kind, kind + "/" + name, found));
    if (found.empty()) {
      result.node = entry;
    }
  } catch (const InputError& error) {
    found.add(error);
  }
  result.faults = found.list();
  return result;
}

const Node* Entries::entry(const std::string& kind, const std::string& name, Diagnostics& diagnostics) {
  const Checked& found = checked(kind, name);
  for (const Diagnostic& fault : found.faults) {
    diagnostics.add(fault);
  }
  return found.node ? &*found.node : nullptr;
}

Node Entries::derive(const Type& type, const std::string& name, const Node* base, const Node& overrides) {
  Node fields = overrides;
  std::string result_name = "custom";
  if (base != nullptr) {
    // Sources are merged by figure and not by key: a note on `power` must survive an override of `power.idle`
    // for the other figures of `power`.
    Node notes = language::remaining_sources(*base, overrides, type);
    if (const Node* own = overrides.find("sources"); own != nullptr && own->is_map()) {
      notes = language::override_fields(notes, *own, {});
    }
    result_name = name_of(type.catalogue, name, overrides);
    fields = language::override_fields(*base, overrides, type.fields);
    if (overrides.has("compute") && !overrides.has("measured")) {
      fields.remove("measured");  // a device with another speed has other times
    }
    fields.set("sources", std::move(notes), fields.place);
  }
  if (!fields.has("name")) {
    fields.set("name", Node::scalar(result_name, overrides.place), overrides.place);
  }
  return fields;
}

void Entries::complete(const std::string& kind, Node& entry) { complete_entry(kind, entry); }

CatalogueEntry read_entry(const Catalogue& catalogue, const std::string& kind, const std::string& name) {
  const std::vector<std::string> known = catalogue.names(kind);
  if (std::find(known.begin(), known.end(), name) == known.end()) {
    throw InputError({unknown_name({}, "", language::entry_noun(kind), name, known)});
  }
  const std::string path = kind + "/" + name;
  Diagnostics diagnostics;
  Entries entries(catalogue);
  Node fields = resolved_entry(entries, entries.raw(kind, name), kind, path, diagnostics);
  diagnostics.throw_if_any();
  std::vector<language::SourceNote> notes = language::notes_of(fields, path);
  return {kind, name, std::move(fields), std::move(notes)};
}

CatalogueEntry read_entry_file(const Catalogue& catalogue, const std::string& kind, const std::string& file) {
  return read_entry_text(catalogue, kind, language::read_source(file, file));
}

CatalogueEntry read_entry_text(const Catalogue& catalogue, const std::string& kind,
                               const std::shared_ptr<const SourceText>& source) {
  const std::string name = std::filesystem::path(source->name).stem().string();
  const std::string path = kind + "/" + name;
  Diagnostics diagnostics;
  const Node raw = language::parse_document(source, diagnostics);
  diagnostics.throw_if_any();
  Entries entries(catalogue);
  Node fields = resolved_entry(entries, raw, kind, path, diagnostics);
  diagnostics.throw_if_any();
  std::vector<language::SourceNote> notes = language::notes_of(fields, path);
  return {kind, name, std::move(fields), std::move(notes)};
}

}  // namespace dimsim::catalogue
