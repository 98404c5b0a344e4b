#pragma once

#include "dimsim/policy/fleet.hpp"
#include "dimsim/policy/parameters.hpp"

#include <cstddef>

namespace dimsim::policy {

/// The parameter `tier` of policies that answer on the device or pass on to one other tier.
[[nodiscard]] Field offload_field(
    const char* documentation =
        "name of the tier that gets what the device does not answer; default: the last");

/// That tier: the one named, or the last. Throws InputError when it is the device's own, or when its deepest
/// exit lies before `least_layer`.
[[nodiscard]] std::size_t offload_tier(const Node& parameters, const Fleet& fleet, int least_layer);

}  // namespace dimsim::policy
