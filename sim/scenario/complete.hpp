#pragma once

#include "dimsim/language/node.hpp"

#include <filesystem>

namespace dimsim::scenario {

/// Makes a path absolute: it is relative to the file that holds it, that of a `--set` to the scenario file.
void make_path_absolute(language::Node& path, const std::filesystem::path& file);

/// Fills in the defaults of a resolved scenario that depend on the rest of it: names, locations and exits of
/// tiers, costs of entering them, labels of policies, the absolute path of the trace. What was refused stays
/// as it is.
void complete_scenario(language::Node& scenario, const std::filesystem::path& file);

}  // namespace dimsim::scenario
