#pragma once

#include "dimsim/policy/entry.hpp"

namespace dimsim::policy {

/// Each request to the tier with the smallest predicted delay.
[[nodiscard]] Entry least_delay_entry();

}  // namespace dimsim::policy
