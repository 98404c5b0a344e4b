#pragma once

#include "dimsim/policy/policy.hpp"

namespace dimsim::policy {

/// The sample's label as a first guess, corrected by the delays seen now and by what the exits answer.
[[nodiscard]] Entry cartography_adaptive_entry();

}  // namespace dimsim::policy
