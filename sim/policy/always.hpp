#pragma once

#include "dimsim/policy/entry.hpp"

namespace dimsim::policy {

/// Every request to the tier that the parameter `tier` names.
[[nodiscard]] Entry fixed_entry();

/// Every request to the tier of that name: "all-edge" for "edge". The usual baselines.
[[nodiscard]] Entry all_entry(const std::string& tier);

}  // namespace dimsim::policy
