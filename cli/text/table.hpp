#pragma once

#include "dimsim/results/summary.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace dimsim::results {

/// Widest line of the table.
inline constexpr std::size_t kTableWidth = 100;

/// The points of a study as a person reads them on a terminal: of each one line a policy, what policies
/// report and what was overloaded; then how to read the columns and what the numbers rest on. No line is
/// wider than kTableWidth. `colour`: with ANSI escapes.
[[nodiscard]] std::string table(std::span<const Summary> points, bool colour);

}  // namespace dimsim::results
