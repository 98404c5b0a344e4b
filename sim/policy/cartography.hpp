#pragma once

#include "dimsim/policy/entry.hpp"

namespace dimsim::policy {

/// Each request starts at the tier of its sample's complexity pool (DIMEC-DC).
[[nodiscard]] Entry cartography_entry();

}  // namespace dimsim::policy
