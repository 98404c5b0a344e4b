#pragma once

#include "dimsim/policy/entry.hpp"

namespace dimsim::policy {

/// The device keeps answers with a confidence of at least θ and offloads the others; θ is learned.
[[nodiscard]] Entry hi_threshold_entry();

}  // namespace dimsim::policy
