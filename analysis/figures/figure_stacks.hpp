#pragma once

#include "dimsim/analysis/figures/figure.hpp"

namespace dimsim::analysis {

/// Queueing, computing and network parts of the mean latency, stacked, a bar for each policy at one point.
[[nodiscard]] Figure latency_parts_figure();

/// Energy per answer by tier and network, stacked, a bar for each policy at one point.
[[nodiscard]] Figure energy_figure();

/// Cost per 1,000 answers by tier and egress, stacked, a bar for each policy at one point.
[[nodiscard]] Figure cost_figure();

}  // namespace dimsim::analysis
