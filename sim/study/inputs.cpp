#include "dimsim/study/inputs.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/model/device.hpp"
#include "dimsim/plan/load.hpp"
#include "dimsim/policy/policy.hpp"
#include "dimsim/results/metrics.hpp"
#include "dimsim/study/traces.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <set>

#include <fmt/format.h>

namespace dimsim::study {

namespace {

using scenario::Scenario;

void check_exits(const Scenario& scenario, const trace::Trace& trace, const Place& place,
                 Diagnostics& diagnostics) {
  if (trace.split.exits == 0) {
    diagnostics.add(scenario.workload.split_place.source ? scenario.workload.split_place : place,
                    fmt::format("split '{}' of the trace {} has no answers of exits", scenario.workload.split,
                                trace.file.string()),
                    "choose one that has, such as test");
    return;
  }
  for (const scenario::Tier& tier : scenario.tiers) {
    const int deepest = tier.exits.back();
    if (deepest > trace.split.exits) {
      diagnostics.add(
          tier.exits_place.source ? tier.exits_place : place,
          fmt::format("tier '{}' answers at exit {}, but the trace {} has answers of exits 1 to {}",
                      tier.name, deepest, trace.file.string(), trace.split.exits),
          "choose a model with as many layers as the trace has exits, or move the exit");
    }
  }
}

/// The reported split needs labels for every policy that looks at them; `calibration`, for those that tune
/// themselves.
void check_labels(const Scenario& scenario, const trace::Trace& trace, const Place& place, bool calibration,
                  Diagnostics& diagnostics) {
  const auto& labels = trace.split.complexity;
  const auto unknown = std::count(labels.begin(), labels.end(), trace::Complexity::Unknown);
  if (!labels.empty() && unknown == 0) {
    return;
  }
  for (const scenario::PolicyChoice& choice : scenario.policies) {
    const policy::Needs& needs = choice.parameters->needs();
    if (needs.complexity && (!calibration || needs.calibration)) {
      const std::string lack =
          labels.empty() ? "has none" : fmt::format("lacks it for {} of {} samples", unknown, labels.size());
      diagnostics.add(
          choice.place.source ? choice.place : place,
          fmt::format(
              "policy '{}' needs each sample's complexity, but the {} {} {}", choice.label,
              calibration ? fmt::format("split '{}' of the trace", scenario.workload.calibration) : "trace",
              trace.file.string(), lack),
          "add labels with `dimsim cartography`");
    }
  }
}

/// Service times of every tier, up to its first exit and as a whole, for the shortest and the longest sample:
/// a measured table is refused beyond its range.
void check_service_times(const Scenario& scenario, const trace::Trace& trace, const Place& place,
                         Diagnostics& diagnostics) {
  const auto [shortest, longest] = std::minmax_element(trace.split.tokens.begin(), trace.split.tokens.end());
  std::set<std::string> said;
  for (const scenario::Tier& tier : scenario.tiers) {
    for (const int last_layer : {tier.exits.front(), tier.last_layer}) {
      const model::Piece piece = {tier.first_layer, last_layer, 1, trace.split.classes};
      for (const scenario::HostGroup& group : tier.hosts) {
        for (const int tokens : {*shortest, *longest}) {
          try {
            static_cast<void>(model::service_time_s(group.device, scenario.model, piece, tokens, 1));
          } catch (const InputError& error) {
            const Diagnostic& first = error.diagnostics().front();
            if (said.insert(first.message).second) {
              diagnostics.add(place, fmt::format("trace {}: {}", trace.file.string(), first.message),
                              first.hint);
            }
          }
        }
      }
    }
  }
}

/// The layers of a tier, with all of its exit heads and one sample on each server, fit into the memory of its
/// hosts.
void check_memory(const Scenario& scenario, const trace::Trace& trace, const Place& place,
                  Diagnostics& diagnostics) {
  const int longest = *std::max_element(trace.split.tokens.begin(), trace.split.tokens.end());
  for (const scenario::Tier& tier : scenario.tiers) {
    const model::Piece piece = {tier.first_layer, tier.last_layer, static_cast<int>(tier.exits.size()),
                                trace.split.classes};
    for (const scenario::HostGroup& group : tier.hosts) {
      const model::Device& device = group.device;
      const double needed =
          model::memory_bytes(scenario.model, piece, model::computed_tokens(scenario.model, longest),
                              device.servers, model::bytes_per_element(device.precision));
      if (device.memory_bytes > 0 && needed > device.memory_bytes) {
        diagnostics.add(
            group.place.source ? group.place : place,
            fmt::format("tier '{}': layers {}-{} of {} take {} with {} samples at a time, and '{}' has {}",
                        tier.name, tier.first_layer, tier.last_layer, scenario.model.name,
                        human(needed, Dimension::Data), device.servers, device.name,
                        human(device.memory_bytes, Dimension::Data)),
            "choose fewer layers, fewer servers, a smaller model or precision, or a larger device");
      }
    }
  }
}

/// The first policy that tunes itself on samples beside the reported ones.
const scenario::PolicyChoice* find_tuning_policy(const Scenario& scenario) {
  for (const scenario::PolicyChoice& choice : scenario.policies) {
    if (choice.parameters->needs().calibration) {
      return &choice;
    }
  }
  return nullptr;
}

/// The split that policies tune themselves on, if one of them does.
std::shared_ptr<const trace::Trace> read_calibration(const Scenario& scenario, const trace::Trace& reported,
                                                     Traces& traces) {
  const scenario::PolicyChoice* choice = find_tuning_policy(scenario);
  if (choice == nullptr) {
    return nullptr;
  }
  const scenario::Workload& workload = scenario.workload;
  if (workload.calibration == workload.split) {
    throw InputError(workload.split_place,
                     fmt::format("policy '{}' would tune itself on '{}', the samples that are reported",
                                 choice->label, workload.split),
                     "set workload.calibration to another split of the trace");
  }
  try {
    std::shared_ptr<const trace::Trace> calibration = traces.read(workload, workload.calibration);
    if (calibration->split.exits != reported.split.exits ||
        calibration->split.classes != reported.split.classes) {
      throw InputError(
          workload.calibration_place,
          fmt::format("workload.calibration: split '{}' has answers of {} exits for {} classes, but "
                      "'{}' has {} for {}",
                      workload.calibration, calibration->split.exits, calibration->split.classes,
                      workload.split, reported.split.exits, reported.split.classes));
    }
    Diagnostics diagnostics;
    check_labels(scenario, *calibration, workload.calibration_place, true, diagnostics);
    diagnostics.throw_if_any();
    return calibration;
  } catch (const InputError& error) {
    std::vector<Diagnostic> all = error.diagnostics();
    all.back().remarks.push_back(
        {choice->place, fmt::format("policy '{}' tunes itself on it; workload.calibration names "
                                    "another split, and thresholds of your own need none",
                                    choice->label)});
    throw InputError(std::move(all));
  }
}

}  // namespace

StudyInputs load_inputs(const std::filesystem::path& file, const std::vector<std::string>& settings) {
  Traces traces;
  return load_inputs(file, settings, traces);
}

StudyInputs load_inputs(const std::filesystem::path& file, const std::vector<std::string>& settings,
                        Traces& traces) {
  plan::Study study = plan::load_study(file, settings);
  StudyInputs result{
      .settings = std::move(study.settings), .points = {}, .warnings = std::move(study.warnings)};
  for (plan::Point& point : study.points) {
    Inputs inputs{
        .scenario = std::move(point.scenario), .trace = nullptr, .description = std::move(point.description)};
    inputs.trace = traces.read(inputs.scenario.workload, inputs.scenario.workload.split);
    inputs.calibration = read_calibration(inputs.scenario, *inputs.trace, traces);
    check_together(inputs.scenario, *inputs.trace, file.string());
    if (inputs.description.precision) {
      check_metric(*inputs.description.precision, inputs.scenario);
    }
    result.points.push_back(std::move(inputs));
  }
  return result;
}

void check_together(const Scenario& scenario, const trace::Trace& trace, const std::string& name) {
  const Place place = scenario.workload.trace_place.source ? scenario.workload.trace_place : file_place(name);
  Diagnostics diagnostics;
  check_exits(scenario, trace, place, diagnostics);
  check_labels(scenario, trace, place, false, diagnostics);
  check_service_times(scenario, trace, place, diagnostics);
  check_memory(scenario, trace, place, diagnostics);
  diagnostics.throw_if_any();
}

void check_metric(const plan::Precision& precision, const Scenario& scenario) {
  constexpr std::array kMore = {"battery.", "carbon.", "report."};
  std::vector<std::string> tiers;
  for (const scenario::Tier& tier : scenario.tiers) {
    tiers.push_back(tier.name);
  }
  const std::string& metric = precision.metric;
  const std::vector<std::string> known = results::metric_names(tiers);
  const bool is_known =
      std::find(known.begin(), known.end(), metric) != known.end() ||
      std::any_of(kMore.begin(), kMore.end(), [&](const char* prefix) { return metric.starts_with(prefix); });
  if (!is_known) {
    throw InputError(precision.metric_place,
                     fmt::format("precision.metric: results have no {}", quote(metric)),
                     suggestion(metric, known));
  }
}

}  // namespace dimsim::study
