#pragma once

#include "dimsim/policy/entry.hpp"

namespace dimsim::policy {

/// From the device upwards, to the first exit that is confident enough (DIMEE, DeeBERT, BranchyNet).
[[nodiscard]] Entry early_exit_entry();

}  // namespace dimsim::policy
