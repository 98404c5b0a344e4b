#pragma once

#include "dimsim/analysis/figures/figure.hpp"

namespace dimsim::analysis {

/// How busy stations and links are over time, a panel a policy.
[[nodiscard]] Figure utilisation_figure();

/// How many requests wait at stations over time, a panel a policy.
[[nodiscard]] Figure queue_figure();

}  // namespace dimsim::analysis
