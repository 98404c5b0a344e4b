#include "dimsim/policy/legs.hpp"

#include "dimsim/base/error.hpp"

#include <fmt/format.h>

namespace dimsim::policy {

namespace {

// One function decides how a request moves, for policies that plan ahead and for the engine. Each call yields
// one leg: the engine calls it again after each leg and stores no path.

[[noreturn]] void refuse(const std::vector<Tier>& tiers, const Standing& standing, const Action& action) {
  throw InvariantError(
      fmt::format("a policy asked for layer {} at tier {} of {} for a request after layer {} at tier {}",
                  action.last_layer, action.tier, tiers.size(), standing.layer,
                  static_cast<std::int32_t>(standing.tier)));
}

/// The nearest tier below `tier` whose last layer precedes the first layer of `tier`, or kNowhere.
std::uint32_t tier_before(const std::vector<Tier>& tiers, std::uint32_t tier) {
  for (std::uint32_t below = tier; below-- > 0;) {
    if (tiers[below].last_layer + 1 == tiers[tier].first_layer) {
      return below;
    }
  }
  return kNowhere;
}

/// Whether the path to `tier` contains a tier above `standing` that starts at layer 1.
bool can_restart(const std::vector<Tier>& tiers, const Standing& standing, std::uint32_t tier) {
  while (tiers[tier].first_layer > 1) {
    tier = tier_before(tiers, tier);
    if (tier == kNowhere || (standing.tier != kNowhere && tier <= standing.tier)) {
      return false;
    }
  }
  return true;
}

}  // namespace

Leg next_leg(const std::vector<Tier>& tiers, const Standing& standing, const Action& action) {
  const bool is_new = standing.tier == kNowhere;
  if (action.tier >= tiers.size() || (!is_new && action.tier < standing.tier)) {
    refuse(tiers, standing, action);
  }
  Leg leg{action.tier, 1, action.last_layer, action.exit};
  if (action.last_layer < 1 || action.last_layer > tiers[action.tier].last_layer) {
    refuse(tiers, standing, action);
  }
  if (!is_new && action.tier == standing.tier) {
    leg.first_layer = standing.layer + 1;
    if (leg.last_layer < leg.first_layer) {
      refuse(tiers, standing, action);
    }
    return leg;
  }
  // A hidden state beyond the wanted layer is useless; the request must start again from the text.
  const bool restart = (standing.layer == 0 || action.from_text || action.last_layer <= standing.layer) &&
                       can_restart(tiers, standing, action.tier);
  const int done = restart ? 0 : standing.layer;
  // Downwards from the wanted tier, until a tier can continue with what the request has.
  while (tiers[leg.tier].first_layer > done + 1) {
    const std::uint32_t below = tier_before(tiers, leg.tier);
    if (below == kNowhere) {
      refuse(tiers, standing, action);
    }
    leg = {below, 1, tiers[below].last_layer, false};
    if (!is_new && below <= standing.tier) {
      leg.tier = standing.tier;  // the present tier continues up to the first layer of the next tier
      if (leg.last_layer > tiers[leg.tier].last_layer) {
        refuse(tiers, standing, action);
      }
      break;
    }
  }
  leg.first_layer = done + 1;
  if (leg.last_layer < leg.first_layer) {
    refuse(tiers, standing, action);
  }
  return leg;
}

double lambda_of(const Tier& tier, const Leg& leg, bool enters) {
  return tier.layer_lambda * (leg.last_layer - leg.first_layer + 1) + (leg.exit ? tier.exit_lambda : 0) +
         (enters ? tier.offload_lambda : 0);
}

Path path_of(const std::vector<Tier>& tiers, Standing standing, const Action& action) {
  Path path;
  while (standing.tier != action.tier || standing.layer != action.last_layer) {
    const Leg leg = next_leg(tiers, standing, action);
    path.legs.push_back(leg);
    path.lambda += lambda_of(tiers[leg.tier], leg, leg.tier != standing.tier);
    standing = {leg.tier, leg.last_layer};
  }
  return path;
}

}  // namespace dimsim::policy
