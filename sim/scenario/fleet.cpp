#include "dimsim/scenario/fleet.hpp"

// Policies get only what an operator would know before the run: layers, exits and prices of the tiers, but
// neither speeds nor loads, which they must observe or be given as a forecast.

namespace dimsim::scenario {

policy::Fleet fleet_of(std::span<const Tier> tiers, Escalation escalation, std::uint64_t seed,
                       std::uint32_t replication) {
  policy::Fleet fleet;
  for (const Tier& tier : tiers) {
    fleet.tiers.push_back({.name = tier.name,
                           .first_layer = tier.first_layer,
                           .last_layer = tier.last_layer,
                           .exits = tier.exits,
                           .layer_lambda = tier.layer_lambda,
                           .exit_lambda = tier.exit_lambda,
                           .offload_lambda = tier.offload_lambda});
  }
  fleet.seed = seed;
  fleet.replication = replication;
  fleet.restarts = escalation == Escalation::Text;
  return fleet;
}

}  // namespace dimsim::scenario
