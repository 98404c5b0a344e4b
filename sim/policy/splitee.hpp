#pragma once

#include "dimsim/policy/policy.hpp"

namespace dimsim::policy {

/// The split layer as the arm of a bandit; the exit at the split decides whether to go on in another tier.
[[nodiscard]] Entry splitee_entry();

/// The same with all exits up to the split evaluated, whose arms learn too.
[[nodiscard]] Entry splitee_s_entry();

}  // namespace dimsim::policy
