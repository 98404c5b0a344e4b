#pragma once

#include "dimsim/policy/entry.hpp"

namespace dimsim::policy {

/// Each request to the cheapest tier that is predicted to be right and in time.
[[nodiscard]] Entry deadline_entry();

}  // namespace dimsim::policy
