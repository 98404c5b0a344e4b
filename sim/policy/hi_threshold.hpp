#pragma once

#include "dimsim/policy/policy.hpp"

namespace dimsim::policy {

/// The device keeps answers of confidence θ or more and passes the rest on; θ is learned.
[[nodiscard]] Entry hi_threshold_entry();

}  // namespace dimsim::policy
