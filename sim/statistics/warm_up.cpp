#include "dimsim/statistics/warm_up.hpp"

#include "dimsim/statistics/statistics.hpp"

#include <limits>
#include <vector>

namespace dimsim::statistics {

namespace {

constexpr std::size_t kBatch = 5;
/// Smallest number of batch means; fewer are too noisy for the minimum to mean anything.
constexpr std::size_t kFewest = 10;
constexpr std::size_t kLastOnes = 5;  ///< the truncation point is never among these last means

}  // namespace

WarmUp mser5(std::span<const double> series) {
  const std::size_t count = series.size() / kBatch;
  if (count < kFewest) {
    return {.observations = 0, .is_long_enough = false};
  }
  std::vector<double> means(count);
  for (std::size_t i = 0; i < count; ++i) {
    means[i] = mean(series.subspan(i * kBatch, kBatch));
  }
  // From the end to the start, updating the mean and the sum of squares with one value at a time (Welford,
  // Technometrics 4(3), 1962): linear instead of quadratic time.
  double centre = 0;
  double squares = 0;
  double least = std::numeric_limits<double>::infinity();
  std::size_t best = 0;
  for (std::size_t left = 1; left <= count; ++left) {
    const double value = means[count - left];
    const double distance = value - centre;
    const auto size = static_cast<double>(left);
    centre += distance / size;
    squares += distance * (value - centre);
    const double statistic = squares / (size * size);
    // `<=`: of equal values the one that keeps the most observations wins, since the loop runs backwards.
    if (left > kLastOnes && statistic <= least) {
      least = statistic;
      best = count - left;
    }
  }
  return {.observations = best * kBatch, .is_long_enough = best <= count / 2};
}

}  // namespace dimsim::statistics
