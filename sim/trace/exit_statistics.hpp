#pragma once

#include "dimsim/trace/trace.hpp"

#include <vector>

namespace dimsim::trace {

/// How much exits are alike. L exits. A correlation is NaN where one side does not vary.
struct ExitCorrelations {
  std::vector<double> with_last;   ///< [L-1] of being right, with being right at the last exit
  std::vector<double> confidence;  ///< [L-1] of the confidences of exits l and l + 1
};

[[nodiscard]] ExitCorrelations exit_correlations(const Split& split);

/// Early exit by a threshold: each sample is answered by the first of some exits that is at least that
/// confident, or by the last of them.
struct ThresholdExit {
  std::vector<double> shares;  ///< of samples that each exit answers
  double accuracy = 0;
};

/// `exits` count from 1 and rise.
[[nodiscard]] ThresholdExit threshold_exit(const Split& split, const std::vector<int>& exits,
                                           double threshold);

/// Pearson correlation of two lists of one length; NaN when one does not vary.
[[nodiscard]] double correlation(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace dimsim::trace
