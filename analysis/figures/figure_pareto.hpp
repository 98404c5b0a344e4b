#pragma once

#include "dimsim/analysis/figures/figure.hpp"

namespace dimsim::analysis {

/// Accuracy against a metric that should be small, a mark a policy at one point, with the Pareto front.
[[nodiscard]] Figure pareto_figure();

}  // namespace dimsim::analysis
