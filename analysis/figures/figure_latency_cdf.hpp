#pragma once

#include "dimsim/analysis/figures/figure.hpp"

namespace dimsim::analysis {

/// The distribution of latency, a line a policy at one point: the share that is answered within a time, and
/// below it, in a logarithmic scale, the share that takes longer.
[[nodiscard]] Figure latency_cdf_figure();

}  // namespace dimsim::analysis
