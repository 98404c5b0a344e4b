#pragma once

#include "dimsim/profile/fit.hpp"
#include "dimsim/profile/measure.hpp"

#include <string>
#include <vector>

namespace dimsim::cli {

/// One line per measured row: the measured and predicted times, the deviation of the fit, and the deviation
/// of a fit to all other rows.
[[nodiscard]] std::string rows_text(const std::vector<profile::Fit>& fits);

/// The parameters of a fit, its errors and its notes.
[[nodiscard]] std::string parameters_text(const profile::Fit& fit);

/// The table of a measured model, printed line by line during the measurement.
[[nodiscard]] std::string times_header();
[[nodiscard]] std::string times_line(const profile::PointTimes& times);

/// Warnings about the measured times; "" if there are none.
[[nodiscard]] std::string times_remarks(const std::vector<profile::PointTimes>& points);

}  // namespace dimsim::cli
