#pragma once

#include "dimsim/analysis/figures/figure.hpp"
#include "dimsim/analysis/figures/profile_times.hpp"

#include <vector>

namespace dimsim::analysis {

/// Times that the analytic model predicts against measured ones.
[[nodiscard]] Figure profile_fit_figure();

/// Contract: there is at least one time.
[[nodiscard]] Drawing profile_fit_drawing(const std::vector<ProfileTime>& times,
                                          const FigureOptions& options);

/// Mean of |predicted / measured − 1| over times; NaN of none.
[[nodiscard]] double mean_absolute_deviation(const std::vector<ProfileTime>& times, bool of_check_rows);

}  // namespace dimsim::analysis
