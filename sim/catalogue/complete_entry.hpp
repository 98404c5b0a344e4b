#pragma once

#include "dimsim/language/node.hpp"

#include <string>

namespace dimsim::catalogue {

/// Fills in the fields of a resolved entry that follow from its other fields: the width of a model's
/// embedding, and the precision of a device with only one.
void complete_entry(const std::string& kind, language::Node& entry);

}  // namespace dimsim::catalogue
