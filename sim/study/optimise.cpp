#include "dimsim/study/optimise.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/scratch_folder.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/base/system_error.hpp"
#include "dimsim/results/metrics.hpp"
#include "dimsim/study/study.hpp"
#include "dimsim/study/traces.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

// Two stages. A full grid comes first: choices have no order that a search could follow, metrics may have
// several local optima, and the grid shows the whole picture to a user. A local search then refines the best
// combinations. All trials share the seed of the scenario, so that the objective is deterministic, as the
// search requires.
namespace dimsim::study {

namespace {

constexpr std::size_t kMostCombinations = 5000;  ///< a typing error must not start days of simulation

/// A value for each variable: a share of its range, or the index of its choice.
using Candidate = std::vector<double>;

/// Whether a variable may change what a policy does: a parameter of another policy does not. A policy that is
/// addressed by its index could be any of them, so that all are run.
bool concerns(const Variable& variable, const std::string& policy) {
  constexpr std::string_view kPolicies = "policies.";
  if (!variable.path.starts_with(kPolicies)) {
    return true;
  }
  const std::string rest = variable.path.substr(kPolicies.size());
  const std::string name = rest.substr(0, rest.find('.'));
  const bool is_number = name.find_first_not_of("0123456789") == std::string::npos;
  return is_number || name == policy;
}

/// Runs candidates and records the trials.
class Evaluator {
 public:
  Evaluator(const OptimiseOptions& options, const SignalWatch& signals)
      : options_(options), signals_(signals) {}

  [[nodiscard]] std::vector<std::string> values_at(const Candidate& candidate) const {
    std::vector<std::string> values;
    for (std::size_t i = 0; i < candidate.size(); ++i) {
      const Variable& variable = options_.variables[i];
      values.push_back(variable.is_continuous() ? variable.at(candidate[i])
                                                : variable.choices[static_cast<std::size_t>(candidate[i])]);
    }
    return values;
  }

  /// The same for one policy: "" for variables that do not concern it, so that equal trials have equal
  /// values.
  [[nodiscard]] std::vector<std::string> values_at(const Candidate& candidate,
                                                   const std::string& policy) const {
    std::vector<std::string> values = values_at(candidate);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!concerns(options_.variables[i], policy)) {
        values[i].clear();
      }
    }
    return values;
  }

  /// Runs all policies of the scenario at some candidates, or the policy `only`.
  void run(const std::vector<Candidate>& candidates, const std::string* only, bool is_refined) {
    std::vector<Inputs> points;
    std::vector<Candidate> candidate_of_point;
    for (const Candidate& candidate : candidates) {
      Inputs point = load(values_at(candidate));
      std::erase_if(point.scenario.policies, [&](const scenario::PolicyChoice& each) {
        return only != nullptr ? each.label != *only : is_repetition(candidate, each.label);
      });
      if (!point.scenario.policies.empty()) {
        points.push_back(std::move(point));
        candidate_of_point.push_back(candidate);
      }
    }
    // study::run() needs a journal; nothing of it is worth keeping here, since trials take seconds. The
    // folder is always a new one: runs that a killed optimisation left would be taken for these.
    const std::filesystem::path parent = std::filesystem::temp_directory_path();
    const ScratchFolder scratch(parent, "dimsim-optimise",
                                fmt::format("cannot create a folder in '{}'", parent.string()));
    Journal journal(scratch / "trials", "trials");
    std::map<std::pair<std::size_t, std::size_t>, std::vector<results::PolicySummary>> summaries;
    Options options;
    options.workers = options_.workers;
    options.on_progress = [this](const Progress& progress) {
      options_.on_progress(trials_.size() + progress.points_done);
    };
    std::vector<results::FailedKey> failed;
    try {
      failed = study::run(points, options, journal, false, signals_, [&](const results::RunRecord& record) {
        summaries[{record.key.point, record.key.policy}].push_back(record.summary);
      });
    } catch (...) {
      journal.remove();  // otherwise its destructor would write them to the disk first
      throw;
    }
    journal.remove();
    if (!failed.empty()) {
      throw RunError(failed.front().reason);
    }
    for (const auto& [key, runs] : summaries) {
      add(values_at(candidate_of_point[key.first], runs.front().policy), results::across_replications(runs),
          is_refined);
    }
  }

  [[nodiscard]] const Trial* find(const std::vector<std::string>& values, const std::string& policy) const {
    const auto found = std::find_if(trials_.begin(), trials_.end(), [&](const Trial& trial) {
      return trial.policy == policy && trial.values == values;
    });
    return found == trials_.end() ? nullptr : &*found;
  }

  [[nodiscard]] const std::vector<Trial>& trials() const { return trials_; }
  [[nodiscard]] std::vector<Trial> take_trials() { return std::move(trials_); }

 private:
  /// Whether the grid has another candidate that is the same for a policy: of the candidates that differ only
  /// in variables that do not concern it, the one with all of these at 0 is run.
  [[nodiscard]] bool is_repetition(const Candidate& candidate, const std::string& policy) const {
    for (std::size_t i = 0; i < candidate.size(); ++i) {
      const bool has_others = !options_.variables[i].is_continuous() || options_.grid > 1;
      if (has_others && candidate[i] > 0 && !concerns(options_.variables[i], policy)) {
        return true;
      }
    }
    return false;
  }

  Inputs load(const std::vector<std::string>& values) {
    std::vector<std::string> settings = options_.settings;
    for (std::size_t i = 0; i < values.size(); ++i) {
      settings.push_back(options_.variables[i].path + "=" + values[i]);
    }
    std::vector<Inputs> points = load_inputs(options_.scenario, settings, traces_).points;
    if (points.size() > 1) {
      throw InputError("the scenario has a sweep, and each of its points has an optimum of its own",
                       "choose a point: add --set 'sweep=~'");
    }
    check_metrics(points.front().scenario);
    return std::move(points.front());
  }

  /// Before the first run: value_of() gives NaN for an unknown metric, and all trials would be in vain.
  void check_metrics(const scenario::Scenario& scenario) const {
    std::vector<std::string> tiers;
    for (const scenario::Tier& tier : scenario.tiers) {
      tiers.push_back(tier.name);
    }
    const std::vector<std::string> known = results::metric_names(tiers);
    std::vector<std::string> requested{options_.goal.metric};
    for (const Limit& limit : options_.goal.limits) {
      requested.push_back(limit.metric);
    }
    for (const std::string& metric : requested) {
      if (std::find(known.begin(), known.end(), metric) == known.end()) {
        throw InputError(fmt::format("results have no metric {}", quote(metric)), suggestion(metric, known));
      }
    }
  }

  void add(std::vector<std::string> values, results::PolicySummary summary, bool is_refined) {
    Assessment assessment;
    const double objective = results::value_of(summary, options_.goal.metric);
    assessment.objective = options_.goal.is_largest ? -objective : objective;
    for (const Limit& limit : options_.goal.limits) {
      assessment.violation.push_back(limit.violation(results::value_of(summary, limit.metric)));
    }
    Trial trial{.values = std::move(values),
                .policy = summary.policy,
                .is_refined = is_refined,
                .assessment = std::move(assessment),
                .summary = {}};
    trial.summary = std::move(summary);
    trials_.push_back(std::move(trial));
  }

  const OptimiseOptions& options_;
  const SignalWatch& signals_;
  Traces traces_;
  std::vector<Trial> trials_;
};

/// All combinations of choices and of grid values.
std::vector<Candidate> grid_of(const OptimiseOptions& options) {
  std::vector<Candidate> candidates{{}};
  for (const Variable& variable : options.variables) {
    const std::size_t count = variable.is_continuous() ? options.grid : variable.choices.size();
    if (candidates.size() * count > kMostCombinations) {
      throw InputError(fmt::format("more than {} combinations to try", kMostCombinations),
                       "vary fewer things, or take a coarser --grid");
    }
    std::vector<Candidate> longer;
    for (const Candidate& candidate : candidates) {
      for (std::size_t i = 0; i < count; ++i) {
        longer.push_back(candidate);
        const auto number = static_cast<double>(i);
        // Both ends are on the grid, since optima often lie on a bound; a single value is the middle.
        longer.back().push_back(
            variable.is_continuous() ? (count == 1 ? 0.5 : number / static_cast<double>(count - 1)) : number);
      }
    }
    candidates = std::move(longer);
  }
  return candidates;
}

/// A candidate of the grid from which a search begins.
struct SearchStart {
  Candidate candidate;
  const Trial* trial = nullptr;
};

/// The best trial of each policy and combination of choices, best first, as many as there are searches:
/// within one combination the search reaches the neighbours of the best trial by itself, so that a second
/// start there would mostly repeat it.
std::vector<SearchStart> starts_of(const OptimiseOptions& options, const std::vector<Candidate>& candidates,
                                   const Evaluator& evaluator) {
  std::map<std::string, SearchStart> best;
  for (const Candidate& candidate : candidates) {
    for (const Trial& trial : evaluator.trials()) {
      const std::vector<std::string> values = evaluator.values_at(candidate, trial.policy);
      if (trial.values != values) {
        continue;
      }
      std::string choices;
      for (std::size_t i = 0; i < values.size(); ++i) {
        choices += options.variables[i].is_continuous() ? "" : values[i] + "\n";
      }
      SearchStart& start = best[choices + trial.policy];
      if (start.trial == nullptr || is_better(trial.assessment, start.trial->assessment)) {
        start = {candidate, &trial};
      }
    }
  }
  std::vector<SearchStart> starts;
  for (const auto& [key, start] : best) {
    starts.push_back(start);
  }
  std::stable_sort(starts.begin(), starts.end(), [](const SearchStart& a, const SearchStart& b) {
    return is_better(a.trial->assessment, b.trial->assessment);
  });
  starts.resize(std::min(starts.size(), options.searches));
  return starts;
}

/// Searches the ranges, beginning at a candidate, with its policy and its choices fixed.
void refine(const OptimiseOptions& options, const Candidate& from, const Trial& first, Evaluator& evaluator) {
  std::vector<std::size_t> free;
  std::vector<double> start;
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (options.variables[i].is_continuous() && concerns(options.variables[i], first.policy)) {
      free.push_back(i);
      start.push_back(from[i]);
    }
  }
  if (free.empty()) {
    return;
  }
  const std::string policy = first.policy;
  const double scale = std::max(std::abs(first.assessment.objective), 1e-12);  // a divisor, so not 0
  // Half the distance of the grid's values: the search first explores the cells beside its start.
  const double step = options.grid > 1 ? 0.5 / static_cast<double>(options.grid - 1) : 0.25;
  search_cube(start, step, std::isfinite(scale) ? scale : 1, options.goal.limits.size(), options.evaluations,
              [&](const std::vector<double>& shares) {
                Candidate candidate = from;
                for (std::size_t i = 0; i < free.size(); ++i) {
                  candidate[free[i]] = shares[i];
                }
                // Rounded to six digits, two steps of a search may be the same scenario, which is run once.
                const std::vector<std::string> values = evaluator.values_at(candidate, policy);
                if (evaluator.find(values, policy) == nullptr) {
                  evaluator.run({candidate}, &policy, true);
                }
                return evaluator.find(values, policy)->assessment;
              });
}

}  // namespace

std::vector<Trial> optimise(const OptimiseOptions& options, const SignalWatch& signals) {
  Evaluator evaluator(options, signals);
  const std::vector<Candidate> candidates = grid_of(options);
  evaluator.run(candidates, nullptr, false);
  const bool any_range = std::any_of(options.variables.begin(), options.variables.end(),
                                     [](const Variable& variable) { return variable.is_continuous(); });
  if (any_range) {
    // Copies: the evaluator's list of trials grows and moves them.
    std::vector<std::pair<Candidate, Trial>> starts;
    for (const SearchStart& start : starts_of(options, candidates, evaluator)) {
      starts.emplace_back(start.candidate, *start.trial);
    }
    for (const auto& [candidate, trial] : starts) {
      refine(options, candidate, trial, evaluator);
    }
  }
  return evaluator.take_trials();
}

const Trial* best_of(const std::vector<Trial>& trials) {
  const auto best = std::min_element(trials.begin(), trials.end(), [](const Trial& a, const Trial& b) {
    return is_better(a.assessment, b.assessment);
  });
  return best == trials.end() || !std::isfinite(best->assessment.objective) ? nullptr : &*best;
}

}  // namespace dimsim::study
