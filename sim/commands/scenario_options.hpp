#pragma once

#include "commands/arguments.hpp"
#include "study/inputs.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace dimsim::commands {

/// Name of the argument that commands on a scenario take.
inline constexpr const char* kScenario = "SCENARIO";

/// Adds `--set` and `--seed`, which commands on a scenario share.
void add_scenario_options(po::options_description& options);

/// Reads the scenario that the arguments name, changed as they say, and its trace. Throws InputError.
[[nodiscard]] std::vector<study::Inputs> load_inputs(const po::variables_map& arguments);

}  // namespace dimsim::commands
