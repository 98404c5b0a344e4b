#pragma once

#include "dimsim/analysis/figures/figure.hpp"

namespace dimsim::analysis {

/// Accuracy against another metric at one point, a mark for each policy, with the Pareto front.
[[nodiscard]] Figure pareto_figure();

}  // namespace dimsim::analysis
