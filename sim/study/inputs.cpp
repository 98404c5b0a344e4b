#include "study/inputs.hpp"

#include "base/error.hpp"
#include "engine/plan.hpp"
#include "model/device.hpp"
#include "policy/policy.hpp"
#include "results/summary.hpp"
#include "scenario/load.hpp"

#include <algorithm>
#include <memory>
#include <set>

#include <fmt/format.h>

namespace dimsim::study {

namespace {

using scenario::Scenario;

/// A file as a whole.
Place place_of(const std::string& name) {
  return {std::make_shared<const SourceText>(SourceText{name, ""}), 0, 0};
}

void check_tier_names(const Scenario& scenario, const Place& place, Diagnostics& diagnostics) {
  for (const scenario::Tier& tier : scenario.tiers) {
    if (tier.name == results::kNetworkKey || tier.name == results::kTotalKey) {
      diagnostics.add(place, fmt::format("a tier cannot be called '{}': results use that word", tier.name),
                      "give it another name in deployment.tiers");
    }
  }
}

void check_exits(const Scenario& scenario, const trace::Trace& trace, const Place& place,
                 Diagnostics& diagnostics) {
  for (const scenario::Tier& tier : scenario.tiers) {
    const int deepest = tier.exits.back();
    if (deepest > trace.split.exits) {
      diagnostics.add(
          place,
          fmt::format("tier '{}' answers at exit {}, but the trace {} has answers of exits 1 to {}",
                      tier.name, deepest, trace.file.string(), trace.split.exits),
          "choose a model with as many layers as the trace has exits, or move the exit");
    }
  }
}

void check_labels(const Scenario& scenario, const trace::Trace& trace, const Place& place,
                  Diagnostics& diagnostics) {
  const auto& labels = trace.split.complexity;
  const auto unknown = std::count(labels.begin(), labels.end(), trace::Complexity::Unknown);
  if (!labels.empty() && unknown == 0) {
    return;
  }
  for (const scenario::PolicyChoice& choice : scenario.policies) {
    const policy::Entry* entry = policy::find(choice.policy);
    if (entry != nullptr && entry->needs_complexity) {
      const std::string lack =
          labels.empty() ? "has none" : fmt::format("lacks it for {} of {} samples", unknown, labels.size());
      diagnostics.add(place,
                      fmt::format("policy '{}' needs each sample's complexity, but the trace {} {}",
                                  choice.label, trace.file.string(), lack),
                      "add labels with `dimsim cartography`");
    }
  }
}

/// Service times of every step that may happen, for the shortest and the longest sample: a measured table is
/// refused beyond its range.
void check_service_times(const Scenario& scenario, const trace::Trace& trace, const Place& place,
                         Diagnostics& diagnostics) {
  const auto [shortest, longest] = std::minmax_element(trace.split.tokens.begin(), trace.split.tokens.end());
  std::set<std::string> said;
  for (const engine::Plan& plan : engine::make_plans(scenario, trace.split.classes)) {
    for (const engine::Step& step : plan.steps) {
      for (const scenario::HostGroup& group : scenario.tiers[step.tier].hosts) {
        for (const int tokens : {*shortest, *longest}) {
          try {
            static_cast<void>(model::service_time_s(group.device, scenario.model, step.piece, tokens, 1));
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

/// Makes every policy once, which checks what depends on the tiers.
void check_policies(const Scenario& scenario, const Place& place, Diagnostics& diagnostics) {
  policy::Fleet fleet;
  fleet.seed = scenario.seed;
  for (const scenario::Tier& tier : scenario.tiers) {
    fleet.tiers.push_back(tier.name);
  }
  for (const scenario::PolicyChoice& choice : scenario.policies) {
    const policy::Entry* entry = policy::find(choice.policy);
    if (entry == nullptr) {
      diagnostics.add(place, fmt::format("there is no policy '{}'", choice.policy),
                      "see `dimsim list policies`");
      continue;
    }
    try {
      static_cast<void>(entry->make(choice.parameters, fleet));
    } catch (const InputError& error) {
      diagnostics.add(error);
    }
  }
}

}  // namespace

Inputs load_inputs(const std::filesystem::path& file, const std::vector<std::string>& settings) {
  Inputs inputs{scenario::load(file, settings), {}};
  inputs.trace = trace::read(inputs.scenario.workload.trace, inputs.scenario.workload.split);
  check_together(inputs.scenario, inputs.trace, file.string());
  return inputs;
}

void check_together(const Scenario& scenario, const trace::Trace& trace, const std::string& name) {
  const Place place = place_of(name);
  Diagnostics diagnostics;
  check_tier_names(scenario, place, diagnostics);
  check_exits(scenario, trace, place, diagnostics);
  check_labels(scenario, trace, place, diagnostics);
  check_service_times(scenario, trace, place, diagnostics);
  check_policies(scenario, place, diagnostics);
  diagnostics.throw_if_any();
}

}  // namespace dimsim::study
