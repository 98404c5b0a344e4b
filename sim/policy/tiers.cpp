#include "dimsim/policy/tiers.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace dimsim::policy {

std::vector<std::string> tier_names(const Fleet& fleet) {
  std::vector<std::string> names;
  for (const Tier& tier : fleet.tiers) {
    names.push_back(tier.name);
  }
  return names;
}

// A policy that chooses a tier but no exit gets the deepest one. Shallower exits are for policies that decide
// again after each exit.
Action answer_at(const Fleet& fleet, std::size_t tier) {
  return Action::run_to_exit(tier, fleet.tiers[tier].exits.back(), fleet.restarts);
}

Path path_to_answer(const Fleet& fleet, const Standing& from, std::size_t tier) {
  return path_of(fleet.tiers, from, answer_at(fleet, tier));
}

// Linear search: a fleet has a few tiers, and names are resolved once per run.
std::optional<std::size_t> find_tier(const Fleet& fleet, const std::string& name) {
  const auto found = std::find_if(fleet.tiers.begin(), fleet.tiers.end(),
                                  [&name](const Tier& tier) { return tier.name == name; });
  if (found == fleet.tiers.end()) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - fleet.tiers.begin());
}

TierName read_tier_name(const Node& value) { return {.name = value.string(), .place = value.place}; }

std::optional<TierName> optional_tier_name(const Node& parameters, const char* key) {
  const Node* value = parameters.find(key);
  return value != nullptr ? std::optional(read_tier_name(*value)) : std::nullopt;
}

Diagnostic unknown_tier(const Fleet& fleet, const TierName& name) {
  const std::vector<std::string> names = tier_names(fleet);
  // All names are listed, as there are few; a hint is added only if one of them is similar.
  return {.place = name.place,
          .message = fmt::format("there is no tier {}; the tiers are {}", quote(name.name), enumerate(names)),
          .hint = nearest(name.name, names).empty() ? "" : suggestion(name.name, names)};
}

std::size_t tier_named(const TierName& name, const Fleet& fleet) {
  const std::optional<std::size_t> tier = find_tier(fleet, name.name);
  if (!tier) {
    throw InputError({unknown_tier(fleet, name)});
  }
  return *tier;
}

}  // namespace dimsim::policy
