#pragma once

#include "dimsim/analysis/comparison.hpp"

#include <string>
#include <vector>

namespace dimsim::cli {

/// Comparisons with the baseline in brief: one line per point and one column per policy, with λ cut and
/// accuracy drop. Split into several grids if 100 columns are not enough. A dash marks a policy that a point
/// lacks. `colour`: with ANSI escapes.
[[nodiscard]] std::string comparison_grid(const std::vector<analysis::PointComparison>& points,
                                          const std::string& baseline, bool colour);

}  // namespace dimsim::cli
