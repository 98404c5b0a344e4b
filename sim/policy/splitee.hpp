#pragma once

#include "dimsim/policy/entry.hpp"

namespace dimsim::policy {

/// The split layer is the arm of a bandit; the exit at the split decides whether to continue in another tier.
[[nodiscard]] Entry splitee_entry();

/// The same with all exits up to the split evaluated, whose arms are updated too.
[[nodiscard]] Entry splitee_s_entry();

}  // namespace dimsim::policy
