#pragma once

#include "dimsim/policy/policy.hpp"

namespace dimsim::policy {

/// Each request split between device and a tier above, where latency or the device's energy is least.
[[nodiscard]] Entry neurosurgeon_entry();

}  // namespace dimsim::policy
