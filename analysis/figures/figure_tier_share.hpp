#pragma once

#include "dimsim/analysis/figures/figure.hpp"

namespace dimsim::analysis {

/// Share of the answers given by each tier along an axis, stacked to 100 %, a panel for each policy.
[[nodiscard]] Figure tier_share_figure();

}  // namespace dimsim::analysis
