#pragma once

#include "dimsim/policy/entry.hpp"

#include <string_view>
#include <vector>

namespace dimsim::policy {

/// All policies, in the order in which `dimsim list policies` shows them. One line each in registry.cpp.
[[nodiscard]] const std::vector<Entry>& registry();

/// Entry by name, or nullptr.
[[nodiscard]] const Entry* find(std::string_view name);

}  // namespace dimsim::policy
