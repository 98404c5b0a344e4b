#pragma once

#include "dimsim/catalogue/link.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/model/device.hpp"
#include "dimsim/model/variant.hpp"

#include <string>

namespace dimsim::catalogue {

/// The structs for resolved, completed and checked entries (CatalogueEntry::fields).
[[nodiscard]] model::Variant bind_model(const language::Node& node, const std::string& name);
/// Contract: the device has a speed in the precision.
[[nodiscard]] model::Device bind_device(const language::Node& node, const std::string& name,
                                        const std::string& precision);
[[nodiscard]] Link bind_link(const language::Node& node, const std::string& name);

}  // namespace dimsim::catalogue
