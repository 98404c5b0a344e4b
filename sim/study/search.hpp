#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace dimsim::study {

/// The assessment of a candidate.
struct Assessment {
  double objective = 0;           ///< to be minimised; NaN if undefined
  std::vector<double> violation;  ///< of each constraint, relative to its bound; above 0 if it is violated

  /// Whether all constraints hold and the objective is defined.
  [[nodiscard]] bool is_feasible() const;
  /// Sum of the positive violations.
  [[nodiscard]] double total_violation() const;
};

/// Whether candidate a is better than b: feasible before infeasible, then the smaller objective; of two
/// infeasible ones that with the smaller total violation.
[[nodiscard]] bool is_better(const Assessment& a, const Assessment& b);

/// Minimises the objective over the unit cube under constraints, beginning at `start`, without derivatives
/// and with at most `evaluations` assessments: linear approximations in a trust region (COBYLA; Powell, in
/// Advances in Optimization and Numerical Analysis, 1994), as implemented by NLopt. `scale` is the order of
/// magnitude of the objective, `step` the first step. The result is what the caller recorded in `assess`. An
/// undefined objective counts as a large one. Deterministic if `assess` is.
void search_cube(const std::vector<double>& start, double step, double scale, std::size_t constraints,
                 std::size_t evaluations,
                 const std::function<Assessment(const std::vector<double>&)>& assess);

}  // namespace dimsim::study
