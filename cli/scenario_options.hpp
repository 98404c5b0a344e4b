#pragma once

#include "dimsim/cli/arguments.hpp"
#include "dimsim/study/inputs.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dimsim::cli {

/// The argument of commands that read a scenario.
inline constexpr const char* kScenario = "SCENARIO";

/// Adds `--set`, `--sweep` and `--seed`.
void add_scenario_options(po::options_description& options);

/// The values of `--set`, `--sweep` and `--seed`, as settings for study::load_inputs.
[[nodiscard]] std::vector<std::string> settings_of(const po::variables_map& arguments);

/// The value of `-j`, by default the number of processors. Throws InputError.
[[nodiscard]] std::size_t worker_count(const po::variables_map& arguments);

/// Reads the scenario of the arguments, with their settings applied, and its traces. Prints warnings to
/// stderr. Throws InputError.
[[nodiscard]] study::StudyInputs load_inputs(const po::variables_map& arguments);

}  // namespace dimsim::cli
