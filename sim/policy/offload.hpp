#pragma once

#include "dimsim/policy/fleet.hpp"
#include "dimsim/policy/read_parameters.hpp"
#include "dimsim/policy/tiers.hpp"

#include <cstddef>
#include <optional>

namespace dimsim::policy {

/// The parameter `tier` of policies that answer on the device or offload to one other tier.
[[nodiscard]] Field offload_field(
    const char* documentation = "name of the tier that answers offloaded requests; default: the last");

/// Its value.
struct OffloadTier {
  std::optional<TierName> named;  ///< empty: the last tier
  Place policy;                   ///< of the policy in the scenario
  /// Of the parameter, or of the policy if it is not given.
  [[nodiscard]] const Place& place() const { return named ? named->place : policy; }
};

[[nodiscard]] OffloadTier read_offload_tier(const Node& parameters);

/// Index of that tier. Throws InputError if the fleet does not have it, if it is the device's own tier, or if
/// its deepest exit is before `min_layer`.
[[nodiscard]] std::size_t offload_tier(const OffloadTier& parameter, const Fleet& fleet, int min_layer);

}  // namespace dimsim::policy
