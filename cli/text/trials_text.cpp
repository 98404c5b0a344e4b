#include "dimsim/cli/text/trials_text.hpp"

#include "dimsim/base/version.hpp"
#include "dimsim/cli/text/json_number.hpp"
#include "dimsim/cli/text/shell_word.hpp"
#include "dimsim/cli/text/summary_table.hpp"
#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/cli/text/text_grid.hpp"
#include "dimsim/cli/text/text_style.hpp"
#include "dimsim/plan/sweep_option.hpp"
#include "dimsim/results/metrics.hpp"
#include "dimsim/results/summary_json.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

// The table of `dimsim optimise` shows many trials, not only the best: how flat the optimum is, and which
// limit binds, matters as much for a decision. It ends with a command that reproduces the best trial with all
// its metrics.

namespace dimsim::cli {

namespace {

using study::Limit;
using study::OptimiseOptions;
using study::Trial;

constexpr std::size_t kMostTrials = 30;

// The intervals are those across replications; without replications, no metric has one.
double half_width_of(const Trial& trial, const std::string& metric) {
  for (const results::NamedValue& each : trial.summary.ci95) {
    if (each.name == metric) {
      return each.value;
    }
  }
  return results::kAbsent;
}

std::string unit_of(const Trial& trial, const std::string& metric) {
  std::string unit;
  results::visit_metrics(trial.summary, [&](const results::Metric& each, double) {
    unit = each.name == metric ? each.unit : unit;
  });
  return unit;
}

// Times are in milliseconds, as in the table of `dimsim run`; limits may be given in any unit.
std::string in_unit(double value, const std::string& unit) {
  return unit == "s" ? compact(value * kMsPerS) + " ms" : compact(value);
}

/// "accuracy >= 0.8".
// Any trial will do: the unit of a metric is the same in all of them.
std::string limit_text(const Limit& limit, const Trial& any) {
  return fmt::format("{} {} {}", limit.metric,
                     limit.is_least ? ">=" : "<=", in_unit(limit.bound, unit_of(any, limit.metric)));
}

/// The value, with "!" if it violates the limit and "~" if its interval crosses the limit: then another seed
/// could decide otherwise. Blanks in place of a mark keep the numbers aligned.
std::string limited_value(const Trial& trial, const Limit& limit) {
  const double value = results::value_of(trial.summary, limit.metric);
  const double width = half_width_of(trial, limit.metric);
  const bool is_unsure = std::isfinite(width) && std::abs(value - limit.bound) < width;
  return in_unit(value, unit_of(trial, limit.metric)) + (is_unsure                    ? " ~"
                                                         : limit.violation(value) > 0 ? " !"
                                                                                      : "  ");
}

/// The last part of each path, or the whole path where parts would be ambiguous. An index, as in
/// "thresholds.0", keeps the name before it.
std::vector<std::string> short_names(const std::vector<study::Variable>& variables) {
  std::vector<std::string> names;
  for (const study::Variable& variable : variables) {
    std::size_t from = variable.path.rfind('.');
    const bool is_number = from != std::string::npos &&
                           variable.path.find_first_not_of("0123456789", from + 1) == std::string::npos;
    if (is_number) {
      from = variable.path.rfind('.', from - 1);
    }
    names.push_back(from == std::string::npos ? variable.path : variable.path.substr(from + 1));
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (std::count(names.begin(), names.end(), names[i]) > 1) {
      names[i] = variables[i].path;
    }
  }
  return names;
}

// Everything is quoted for a shell, so that the line can be copied as it is.
std::string command_of(const Trial& best, const OptimiseOptions& options) {
  std::string command = fmt::format("dimsim run {}", shell_word(options.scenario.string()));
  for (const std::string& setting : options.settings) {
    // The settings include sweeps, which may have one value here, as "--sweep PATH=VALUES".
    const bool is_sweep = plan::is_sweep_option(setting);
    const std::string value = is_sweep ? setting.substr(plan::kSweepOption.size()) : setting;
    command += (is_sweep ? " --sweep " : " --set ") + shell_word(value);
  }
  for (std::size_t i = 0; i < best.values.size(); ++i) {
    if (!best.values[i].empty()) {  // empty for a parameter of another policy
      command += " --set " + shell_word(options.variables[i].path + "=" + best.values[i]);
    }
  }
  return command;
}

Grid trials_grid(const std::vector<const Trial*>& rows, const OptimiseOptions& options) {
  std::vector<std::string> header{"policy"};
  for (const std::string& name : short_names(options.variables)) {
    header.push_back(name);
  }
  header.push_back(options.goal.metric);
  for (const Limit& limit : options.goal.limits) {
    header.push_back(limit.metric + "  ");
  }
  header.emplace_back("by");
  Grid grid{header};
  for (const Trial* trial : rows) {
    std::vector<std::string> row{trial->policy};
    for (const std::string& value : trial->values) {
      row.push_back(value.empty() ? "-" : value);
    }
    const double width = half_width_of(*trial, options.goal.metric);
    const std::string unit = unit_of(*trial, options.goal.metric);
    row.push_back(in_unit(results::value_of(trial->summary, options.goal.metric), unit) +
                  (std::isfinite(width) ? "±" + in_unit(width, unit) : ""));
    for (const Limit& limit : options.goal.limits) {
      row.push_back(limited_value(*trial, limit));
    }
    row.emplace_back(trial->is_refined ? "search" : "grid");
    grid.push_back(std::move(row));
  }
  return grid;
}

}  // namespace

std::string trials_table(const std::vector<Trial>& trials, const OptimiseOptions& options, bool colour) {
  std::vector<const Trial*> rows;
  for (const Trial& trial : trials) {
    rows.push_back(&trial);
  }
  // Stable, so that equal trials stay in the order of the search and the output is reproducible.
  std::stable_sort(rows.begin(), rows.end(), [](const Trial* a, const Trial* b) {
    return study::is_better(a->assessment, b->assessment);
  });
  const auto refined = static_cast<std::size_t>(
      std::count_if(trials.begin(), trials.end(), [](const Trial& trial) { return trial.is_refined; }));
  const Trial& best = *rows.front();
  std::vector<std::string> limits;
  for (const Limit& limit : options.goal.limits) {
    limits.push_back(limit_text(limit, best));
  }
  std::string text =
      wrapped(fmt::format("{} {}{}{}", options.goal.is_largest ? "maximise" : "minimise", options.goal.metric,
                          limits.empty() ? "" : ", subject to ", fmt::join(limits, " and ")),
              kTableWidth, 2);
  const std::size_t left_out = rows.size() > kMostTrials ? rows.size() - kMostTrials : 0;
  rows.resize(rows.size() - left_out);
  text += "\n";
  const std::vector<std::string> lines = lines_of(trials_grid(rows, options), 2);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    text += painted(lines[i], kBold, colour && i <= 1) + "\n";
  }
  text += left_out > 0 ? fmt::format("… and {} more; --json lists all\n", left_out) : "";
  text += fmt::format("\n{} evaluated: {} on the grid, {} by search.\n", counted(trials.size(), "candidate"),
                      trials.size() - refined, refined);
  const bool any_broken = std::any_of(trials.begin(), trials.end(),
                                      [](const Trial& trial) { return !trial.assessment.is_feasible(); });
  text += any_broken ? "!  violates the limit   ~  its 95 % interval crosses the limit\n" : "";
  if (best.assessment.is_feasible()) {
    text += fmt::format("\nBest: policy {}\n  {}\n", best.policy, command_of(best, options));
  }
  return text;
}

std::string trials_json(const std::vector<Trial>& trials, const OptimiseOptions& options) {
  const Trial* best = study::best_of(trials);
  Json list = Json::array();
  for (const Trial& trial : trials) {
    Json values = Json::object();
    for (std::size_t i = 0; i < trial.values.size(); ++i) {
      if (!trial.values[i].empty()) {  // a variable of another policy has no value here
        values[options.variables[i].path] = trial.values[i];
      }
    }
    Json metrics = Json::object();
    results::visit_metrics(trial.summary, [&metrics](const results::Metric& metric, double value) {
      metrics[metric.name] = json_number(value);
    });
    list.push_back({{"policy", trial.policy},
                    {"values", std::move(values)},
                    {"by", trial.is_refined ? "search" : "grid"},
                    // A list may lack a feasible trial: the best of an infeasible problem is not marked.
                    {"keeps_limits", trial.assessment.is_feasible()},
                    {"best", &trial == best && trial.assessment.is_feasible()},
                    {"replications", trial.summary.replications},
                    {"metrics", std::move(metrics)}});
  }
  Json limits = Json::array();
  for (const Limit& limit : options.goal.limits) {
    limits.push_back(
        {{"metric", limit.metric}, {"is", limit.is_least ? ">=" : "<="}, {"bound", limit.bound}});
  }
  return results::to_text({{"format", kTrialsFormat},
                           {"version", 1},
                           {"dimsim", kVersion},
                           {"scenario", options.scenario.string()},
                           {options.goal.is_largest ? "maximise" : "minimise", options.goal.metric},
                           {"subject_to", std::move(limits)},
                           {"trials", std::move(list)}}) +
         "\n";
}

}  // namespace dimsim::cli
