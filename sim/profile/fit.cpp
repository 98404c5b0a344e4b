// The roofline model (Williams, Waterman and Patterson, CACM 52(4), 2009) with overheads, fitted to measured
// times. roofline_fit.cpp solves for given unknowns; this file decides which unknowns the rows can determine,
// and says where they determine them badly. The unknowns are reciprocals of rates, in which the time of a
// compute-bound or memory-bound part is linear.
//
// Deviations are relative: times range over orders of magnitude, and the longest ones alone would decide a
// fit of absolute deviations.
#include "dimsim/profile/fit.hpp"

#include "dimsim/base/suggest.hpp"
#include "dimsim/profile/roofline_fit.hpp"
#include "dimsim/statistics/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace dimsim::profile {
namespace {

/// A fitted bandwidth must reduce the leave-one-out error to this fraction; otherwise it only follows noise.
constexpr double kMinImprovement = 0.95;

/// 1/x, which maps 0 and infinity to each other.
double inverse(double x) { return x > 0 ? 1 / x : kInfinity; }

Task task_of(const Fixed& fixed, bool fits_bandwidth, bool same_depth) {
  Task task;
  const auto set = [&task](Eigen::Index unknown, const std::optional<double>& value, double otherwise,
                           bool is_free) {
    task.given[unknown] = value.value_or(otherwise);
    task.is_free[static_cast<std::size_t>(unknown)] = !value && is_free;
  };
  const auto inverted = [](const std::optional<double>& value) {
    return value ? std::optional(inverse(*value)) : std::nullopt;
  };
  // With one depth both overheads have proportional columns; fixing one of them makes the other identifiable.
  set(kOverhead, fixed.overhead_s, 0, !same_depth || fixed.layer_overhead_s);
  set(kLayerOverhead, fixed.layer_overhead_s, 0, true);
  set(kPerFlop, inverted(fixed.flops_per_s), 0, true);
  set(kPerByte, inverted(fixed.memory_bytes_per_s), 0, fits_bandwidth);
  return task;
}

Parameters parameters_of(const Unknowns& x) {
  return {.overhead_s = x[kOverhead],
          .layer_overhead_s = x[kLayerOverhead],
          .flops_per_s = inverse(x[kPerFlop]),
          .memory_bytes_per_s = inverse(x[kPerByte])};
}

std::vector<std::string> free_names(const Task& task) {
  const std::array<const char*, 4> names{"overhead", "layer overhead", "rate", "memory bandwidth"};
  std::vector<std::string> result;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (task.is_free.at(i)) {
      result.emplace_back(names.at(i));
    }
  }
  return result;
}

double root_mean_square(const std::vector<Equation>& equations,
                        const std::vector<std::optional<double>>& times) {
  double sum = 0;
  for (std::size_t i = 0; i < equations.size(); ++i) {
    // A row that cannot be predicted without itself rules its fit out.
    const double deviation = times[i] ? *times[i] / equations[i].seconds - 1 : kInfinity;
    sum += deviation * deviation;
  }
  return std::sqrt(sum / static_cast<double>(equations.size()));
}

/// Condition number above which single parameters are unreliable: 2 % of noise then amount to 100 % of a
/// parameter.
constexpr double kIllConditioned = 50;

/// A solution, and each row's time predicted by a fit to the other rows (empty if there are too few rows).
struct Solution {
  Task task;
  std::optional<Unknowns> unknowns;
  std::vector<std::optional<double>> left_out_s;
  double left_out_error = kInfinity;  ///< root mean square, relative
};

Solution solution_of(const std::vector<Equation>& equations, const Task& task) {
  Solution solution{.task = task, .unknowns = solve(equations, task), .left_out_s = {}};
  if (equations.size() > std::max<std::size_t>(1, task.free_count())) {
    solution.left_out_s = leave_one_out(equations, task);
    solution.left_out_error = root_mean_square(equations, solution.left_out_s);
  }
  return solution;
}

/// Fits a memory bandwidth too if that improves the prediction of rows outside the fit.
Solution best_solution(const std::vector<Equation>& equations, const Fixed& fixed, bool same_depth) {
  Solution plain = solution_of(equations, task_of(fixed, false, same_depth));
  if (fixed.memory_bytes_per_s) {
    return plain;
  }
  Solution with_memory = solution_of(equations, task_of(fixed, true, same_depth));
  // An infinite condition number: no part is memory-bound at the solution, or its column depends on others.
  // Then the bandwidth is arbitrary, and a better error is chance.
  const bool is_seen =
      with_memory.unknowns && std::isfinite(condition_of(equations, with_memory.task, *with_memory.unknowns));
  const bool pays = is_seen && std::isfinite(with_memory.left_out_error) &&
                    with_memory.left_out_error < kMinImprovement * plain.left_out_error;
  return pays ? with_memory : plain;
}

void check_rows(const std::vector<Equation>& equations, const Task& task, const Measurement& first) {
  if (equations.size() >= task.free_count()) {
    return;
  }
  const std::vector<std::string> names = free_names(task);
  throw InputError(fmt::format("device {} has {} row{} to fit to in {}; at least {} are needed for {}",
                               quote(first.device), equations.size(), equations.size() == 1 ? "" : "s",
                               name_of(first.precision), names.size(), enumerate(names)),
                   "add rows, or fix a parameter: --overhead 0s --layer-overhead 0s");
}

std::vector<Prediction> predictions_of(const std::vector<Measurement>& rows, const Parameters& parameters,
                                       const Solution& solution) {
  std::vector<Prediction> predictions;
  std::size_t fitted = 0;
  for (const Measurement& row : rows) {
    Prediction prediction{.row = row, .predicted_s = predicted_s(parameters, row), .left_out_s = {}};
    if (!row.is_check && !solution.left_out_s.empty()) {
      prediction.left_out_s = solution.left_out_s[fitted++];
    }
    predictions.push_back(std::move(prediction));
  }
  return predictions;
}

/// What a user must know who reads the fitted parameters.
std::vector<std::string> notes_on(const Solution& solution, const std::vector<Equation>& equations,
                                  bool is_overhead_ambiguous) {
  std::vector<std::string> notes;
  if (is_overhead_ambiguous) {
    notes.push_back(fmt::format(
        "all rows have {} layers, so the overhead cannot be distinguished from {} times the layer "
        "overhead and is assigned to the latter",
        equations.front().layers, equations.front().layers));
  }
  if (condition_of(equations, solution.task, *solution.unknowns) > kIllConditioned) {
    notes.push_back(fmt::format(
        "the rows hardly distinguish {}: use them together, not individually, or add rows of other "
        "lengths, batches and depths",
        enumerate(free_names(solution.task))));
  }
  if (solution.left_out_s.empty()) {
    notes.emplace_back(
        "no more rows than parameters: none can be left out, and small deviations mean nothing");
  }
  return notes;
}

ErrorSummary summary_of(std::vector<double> deviations) {
  if (deviations.empty()) {
    return {};
  }
  for (double& deviation : deviations) {
    deviation = std::abs(deviation);
  }
  std::sort(deviations.begin(), deviations.end());
  return {
      .rows = deviations.size(), .median = statistics::quantile(deviations, 0.5), .worst = deviations.back()};
}

ErrorSummary deviations_of(const Fit& fit, bool of_check_rows) {
  std::vector<double> deviations;
  for (const Prediction& prediction : fit.rows) {
    if (prediction.row.is_check == of_check_rows) {
      deviations.push_back(prediction.deviation());
    }
  }
  return summary_of(std::move(deviations));
}

}  // namespace

std::optional<double> Prediction::left_out_deviation() const {
  return left_out_s ? std::optional(*left_out_s / row.seconds - 1) : std::nullopt;
}

double predicted_s(const Parameters& parameters, const Measurement& row) {
  model::Device device;
  device.precision = row.precision;
  device.overhead_s = parameters.overhead_s;
  device.layer_overhead_s = parameters.layer_overhead_s;
  device.flops_per_s = parameters.flops_per_s;
  device.memory_bytes_per_s = parameters.memory_bytes_per_s;
  const model::Piece whole{
      .first_layer = 1, .last_layer = row.variant->layers, .exits = 1, .classes = kMeasuredClasses};
  return model::service_time_s(device, *row.variant, whole, row.tokens, row.batch);
}

Fit fit(const std::vector<Measurement>& rows, const Fixed& fixed) {
  if (rows.empty()) {
    throw InvariantError("a fit without rows");
  }
  std::vector<Equation> equations;
  for (const Measurement& row : rows) {
    if (!row.is_check) {
      equations.push_back(equation_of(row));
    }
  }
  const bool same_depth = std::all_of(equations.begin(), equations.end(), [&](const Equation& each) {
    return each.layers == equations.front().layers;
  });
  check_rows(equations, task_of(fixed, false, same_depth), rows.front());
  const Solution solution = best_solution(equations, fixed, same_depth);
  if (!solution.unknowns) {
    throw InputError(fmt::format("the times of device {} in {} do not grow with the work, so that its rate "
                                 "cannot be determined",
                                 quote(rows.front().device), name_of(rows.front().precision)),
                     "add rows of more tokens or larger batches, or fix the rate: --rate 100GFLOP/s");
  }
  const bool is_overhead_ambiguous = same_depth && !fixed.overhead_s && !fixed.layer_overhead_s;
  const Parameters parameters = parameters_of(*solution.unknowns);
  return {.precision = rows.front().precision,
          .parameters = parameters,
          .rows = predictions_of(rows, parameters, solution),
          .notes = notes_on(solution, equations, is_overhead_ambiguous)};
}

ErrorSummary fit_error(const Fit& fit) { return deviations_of(fit, false); }

ErrorSummary check_error(const Fit& fit) { return deviations_of(fit, true); }

ErrorSummary left_out_error(const Fit& fit) {
  std::vector<double> deviations;
  for (const Prediction& prediction : fit.rows) {
    if (const auto deviation = prediction.left_out_deviation()) {
      deviations.push_back(*deviation);
    }
  }
  return summary_of(std::move(deviations));
}

}  // namespace dimsim::profile
