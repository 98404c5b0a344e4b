#include "dimsim/study/search.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <numeric>

#include <nlopt.hpp>

// An assessment is a simulation of seconds, and has no derivative: COBYLA needs few of them for a handful of
// variables, and is the local derivative-free algorithm of NLopt that takes nonlinear constraints directly,
// without penalty terms. optimise() starts it from the best candidates of a grid.
namespace dimsim::study {

namespace {

constexpr double kTolerance = 1e-3;  ///< of a variable, as a share of its range
/// Replaces an undefined objective. COBYLA calculates with all values, so that NaN or infinity would spoil
/// its linear model; objectives are divided by their scale, so that this is large beside any of them.
constexpr double kUndefinedObjective = 1e6;

/// Assesses each candidate once, although NLopt evaluates the objective and each constraint separately. The
/// last one is enough: NLopt evaluates all functions at one candidate before it moves to the next.
struct AssessmentCache {
  const std::function<Assessment(const std::vector<double>&)>& assess;
  double scale = 1;
  std::vector<double> candidate;
  Assessment last;

  const Assessment& at(const std::vector<double>& wanted) {
    if (wanted != candidate) {
      last = assess(wanted);
      candidate = wanted;
    }
    return last;
  }
};

struct Constraint {
  AssessmentCache* cache = nullptr;
  std::size_t number = 0;
};

double scaled_objective(const std::vector<double>& candidate, std::vector<double>& /*gradient*/, void* data) {
  auto* cache = static_cast<AssessmentCache*>(data);
  const double value = cache->at(candidate).objective;
  return std::isfinite(value) ? value / cache->scale : kUndefinedObjective;
}

double constraint_violation(const std::vector<double>& candidate, std::vector<double>& /*gradient*/,
                            void* data) {
  const auto* constraint = static_cast<Constraint*>(data);
  const double value = constraint->cache->at(candidate).violation[constraint->number];
  return std::isfinite(value) ? value : kUndefinedObjective;
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
  const double violation_of_a = std::isfinite(a.objective) ? a.total_violation() : kUndefinedObjective;
  const double violation_of_b = std::isfinite(b.objective) ? b.total_violation() : kUndefinedObjective;
  return violation_of_a < violation_of_b;
}

void search_cube(const std::vector<double>& start, double step, double scale, std::size_t constraints,
                 std::size_t evaluations,
                 const std::function<Assessment(const std::vector<double>&)>& assess) {
  AssessmentCache cache{.assess = assess, .scale = scale, .candidate = {}, .last = {}};
  std::vector<Constraint> each(constraints);  // not resized below: NLopt keeps pointers to its elements
  nlopt::opt search(nlopt::LN_COBYLA, static_cast<unsigned>(start.size()));
  search.set_lower_bounds(0.0);
  search.set_upper_bounds(1.0);
  search.set_min_objective(scaled_objective, &cache);
  for (std::size_t number = 0; number < constraints; ++number) {
    each[number] = {&cache, number};
    search.add_inequality_constraint(constraint_violation, &each[number], 0);
  }
  search.set_initial_step(step);
  search.set_xtol_abs(kTolerance);
  search.set_maxeval(static_cast<int>(evaluations));
  std::vector<double> candidate = start;
  double least = 0;
  try {
    search.optimize(candidate, least);
  } catch (const nlopt::roundoff_limited&) {
    // Not a failure: rounding errors prevent further progress, and the caller has all assessments.
  }
}

}  // namespace dimsim::study
