#pragma once

#include "dimsim/policy/policy.hpp"

namespace dimsim::policy {

/// Two classes: the device keeps a 0 below one threshold and a 1 above another, and passes on what lies
/// between; both are learned.
[[nodiscard]] Entry hi_two_thresholds_entry();

}  // namespace dimsim::policy
