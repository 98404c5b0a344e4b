#pragma once

#include "dimsim/analysis/figures/figure.hpp"

namespace dimsim::analysis {

/// Any metric at one point: a bar from 0 for each policy, with 95 % intervals across replications.
[[nodiscard]] Figure bars_figure();

}  // namespace dimsim::analysis
