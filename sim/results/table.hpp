#pragma once

#include "results/summary.hpp"

#include <cstddef>
#include <string>

namespace dimsim::results {

/// Widest line of the table.
inline constexpr std::size_t kTableWidth = 100;

/// The summary as a person reads it on a terminal: one line a policy, then how to read the columns, what was
/// overloaded, and what the numbers rest on. No line is wider than kTableWidth. `colour`: with ANSI escapes.
[[nodiscard]] std::string table(const Summary& summary, bool colour);

}  // namespace dimsim::results
