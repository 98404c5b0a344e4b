#pragma once

#include "dimsim/analysis/comparison.hpp"

#include <string>
#include <vector>

namespace dimsim::cli {

/// Comparisons with the baseline for a terminal: one table per point with remarks, then a legend and the
/// assumptions of the numbers. No line is wider than 100 columns. `colour`: with ANSI escapes.
[[nodiscard]] std::string comparison_table(const std::vector<analysis::PointComparison>& points,
                                           const std::string& baseline, bool colour);

}  // namespace dimsim::cli
