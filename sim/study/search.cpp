#include "dimsim/study/search.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <numeric>

#include <nlopt.hpp>

namespace dimsim::study {

namespace {

constexpr double kTolerance = 1e-3;  ///< of a variable, as a share of its range
constexpr double kHopeless = 1e6;    ///< stands for an objective that could not be had

/// Assesses each place once, although NLopt asks for the objective and each constraint apart.
struct Oracle {
  const std::function<Assessment(const std::vector<double>&)>& assess;
  double scale = 1;
  std::vector<double> place;
  Assessment last;

  const Assessment& at(const std::vector<double>& wanted) {
    if (wanted != place) {
      last = assess(wanted);
      place = wanted;
    }
    return last;
  }
};

struct Constraint {
  Oracle* oracle = nullptr;
  std::size_t number = 0;
};

double objective(const std::vector<double>& place, std::vector<double>& /*gradient*/, void* data) {
  auto* oracle = static_cast<Oracle*>(data);
  const double value = oracle->at(place).objective;
  return std::isfinite(value) ? value / oracle->scale : kHopeless;
}

double violation(const std::vector<double>& place, std::vector<double>& /*gradient*/, void* data) {
  const auto* constraint = static_cast<Constraint*>(data);
  const double value = constraint->oracle->at(place).violation[constraint->number];
  return std::isfinite(value) ? value : kHopeless;
}

}  // namespace

bool Assessment::is_feasible() const {
  return std::isfinite(objective) &&
         std::all_of(violation.begin(), violation.end(), [](double each) { return each <= 0; });
}

double Assessment::total_violation() const {
  return std::accumulate(violation.begin(), violation.end(), 0.0,
                         [](double sum, double each) { return sum + std::max(each, 0.0); });
}

bool is_better(const Assessment& a, const Assessment& b) {
  if (a.is_feasible() != b.is_feasible()) {
    return a.is_feasible();
  }
  if (a.is_feasible()) {
    return a.objective < b.objective;
  }
  const double of_a = std::isfinite(a.objective) ? a.total_violation() : kHopeless;
  const double of_b = std::isfinite(b.objective) ? b.total_violation() : kHopeless;
  return of_a < of_b;
}

void search_cube(const std::vector<double>& start, double step, double scale, std::size_t constraints,
                 std::size_t evaluations,
                 const std::function<Assessment(const std::vector<double>&)>& assess) {
  Oracle oracle{.assess = assess, .scale = scale, .place = {}, .last = {}};
  std::vector<Constraint> each(constraints);
  nlopt::opt search(nlopt::LN_COBYLA, static_cast<unsigned>(start.size()));
  search.set_lower_bounds(0.0);
  search.set_upper_bounds(1.0);
  search.set_min_objective(objective, &oracle);
  for (std::size_t number = 0; number < constraints; ++number) {
    each[number] = {&oracle, number};
    search.add_inequality_constraint(violation, &each[number], 0);
  }
  search.set_initial_step(step);
  search.set_xtol_abs(kTolerance);
  search.set_maxeval(static_cast<int>(evaluations));
  std::vector<double> place = start;
  double least = 0;
  try {
    search.optimize(place, least);
  } catch (const nlopt::roundoff_limited&) {
    // As near as numbers allow.
  }
}

}  // namespace dimsim::study
