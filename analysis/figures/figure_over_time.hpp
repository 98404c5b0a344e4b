#pragma once

#include "dimsim/analysis/figures/figure.hpp"

namespace dimsim::analysis {

/// Utilisation of stations and links over time, a panel for each policy.
[[nodiscard]] Figure utilisation_figure();

/// Number of requests waiting at stations over time, a panel for each policy.
[[nodiscard]] Figure queue_figure();

}  // namespace dimsim::analysis
