#pragma once

#include "dimsim/policy/entry.hpp"

namespace dimsim::policy {

/// Each request is split between the device and a tier above so that latency or the device's energy is
/// minimal.
[[nodiscard]] Entry neurosurgeon_entry();

}  // namespace dimsim::policy
