#pragma once

#include "dimsim/analysis/figures/figure.hpp"
#include "dimsim/analysis/figures/profile_times.hpp"

#include <vector>

namespace dimsim::analysis {

/// Times predicted by the analytic model against measured times.
[[nodiscard]] Figure profile_fit_figure();

/// Contract: there is at least one time.
[[nodiscard]] Drawing profile_fit_drawing(const std::vector<ProfileTime>& times,
                                          const FigureOptions& options);

/// Mean of |predicted / measured − 1| over the times of check rows, or over all others; NaN if there are
/// none.
[[nodiscard]] double mean_absolute_deviation(const std::vector<ProfileTime>& times, bool of_check_rows);

}  // namespace dimsim::analysis
