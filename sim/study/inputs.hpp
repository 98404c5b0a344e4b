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

/// Reads all points of a scenario with settings (see plan::load_study), and their traces, each once. Throws
/// InputError with all faults of the scenario's points; if there are none, with those of the first point of
/// which a trace cannot be read, a policy cannot tune itself on the calibration split, or check_together or
/// check_metric finds a fault.
[[nodiscard]] StudyInputs load_inputs(const std::filesystem::path& file,
                                      const std::vector<std::string>& settings);

/// The same; traces that `traces` already holds are not read again.
[[nodiscard]] StudyInputs load_inputs(const std::filesystem::path& file,
                                      const std::vector<std::string>& settings, Traces& traces);

/// Checks a scenario against its trace: exits for which the trace has no answers, policies that need labels,
/// samples too short or too long for a measured table, layers that do not fit into a host's memory with the
/// longest sample. `name` is the scenario's name in messages, for when the position of its key `trace` is not
/// known. Throws InputError with all faults.
void check_together(const scenario::Scenario& scenario, const trace::Trace& trace, const std::string& name);

/// Checks that the results of the scenario have the metric of a precision. Throws InputError.
void check_metric(const plan::Precision& precision, const scenario::Scenario& scenario);

}  // namespace dimsim::study
