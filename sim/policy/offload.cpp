#include "dimsim/policy/offload.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/policy/tiers.hpp"

#include <fmt/format.h>

namespace dimsim::policy {

Field offload_field(const char* documentation) {
  return language::optional("tier", language::text(), documentation);
}

// The place of the policy is kept as well: it is the best one to state if the default tier does not suit.
OffloadTier read_offload_tier(const Node& parameters) {
  return {.named = optional_tier_name(parameters, "tier"), .policy = parameters.place};
}

std::size_t offload_tier(const OffloadTier& parameter, const Fleet& fleet, int min_layer) {
  const std::size_t tier = parameter.named ? tier_named(*parameter.named, fleet) : fleet.tiers.size() - 1;
  const Place& place = parameter.place();
  const Tier& target = fleet.tiers[tier];
  // Also for the default: the last tier of a fleet with a single tier is the device.
  if (tier == 0) {
    throw InputError(
        place,
        fmt::format("the policy offloads from '{}', the first tier, so it needs another one above",
                    target.name),
        fleet.tiers.size() == 1 ? "add a tier to deployment.tiers" : "name a later tier");
  }
  // An exit at the same depth elsewhere would give the same answer, since all tiers run the same model.
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
