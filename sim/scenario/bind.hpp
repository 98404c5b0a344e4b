#pragma once

#include "dimsim/language/node.hpp"
#include "dimsim/model/variant.hpp"
#include "dimsim/scenario/scenario.hpp"

#include <string>

namespace dimsim::scenario {

/// The plain structs of resolved, completed and checked entries (CatalogueEntry::fields).
[[nodiscard]] model::Variant bind_model(const Node& node, const std::string& name);
[[nodiscard]] model::Device bind_device(const Node& node, const std::string& name,
                                        const std::string& precision);
[[nodiscard]] Link bind_link(const Node& node, const std::string& name);

/// The plain struct of a resolved, completed and checked tree. Does not set resolved_yaml and source_yaml.
[[nodiscard]] Scenario bind(const Node& scenario);

}  // namespace dimsim::scenario
