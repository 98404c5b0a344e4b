#pragma once

#include "dimsim/policy/entry.hpp"

namespace dimsim::policy {

/// For two classes: the device keeps a 0 below one threshold and a 1 above another, and offloads requests in
/// between; both thresholds are learned.
[[nodiscard]] Entry hi_two_thresholds_entry();

}  // namespace dimsim::policy
