#pragma once

#include "dimsim/analysis/figures/figure.hpp"

namespace dimsim::analysis {

/// The distribution of latency at one point, a line for each policy: above, the share of requests answered
/// within a time; below, on a logarithmic scale, the share that takes longer.
[[nodiscard]] Figure latency_cdf_figure();

}  // namespace dimsim::analysis
