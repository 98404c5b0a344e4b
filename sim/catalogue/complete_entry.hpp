#pragma once

#include "dimsim/language/node.hpp"

#include <string>

namespace dimsim::catalogue {

/// Fills in what the other fields of a resolved entry imply: the width of a model's embedding, the precision
/// of a device that has a speed in one alone.
void complete_entry(const std::string& kind, language::Node& entry);

}  // namespace dimsim::catalogue
