#include "dimsim/trace/exit_statistics.hpp"

#include "dimsim/statistics/statistics.hpp"

#include <cmath>
#include <limits>
#include <utility>

namespace dimsim::trace {
namespace {

/// One exit's answers to all samples.
struct Answers {
  std::vector<double> is_right;  ///< 0 or 1
  std::vector<double> confidence;
};

Answers answers_of(const Split& split, int exit) {
  Answers answers;
  for (std::size_t sample = 0; sample < split.samples; ++sample) {
    const bool is_right = split.prediction(sample, exit) == split.gold[sample];
    answers.is_right.push_back(is_right ? 1 : 0);
    answers.confidence.push_back(split.confidence(sample, exit));
  }
  return answers;
}

}  // namespace

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  // Two passes: the one-pass form E[ab] − E[a] E[b] cancels where the deviations are small against the mean,
  // as those of confidences near 1 are. Of two variables with values 0 and 1 this is the phi coefficient.
  const double mean_a = statistics::mean(a);
  const double mean_b = statistics::mean(b);
  double ab = 0;
  double aa = 0;
  double bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - mean_a) * (b[i] - mean_b);
    aa += (a[i] - mean_a) * (a[i] - mean_a);
    bb += (b[i] - mean_b) * (b[i] - mean_b);
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : std::numeric_limits<double>::quiet_NaN();
}

ExitCorrelations exit_correlations(const Split& split) {
  ExitCorrelations result;
  const Answers last = answers_of(split, split.exits);
  Answers here = answers_of(split, 1);  // two exits are kept at a time, not all L
  for (int exit = 1; exit < split.exits; ++exit) {
    Answers next = answers_of(split, exit + 1);
    result.with_last.push_back(correlation(here.is_right, last.is_right));
    result.confidence.push_back(correlation(here.confidence, next.confidence));
    here = std::move(next);
  }
  return result;
}

ThresholdExit threshold_exit(const Split& split, const std::vector<int>& exits, double threshold) {
  ThresholdExit result{.shares = std::vector<double>(exits.size(), 0.0)};
  // The last exit answers whatever its confidence, so the loop stops before it.
  const double each = 1 / static_cast<double>(split.samples);
  for (std::size_t sample = 0; sample < split.samples; ++sample) {
    std::size_t i = 0;
    while (i + 1 < exits.size() && split.confidence(sample, exits[i]) < threshold) {
      ++i;
    }
    result.shares[i] += each;
    result.accuracy += split.prediction(sample, exits[i]) == split.gold[sample] ? each : 0;
  }
  return result;
}

}  // namespace dimsim::trace
