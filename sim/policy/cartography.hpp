#pragma once

#include "policy/policy.hpp"

namespace dimsim::policy {

/// Each request to the tier of its sample's complexity pool (DIMEC-DC).
[[nodiscard]] Entry cartography_entry();

}  // namespace dimsim::policy
