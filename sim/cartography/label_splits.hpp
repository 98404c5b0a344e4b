#pragma once

#include "dimsim/cartography/cartography.hpp"
#include "dimsim/trace/writer.hpp"

#include <vector>

namespace dimsim::cartography {

/// Labels splits in memory as label_trace() labels those of a file: the complexity of all splits, and the
/// data map of the split with dynamics. Returns how well the embedding separates the pools. Throws InputError
/// without a place if a pool is empty, InvariantError if there are no dynamics or no embedding.
trace::PoolSeparation label_splits(std::vector<trace::NamedSplit>& splits, const Cuts& cuts);

}  // namespace dimsim::cartography
