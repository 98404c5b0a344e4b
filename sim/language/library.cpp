#include "dimsim/language/library.hpp"

// Without names, the resolver and the schema treat every reference by name as unknown. A reference that is
// written as a map of fields passes through unchanged.

namespace dimsim::language {

const std::vector<std::string>& EmptyLibrary::names(const std::string& /*kind*/) {
  static const std::vector<std::string> none;
  return none;
}

const Node* EmptyLibrary::entry(const std::string& /*kind*/, const std::string& /*name*/,
                                Diagnostics& /*diagnostics*/) {
  return nullptr;
}

Node EmptyLibrary::derive(const Type& /*type*/, const std::string& /*name*/, const Node* /*base*/,
                          const Node& overrides) {
  return overrides;
}

void EmptyLibrary::complete(const std::string& /*kind*/, Node& /*entry*/) {}

}  // namespace dimsim::language
