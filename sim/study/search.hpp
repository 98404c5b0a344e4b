#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace dimsim::study {

/// What is known of a place in a search.
struct Assessment {
  double objective = 0;           ///< to be made small; NaN = it could not be had
  std::vector<double> violation;  ///< of each constraint, relative to its bound; above 0 = it does not hold

  /// Whether all constraints hold, and there is an objective.
  [[nodiscard]] bool is_feasible() const;
  /// Sum of what is violated.
  [[nodiscard]] double total_violation() const;
};

/// Whether a place is better than another: feasible before infeasible, then the smaller objective; of two
/// that are infeasible the one that violates less.
[[nodiscard]] bool is_better(const Assessment& a, const Assessment& b);

/// Searches the unit cube from `start` on for the least objective under constraints, without derivatives,
/// with at most `evaluations` calls of `assess`: linear approximations in a trust region (COBYLA; Powell, in
/// Advances in Optimization and Numerical Analysis, 1994), as NLopt has it. `scale` is the size of
/// objectives, `step` the first step. The caller remembers what was assessed; where it is NaN, the search is
/// told a large value. Deterministic when `assess` is.
void search_cube(const std::vector<double>& start, double step, double scale, std::size_t constraints,
                 std::size_t evaluations,
                 const std::function<Assessment(const std::vector<double>&)>& assess);

}  // namespace dimsim::study
