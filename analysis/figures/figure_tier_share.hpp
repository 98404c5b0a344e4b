#pragma once

#include "dimsim/analysis/figures/figure.hpp"

namespace dimsim::analysis {

/// The share of the answers that each tier makes along an axis, stacked to 100 %, a panel a policy.
[[nodiscard]] Figure tier_share_figure();

}  // namespace dimsim::analysis
