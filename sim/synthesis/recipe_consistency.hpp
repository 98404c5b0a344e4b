#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/catalogue.hpp"
#include "dimsim/language/node.hpp"

namespace dimsim::scenario {

/// What must hold between the figures of a resolved recipe: lists of one length, probabilities that are
/// possible together, models that exist and have that many layers.
void check_recipe(const Node& recipe, const Catalogue& catalogue, Diagnostics& diagnostics);

}  // namespace dimsim::scenario
