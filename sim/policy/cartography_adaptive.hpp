#pragma once

#include "dimsim/policy/entry.hpp"

namespace dimsim::policy {

/// The sample's label as a first guess, corrected by observed delays and the answers of the exits.
[[nodiscard]] Entry cartography_adaptive_entry();

}  // namespace dimsim::policy
