#pragma once

#include "dimsim/policy/entry.hpp"

namespace dimsim::policy {

/// Each request to a tier drawn at random, independent of its content.
[[nodiscard]] Entry random_entry();

}  // namespace dimsim::policy
