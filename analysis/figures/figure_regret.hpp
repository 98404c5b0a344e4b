#pragma once

#include "dimsim/analysis/figures/figure.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dimsim::analysis {

/// Cumulative regret of policies that learn online, by decision.
[[nodiscard]] Figure regret_figure();

/// Cumulative regret of a policy.
struct RegretCourse {
  std::string policy;
  std::string unit;                         ///< "reward", "loss"
  std::vector<std::vector<double>> values;  ///< by replication, after each decision
};

/// A panel for each unit; `place` is a remark on the point, or "". Contract: each course has at least one
/// replication, each with a decision.
[[nodiscard]] Drawing regret_drawing(const std::vector<RegretCourse>& courses, const FigureOptions& options,
                                     const std::string& place);

/// Decisions from 1 to `count` at which a line is drawn: all of the first ones, then evenly spaced on a
/// linear and on a logarithmic scale, and the last one. At most some hundred.
[[nodiscard]] std::vector<std::size_t> drawn_decisions(std::size_t count);

}  // namespace dimsim::analysis
