#pragma once

#include "dimsim/results/summary.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace dimsim::cli {

/// The width of the table [columns].
inline constexpr std::size_t kTableWidth = 100;

/// The summary of a study for a terminal: for each point a table with one line per policy, policy reports and
/// warnings of overload; then a legend and the assumptions. No line is wider than kTableWidth. `colour`: with
/// ANSI escapes.
[[nodiscard]] std::string summary_table(std::span<const results::Summary> points, bool colour);

}  // namespace dimsim::cli
