#pragma once

#include "dimsim/policy/entry.hpp"

namespace dimsim::policy {

/// Each device's requests to the tiers in turn.
[[nodiscard]] Entry round_robin_entry();

}  // namespace dimsim::policy
