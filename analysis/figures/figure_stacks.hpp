#pragma once

#include "analysis/figures/figure.hpp"

namespace dimsim::analysis {

/// Queueing, computing and network of the mean latency, stacked, a bar a policy at one point.
[[nodiscard]] Figure latency_parts_figure();

/// Energy per answer by tier and network, stacked, a bar a policy at one point.
[[nodiscard]] Figure energy_figure();

}  // namespace dimsim::analysis
