#pragma once

#include "scenario/scenario.hpp"
#include "trace/trace.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace dimsim::study {

/// A scenario and the trace that it runs on, checked against each other.
struct Inputs {
  scenario::Scenario scenario;
  trace::Trace trace;
  std::optional<trace::Trace> calibration = std::nullopt;  ///< the split that policies tune themselves on
};

/// Reads a scenario with `--set` settings, and its trace. Throws InputError with everything that is wrong.
[[nodiscard]] Inputs load_inputs(const std::filesystem::path& file, const std::vector<std::string>& settings);

/// Checks what neither scenario nor trace can know alone: exits that the trace has no answers for, policies
/// that need labels, samples too long for a measured table, policies' parameters that name no tier. `name`
/// stands in messages for the scenario. Throws InputError.
void check_together(const scenario::Scenario& scenario, const trace::Trace& trace, const std::string& name);

}  // namespace dimsim::study
