#pragma once

#include "dimsim/cli/arguments.hpp"
#include "dimsim/study/inputs.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace dimsim::cli {

/// Name of the argument that commands on a scenario take.
inline constexpr const char* kScenario = "SCENARIO";

/// Adds `--set`, `--sweep` and `--seed`, which commands on a scenario share.
void add_scenario_options(po::options_description& options);

/// What `--set` and `--seed` say, as settings of load_study.
[[nodiscard]] std::vector<std::string> settings_of(const po::variables_map& arguments);

/// What `-j` says, or the number of processors. Throws InputError.
[[nodiscard]] std::size_t worker_count(const po::variables_map& arguments);

/// Reads the scenario that the arguments name, changed as they say, and its trace. Throws InputError.
[[nodiscard]] study::StudyInputs load_inputs(const po::variables_map& arguments);

}  // namespace dimsim::cli
