#pragma once

#include "dimsim/policy/fleet.hpp"
#include "dimsim/policy/parameters.hpp"

#include <cstddef>

namespace dimsim::policy {

/// The parameter `tier` of policies that answer on the device or offload to one other tier.
[[nodiscard]] Field offload_field(
    const char* documentation = "name of the tier that answers offloaded requests; default: the last");

/// That tier: the named one, or the last. Throws InputError if it is the device's own tier, or if its deepest
/// exit is before `min_layer`.
[[nodiscard]] std::size_t offload_tier(const Node& parameters, const Fleet& fleet, int min_layer);

}  // namespace dimsim::policy
