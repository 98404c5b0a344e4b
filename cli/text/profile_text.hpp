#pragma once

#include "dimsim/profile/fit.hpp"
#include "dimsim/profile/measure.hpp"

#include <string>
#include <vector>

namespace dimsim::cli {

/// A line a measured row: measured, predicted, and deviations of the fit and of the fit to all other rows.
[[nodiscard]] std::string rows_text(const std::vector<profile::Fit>& fits);

/// Parameters of a fit, its errors and what else must be known of it.
[[nodiscard]] std::string parameters_text(const profile::Fit& fit);

/// Table of a measured model, a line at a time as they come.
[[nodiscard]] std::string times_header();
[[nodiscard]] std::string times_line(const profile::PointTimes& times);

/// What the measured times must be taken with; "" when there is nothing to say.
[[nodiscard]] std::string times_remarks(const std::vector<profile::PointTimes>& points);

}  // namespace dimsim::cli
