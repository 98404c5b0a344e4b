#pragma once

#include "dimsim/results/summary.hpp"
#include "dimsim/study/inputs.hpp"
#include "dimsim/study/search.hpp"
#include "dimsim/study/signal_watch.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace dimsim::study {

/// A decision variable: a path of the scenario, and one of several values or any value in a range.
struct Variable {
  std::string path;                  ///< "policies.early-exit.thresholds.0"
  std::vector<std::string> choices;  ///< as texts of the scenario; empty for a range
  double low = 0;                    ///< ends of the range, in `unit_text`
  double high = 0;
  std::string unit_text;
  bool is_logarithmic = false;

  [[nodiscard]] bool is_continuous() const { return choices.empty(); }
  /// The value at a share of the range from 0 to 1, as a text with six significant digits and the unit.
  [[nodiscard]] std::string at(double share) const;

  /// Reads "PATH=[a, b]", "PATH=1..8" (every whole number), "PATH=0.5..0.99", "PATH=1Mbps..100Mbps/log".
  /// Throws InputError.
  [[nodiscard]] static Variable parse(const std::string& text);
};

/// A condition on a metric.
struct Limit {
  std::string metric;
  bool is_least = false;  ///< the metric must be at least the bound, instead of at most
  double bound = 0;       ///< in the metric's unit

  /// Reads "latency.p95 <= 50 ms", "accuracy >= 0.8", "accuracy >= 80%". Throws InputError.
  [[nodiscard]] static Limit parse(const std::string& text);
  /// By how much a value violates the limit, as a share of the bound (of 1 if the bound is 0); at most 0 if
  /// it does not.
  [[nodiscard]] double violation(double value) const;
};

struct Goal {
  std::string metric;
  bool is_largest = false;  ///< maximise the metric, instead of minimising it
  std::vector<Limit> limits;
};

/// A policy with values of all variables, and its result.
struct Trial {
  std::vector<std::string> values;  ///< of the variables, as texts; "" for parameters of another policy
  std::string policy;
  bool is_refined = false;  ///< found by the search, instead of on the grid
  Assessment assessment;
  results::PolicySummary summary;
};

struct OptimiseOptions {
  std::filesystem::path scenario;
  std::vector<std::string> settings;
  std::vector<Variable> variables;
  Goal goal;
  std::size_t grid = 5;          ///< values of each range on the grid
  std::size_t evaluations = 30;  ///< of each search
  std::size_t searches = 3;      ///< number of searches, from the best candidates of the grid
  std::size_t workers = 1;
  std::function<void(std::size_t tried)> on_progress = [](std::size_t) {};
};

/// Tries every combination of choices and grid values with every policy of the scenario, then searches the
/// ranges from the best combinations. Returns all trials, in the order in which they were made. With common
/// random numbers the objective is a deterministic function of the variables, so that differences between
/// trials come from their values and not from chance. Throws InputError: wrong paths or values, unknown
/// metrics, too many combinations, a scenario with a sweep.
[[nodiscard]] std::vector<Trial> optimise(const OptimiseOptions& options, const SignalWatch& signals);

/// The best of some trials; nullptr if none has a defined objective.
[[nodiscard]] const Trial* best_of(const std::vector<Trial>& trials);

}  // namespace dimsim::study
