#pragma once

#include "dimsim/policy/policy.hpp"

namespace dimsim::policy {

/// From the device upwards, until the confidence that agreeing exits add up to suffices (after BEEM).
[[nodiscard]] Entry aggregated_entry();

}  // namespace dimsim::policy
