#pragma once

#include "dimsim/policy/entry.hpp"

namespace dimsim::policy {

/// From the device upwards, until the summed confidence of agreeing exits reaches a threshold (after BEEM).
[[nodiscard]] Entry aggregated_entry();

}  // namespace dimsim::policy
