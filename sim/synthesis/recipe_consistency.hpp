#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/catalogue/catalogue.hpp"
#include "dimsim/language/node.hpp"

namespace dimsim::synthesis {

/// What must hold between the figures of a resolved recipe: lists of one length, probabilities that are
/// possible together, models that exist and have that many layers.
void check_recipe(const language::Node& recipe, const catalogue::Catalogue& catalogue,
                  Diagnostics& diagnostics);

}  // namespace dimsim::synthesis
