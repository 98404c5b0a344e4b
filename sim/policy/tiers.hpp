#pragma once

#include "dimsim/policy/legs.hpp"
#include "dimsim/policy/parameters.hpp"
#include "dimsim/policy/policy.hpp"

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

/// The diagnostic for a name at `place` that is not a tier of the fleet.
[[nodiscard]] Diagnostic unknown_tier(const Fleet& fleet, const std::string& name, const Place& place);

/// Index of the tier that `value` names. Throws InputError at its place.
[[nodiscard]] std::size_t tier_named_by(const Node& value, const Fleet& fleet);

}  // namespace dimsim::policy
