#include "policy/tiers.hpp"

#include "base/error.hpp"
#include "base/suggest.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace dimsim::policy {

std::optional<std::size_t> find_tier(const Fleet& fleet, const std::string& name) {
  const auto found = std::find(fleet.tiers.begin(), fleet.tiers.end(), name);
  if (found == fleet.tiers.end()) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - fleet.tiers.begin());
}

Diagnostic unknown_tier(const Fleet& fleet, const std::string& name, const Place& place) {
  return {
      .place = place,
      .message = fmt::format("there is no tier {}; the tiers are {}", quote(name), enumerate(fleet.tiers)),
      .hint = nearest(name, fleet.tiers).empty() ? "" : suggestion(name, fleet.tiers)};
}

std::size_t tier_named_by(const Node& value, const Fleet& fleet) {
  const std::optional<std::size_t> tier = find_tier(fleet, value.string());
  if (!tier) {
    throw InputError({unknown_tier(fleet, value.string(), value.place)});
  }
  return *tier;
}

}  // namespace dimsim::policy
