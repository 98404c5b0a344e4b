#pragma once

#include "dimsim/trace/trace.hpp"

#include <vector>

namespace dimsim::trace {

/// Correlations between L exits. A correlation is NaN if one side does not vary.
struct ExitCorrelations {
  std::vector<double> with_last;   ///< [L-1] correctness at an exit with correctness at the last exit
  std::vector<double> confidence;  ///< [L-1] confidences of exits l and l + 1
};

[[nodiscard]] ExitCorrelations exit_correlations(const Split& split);

/// Early exit by a threshold: each sample is answered by the first of the given exits whose confidence
/// reaches the threshold, or by the last of them.
struct ThresholdExit {
  std::vector<double> shares;  ///< fraction of samples that each exit answers
  double accuracy = 0;
};

/// Contract: `exits` are counted from 1 and rise.
[[nodiscard]] ThresholdExit threshold_exit(const Split& split, const std::vector<int>& exits,
                                           double threshold);

/// Pearson correlation of two lists of equal length; NaN if one does not vary.
[[nodiscard]] double correlation(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace dimsim::trace
