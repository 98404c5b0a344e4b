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

Action answer_at(const Fleet& fleet, std::size_t tier) {
  return Action::run_to_exit(tier, fleet.tiers[tier].exits.back(), fleet.restarts);
}

Path path_to_answer(const Fleet& fleet, const Standing& from, std::size_t tier) {
  return path_of(fleet.tiers, from, answer_at(fleet, tier));
}

std::optional<std::size_t> find_tier(const Fleet& fleet, const std::string& name) {
  const auto found = std::find_if(fleet.tiers.begin(), fleet.tiers.end(),
                                  [&name](const Tier& tier) { return tier.name == name; });
  if (found == fleet.tiers.end()) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - fleet.tiers.begin());
}

Diagnostic unknown_tier(const Fleet& fleet, const std::string& name, const Place& place) {
  const std::vector<std::string> names = tier_names(fleet);
  return {.place = place,
          .message = fmt::format("there is no tier {}; the tiers are {}", quote(name), enumerate(names)),
          .hint = nearest(name, names).empty() ? "" : suggestion(name, names)};
}

std::size_t tier_named_by(const Node& value, const Fleet& fleet) {
  const std::optional<std::size_t> tier = find_tier(fleet, value.string());
  if (!tier) {
    throw InputError({unknown_tier(fleet, value.string(), value.place)});
  }
  return *tier;
}

}  // namespace dimsim::policy
