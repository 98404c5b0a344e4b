#include "dimsim/scenario/entries.hpp"

#include "dimsim/language/resolve.hpp"
#include "dimsim/language/sources.hpp"
#include "dimsim/scenario/complete.hpp"
#include "dimsim/scenario/consistency.hpp"
#include "dimsim/scenario/vocabulary.hpp"

namespace dimsim::scenario {

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
  const auto [known, is_new] = checked_.try_emplace({kind, name});
  Checked& result = known->second;
  if (!is_new) {
    return result;
  }
  Diagnostics found;
  try {
    const Node& entry = raw(kind, name);
    Node resolved = Resolver(*this, found).resolve(entry, entry_type(kind), kind + "/" + name);
    complete_entry(kind, resolved);
    check_entry(kind, resolved, kind + "/" + name, found);
    check_sources(entry, entry_type(kind), found);
    if (found.empty()) {
      result.node = entry;
    }
  } catch (const InputError& error) {
    found.add(error);
  }
  result.faults = found.list();
  return result;
}

}  // namespace dimsim::scenario
