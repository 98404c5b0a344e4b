#include "dimsim/policy/offload.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/policy/tiers.hpp"

#include <fmt/format.h>

namespace dimsim::policy {

Field offload_field(const char* documentation) {
  return language::optional("tier", language::text(), documentation);
}

std::size_t offload_tier(const Node& parameters, const Fleet& fleet, int min_layer) {
  const Node* named = parameters.find("tier");
  const std::size_t tier = named != nullptr ? tier_named_by(*named, fleet) : fleet.tiers.size() - 1;
  const Place& place = named != nullptr ? named->place : parameters.place;
  const Tier& target = fleet.tiers[tier];
  if (tier == 0) {
    throw InputError(
        place,
        fmt::format("the policy offloads from '{}', the first tier, so it needs another one above",
                    target.name),
        fleet.tiers.size() == 1 ? "add a tier to deployment.tiers" : "name a later tier");
  }
  if (target.exits.back() < min_layer) {
    throw InputError(
        place,
        fmt::format("tier '{}' answers at layer {}; the policy needs one that answers at layer {} or later",
                    target.name, target.exits.back(), min_layer),
        "name a tier with a deeper exit, or let the first tier answer at a shallower one (`exit`)");
  }
  return tier;
}

}  // namespace dimsim::policy
