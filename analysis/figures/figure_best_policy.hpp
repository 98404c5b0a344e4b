#pragma once

#include "dimsim/analysis/figures/figure.hpp"

namespace dimsim::analysis {

/// The best policy by a metric at each point of a study with two axes, as a map of cells.
[[nodiscard]] Figure best_policy_figure();

}  // namespace dimsim::analysis
