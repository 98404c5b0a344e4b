#pragma once

#include "dimsim/analysis/best_policies.hpp"
#include "dimsim/analysis/figures/figure.hpp"
#include "dimsim/analysis/figures/study_axes.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dimsim::analysis {

inline constexpr const char* kBestPolicyFigure = "best-policy";

/// A cell of the map.
struct BestPolicyCell {
  std::size_t x = 0;
  std::size_t y = 0;
  BestPolicy best;
};

/// All that is drawn of a study.
struct BestPolicyMap {
  StudySlice slice;
  MetricColumn metric;
  std::vector<std::string> policies;  ///< with runs at these points, in the file's order
  std::vector<BestPolicyCell> cells;
  bool has_interval = false;

  [[nodiscard]] std::size_t columns() const { return slice.axes[0].x.size(); }
  [[nodiscard]] std::size_t rows() const { return slice.axes[1].x.size(); }
};

/// Throws InputError if the file cannot give a map: fewer than two axes, a metric without a better direction,
/// fewer than two policies or more than there are styles, or no values.
[[nodiscard]] BestPolicyMap best_policy_map(const ResultReader& result, const FigureOptions& options);

}  // namespace dimsim::analysis
