#pragma once

#include "dimsim/analysis/comparison.hpp"

#include <string>
#include <vector>

namespace dimsim::cli {

/// Comparisons with the baseline as a person reads them on a terminal: a table a point, then how to read
/// them, what to beware of, and what the numbers rest on. No line is wider than 100 columns. `colour`: with
/// ANSI escapes.
[[nodiscard]] std::string comparison_table(const std::vector<analysis::PointComparison>& points,
                                           const std::string& baseline, bool colour);

}  // namespace dimsim::cli
