#pragma once

#include "dimsim/analysis/comparison.hpp"

#include <string>
#include <vector>

namespace dimsim::cli {

/// Comparisons with the baseline at a glance: a line a point and a column a policy, each with its λ cut and
/// its accuracy drop; as many grids below each other as 100 columns need. A policy that a point lacks has a
/// dash there. `colour`: with ANSI escapes.
[[nodiscard]] std::string comparison_grid(const std::vector<analysis::PointComparison>& points,
                                          const std::string& baseline, bool colour);

}  // namespace dimsim::cli
