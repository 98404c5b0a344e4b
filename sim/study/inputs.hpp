#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/plan/study.hpp"
#include "dimsim/scenario/scenario.hpp"
#include "dimsim/trace/trace.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace dimsim::study {

class Traces;

/// A point of a study and the trace that it runs on, checked against each other. Points share traces.
struct Inputs {
  scenario::Scenario scenario;
  std::shared_ptr<const trace::Trace> trace;
  std::shared_ptr<const trace::Trace> calibration = nullptr;  ///< the split that policies tune themselves on
  plan::PointDescription description = {};
};

/// All points of a study.
struct StudyInputs {
  plan::Settings settings;
  std::vector<Inputs> points;        ///< at least one
  std::vector<Diagnostic> warnings;  ///< about the scenario
};

/// Reads all points of a scenario with settings (see plan::load_study), and their traces, each once.
/// Throws InputError with everything that is wrong with the scenario's points; else about the first point
/// whose traces cannot be read, whose policies cannot tune themselves on the split that is named, or that
/// check_together or check_metric refuses.
[[nodiscard]] StudyInputs load_inputs(const std::filesystem::path& file,
                                      const std::vector<std::string>& settings);

/// The same with the traces that others have read already.
[[nodiscard]] StudyInputs load_inputs(const std::filesystem::path& file,
                                      const std::vector<std::string>& settings, Traces& traces);

/// Checks what neither scenario nor trace can know alone: exits that the trace has no answers for, policies
/// that need labels, samples too short or too long for a measured table, layers that do not fit into a host's
/// memory with the longest sample. `name` stands in messages for the scenario where the trace's place is not
/// known. Throws InputError with all that it finds.
void check_together(const scenario::Scenario& scenario, const trace::Trace& trace, const std::string& name);

/// Checks that the metric of a precision is one that results of the scenario have. Throws InputError.
void check_metric(const plan::Precision& precision, const scenario::Scenario& scenario);

}  // namespace dimsim::study
