#pragma once

#include "scenario/scenario.hpp"
#include "trace/trace.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace dimsim::study {

/// A point of a study and the trace that it runs on, checked against each other. Points share traces.
struct Inputs {
  scenario::Scenario scenario;
  std::shared_ptr<const trace::Trace> trace;
  std::shared_ptr<const trace::Trace> calibration = nullptr;  ///< the split that policies tune themselves on
};

/// Reads all points of a scenario with `--set` settings, and their traces, each once. Throws InputError with
/// everything that is wrong.
[[nodiscard]] std::vector<Inputs> load_inputs(const std::filesystem::path& file,
                                              const std::vector<std::string>& settings);

/// Checks what neither scenario nor trace can know alone: exits that the trace has no answers for, policies
/// that need labels, samples too long for a measured table, policies' parameters that name no tier. `name`
/// stands in messages for the scenario. Throws InputError.
void check_together(const scenario::Scenario& scenario, const trace::Trace& trace, const std::string& name);

}  // namespace dimsim::study
