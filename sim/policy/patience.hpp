#pragma once

#include "dimsim/policy/entry.hpp"

namespace dimsim::policy {

/// From the device upwards, until several exits in a row agree (PABEE).
[[nodiscard]] Entry patience_entry();

}  // namespace dimsim::policy
