#include "dimsim/analysis/request_detail.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/cli/arguments.hpp"
#include "dimsim/cli/command.hpp"
#include "dimsim/cli/text/explanation_text.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/plan/load.hpp"
#include "dimsim/study/traces.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include <fmt/format.h>

// Each source of the explanation may be missing. The result file always has the request's times and totals;
// the scenario inside it adds devices and prices, unless another version of dimsim wrote it in a form that
// this one cannot read; the trace, which --trace names, adds what the other exits would have answered. What
// is missing makes the explanation shorter, and only an explicit --trace that does not fit the result is an
// error.

namespace dimsim::cli {
namespace {

constexpr const char* kResultFile = "RESULT";

po::options_description explain_options() {
  po::options_description options;
  auto add = options.add_options();
  add("request", po::value<std::int64_t>());
  add("policy", text_option());
  add("point", text_option());
  add("replication", po::value<std::int64_t>());
  add("trace", text_option());
  return options;
}

std::optional<std::int64_t> integer_option(const po::variables_map& arguments, const char* option) {
  return arguments.contains(option) ? std::optional(arguments[option].as<std::int64_t>()) : std::nullopt;
}

/// The runs that satisfy the predicate. Throws InputError with this message if there are none.
template <class Predicate>
std::vector<const analysis::RunEntry*> matching_runs(const std::vector<const analysis::RunEntry*>& runs,
                                                     Predicate predicate, const std::string& file,
                                                     const std::string& message, const std::string& hint) {
  std::vector<const analysis::RunEntry*> chosen;
  std::copy_if(runs.begin(), runs.end(), std::back_inserter(chosen),
               [&](const auto* run) { return predicate(*run); });
  if (chosen.empty()) {
    throw InputError(file_place(file), message, hint);
  }
  return chosen;
}

/// The distinct policy labels, in the order of the file.
std::vector<std::string> policy_labels(const std::vector<const analysis::RunEntry*>& runs) {
  std::vector<std::string> labels;
  for (const analysis::RunEntry* run : runs) {
    if (std::find(labels.begin(), labels.end(), run->policy) == labels.end()) {
      labels.push_back(run->policy);
    }
  }
  return labels;
}

/// The run selected by the options; if several match, the first one, which a message on stderr names.
const analysis::RunEntry& chosen_run(const analysis::ResultReader& result,
                                     const po::variables_map& arguments) {
  const std::string file = result.path().string();
  std::vector<const analysis::RunEntry*> runs;
  for (const analysis::RunEntry& run : result.runs()) {
    runs.push_back(&run);
  }
  if (arguments.contains("point")) {
    const std::string& name = arguments["point"].as<std::string>();
    runs = matching_runs(
        runs, [point = result.point(name)](const auto& run) { return run.point == point; }, file,
        fmt::format("has no runs at point {}", quote(name)),
        "repeat the study: the same command does the runs that failed");
  }
  if (arguments.contains("policy")) {
    const std::string& label = arguments["policy"].as<std::string>();
    runs = matching_runs(
        runs, [&](const auto& run) { return run.policy == label; }, file,
        fmt::format("has no policy {}", quote(label)), suggestion(label, policy_labels(runs)));
  }
  if (const auto replication = integer_option(arguments, "replication")) {
    runs = matching_runs(
        runs, [&](const auto& run) { return run.replication == *replication; }, file,
        fmt::format("has no replication {}", *replication),
        fmt::format("replications are numbered from 0 to {}", runs.back()->replication));
  }
  const analysis::RunEntry& first = *runs.front();
  if (runs.size() > 1) {
    remark(fmt::format("{} match; showing the first: policy {}, point {}, replication {}. Policies: {}.\n",
                       counted(runs.size(), "run"), first.policy, first.point, first.replication,
                       enumerate(policy_labels(runs))));
  }
  return first;
}

/// The scenario of a run's point, or nothing if the file has none that this version can read.
std::optional<scenario::Scenario> scenario_of(const analysis::ResultReader& result,
                                              const analysis::RunEntry& run) {
  const std::string text = result.scenario_text(run);
  if (text.empty()) {
    return std::nullopt;
  }
  try {
    return plan::load_text(text, result.path());
  } catch (const InputError&) {
    remark(
        "This version of dimsim cannot read the scenario in the file; the explanation is less detailed.\n");
    return std::nullopt;
  }
}

/// The trace, read with the split that the run used. Throws InputError if the trace is not the one of the
/// run: if it lacks the sample, or predicts another class at the exit that answered. A trace that passes by
/// chance is possible, but result files do not hold a checksum of their trace.
std::shared_ptr<const trace::Trace> trace_of_request(const std::string& file,
                                                     const scenario::Scenario& scenario,
                                                     const analysis::RequestDetail& request) {
  scenario::Workload workload = scenario.workload;
  workload.trace = file;
  workload.trace_place = file_place(file);
  study::Traces traces;
  std::shared_ptr<const trace::Trace> trace = traces.read(workload, workload.split);
  if (request.sample >= trace->split.samples) {
    throw InputError(
        file_place(file),
        fmt::format("has {} in the split {}, but the request used sample {}",
                    counted(trace->split.samples, "sample"), quote(workload.split), request.sample),
        "name the trace that the run used");
  }
  const std::size_t sample = request.sample;
  if (request.is_answered() && !trace->split.logits.empty() && request.exit_layer <= trace->split.exits &&
      trace->split.prediction(sample, request.exit_layer) != request.prediction) {
    throw InputError(file_place(file), "predicts another class for the request's sample than the result file",
                     "name the trace that the run used");
  }
  return trace;
}

}  // namespace

void explain_command(const std::vector<std::string>& arguments) {
  const auto read = read_arguments({.command = "explain"}, explain_options(), arguments);
  if (!read) {
    return;
  }
  // Not a required option of Boost, so that the hint can show a number to begin with.
  const auto number = integer_option(*read, "request");
  if (!number) {
    throw InputError("dimsim explain: --request is missing", "--request 0 explains the first one");
  }
  const auto result = analysis::ResultReader::open((*read)[kResultFile].as<std::string>());
  result.check_keeps_requests();
  const analysis::RunEntry& run = chosen_run(result, *read);
  if (*number < 0) {
    throw InputError(file_place(result.path().string()),
                     fmt::format("has no request {}: there are {}, counted from 0", *number, run.requests));
  }
  const analysis::RequestDetail request =
      analysis::request_detail(result, run, static_cast<std::size_t>(*number));
  const auto scenario = scenario_of(result, run);
  std::shared_ptr<const trace::Trace> trace;
  if (read->contains("trace")) {
    if (!scenario) {
      throw InputError(
          "--trace needs the split that the run used, but the scenario in the result file cannot be read",
          "omit --trace");
    }
    trace = trace_of_request((*read)["trace"].as<std::string>(), *scenario, request);
  }
  print(explanation_text({.run = run,
                          .request = request,
                          .index = static_cast<std::size_t>(*number),
                          .point = result.points()[run.point].name(),
                          .scenario = scenario ? &*scenario : nullptr,
                          .samples = trace ? &trace->split : nullptr}));
}

}  // namespace dimsim::cli
