#pragma once

#include "dimsim/analysis/figures/figure.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// Regret of policies that learn online, summed up to each decision.
[[nodiscard]] Figure regret_figure();

/// Regret of a policy as it went.
struct RegretCourse {
  std::string policy;
  std::string unit;                         ///< "reward", "loss"
  std::vector<std::vector<double>> values;  ///< by replication, after each decision
};

/// A panel for each unit. Contract: each course has at least one replication, each with a decision.
[[nodiscard]] Drawing regret_drawing(const std::vector<RegretCourse>& courses, const FigureOptions& options,
                                     const std::string& place);

/// Decisions, from 1 to `count`, at which a line is drawn: each of the first, then evenly in a plain and in a
/// logarithmic scale, and the last.
[[nodiscard]] std::vector<std::size_t> drawn_decisions(std::size_t count);

}  // namespace dimsim::analysis
