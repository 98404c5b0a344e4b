#pragma once

#include "dimsim/language/node.hpp"

#include <filesystem>

namespace dimsim::scenario {

/// Makes a path absolute. A path in a file is relative to that file, a path of a `--set` to the scenario
/// file.
void make_path_absolute(language::Node& path, const std::filesystem::path& file);

/// Fills in the defaults of a resolved scenario that depend on its other values: names of hosts, locations
/// and exits of tiers, costs of entering them, labels of policies, the absolute path of the trace. Refused
/// values stay unchanged.
void complete_scenario(language::Node& scenario, const std::filesystem::path& file);

}  // namespace dimsim::scenario
