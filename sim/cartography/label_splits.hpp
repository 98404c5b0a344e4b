#pragma once

#include "dimsim/cartography/cartography.hpp"
#include "dimsim/trace/writer.hpp"

#include <vector>

namespace dimsim::cartography {

/// Labels splits in memory as label_trace does those of a file: complexity of all, data map of the one with
/// dynamics. Returns how well the embedding tells the pools apart. Throws InputError without a place when a
/// pool is empty, InvariantError without dynamics or embedding.
trace::PoolSeparation label_splits(std::vector<trace::NamedSplit>& splits, const Cuts& cuts);

}  // namespace dimsim::cartography
