#pragma once

#include "dimsim/policy/fleet.hpp"
#include "dimsim/scenario/scenario.hpp"

#include <cstdint>
#include <span>

namespace dimsim::scenario {

/// The fleet as policies know it before a run, with its costs in λ. The only conversion of a scenario to a
/// policy::Fleet: the checks of policies and the engine use the same.
[[nodiscard]] policy::Fleet fleet_of(std::span<const Tier> tiers, Escalation escalation, std::uint64_t seed,
                                     std::uint32_t replication);

[[nodiscard]] inline policy::Fleet fleet_of(const Scenario& scenario, std::uint32_t replication) {
  return fleet_of(scenario.tiers, scenario.escalation, scenario.seed, replication);
}

}  // namespace dimsim::scenario
