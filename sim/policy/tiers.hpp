#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/policy/decision.hpp"
#include "dimsim/policy/fleet.hpp"
#include "dimsim/policy/legs.hpp"
#include "dimsim/policy/read_parameters.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace dimsim::policy {

/// Names of the fleet's tiers.
[[nodiscard]] std::vector<std::string> tier_names(const Fleet& fleet);

/// The action that runs a tier up to its deepest exit.
[[nodiscard]] Action answer_at(const Fleet& fleet, std::size_t tier);

/// The path of a request from where it is to the answer of a tier's deepest exit.
[[nodiscard]] Path path_to_answer(const Fleet& fleet, const Standing& from, std::size_t tier);

/// Index of the tier called `name` among the fleet's, or nothing.
[[nodiscard]] std::optional<std::size_t> find_tier(const Fleet& fleet, const std::string& name);

/// A parameter that names a tier. The fleet may not have it.
struct TierName {
  std::string name;
  Place place;
};

[[nodiscard]] TierName read_tier_name(const Node& value);
/// Empty if the optional parameter is not given.
[[nodiscard]] std::optional<TierName> optional_tier_name(const Node& parameters, const char* key);

/// The diagnostic for a name that is not a tier of the fleet.
[[nodiscard]] Diagnostic unknown_tier(const Fleet& fleet, const TierName& name);

/// Index of the tier. Throws InputError at the name's place if the fleet does not have it.
[[nodiscard]] std::size_t tier_named(const TierName& name, const Fleet& fleet);

}  // namespace dimsim::policy
