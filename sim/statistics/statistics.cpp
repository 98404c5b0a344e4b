#include "dimsim/statistics/statistics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace dimsim::statistics {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

double mean(std::span<const double> values) {
  if (values.empty()) {
    return kNan;
  }
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double standard_deviation(std::span<const double> values) {
  if (values.size() < 2) {
    return kNan;
  }
  // Two passes: Σx² − (Σx)²/n would cancel for values whose spread is small against their mean.
  const double centre = mean(values);
  double squares = 0;
  for (const double value : values) {
    squares += (value - centre) * (value - centre);
  }
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

double quantile(std::span<const double> sorted, double p) {
  if (sorted.empty()) {
    return kNan;
  }
  const double position = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (position - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

std::optional<Interval> median_interval(std::span<const double> sorted) {
  const auto count = static_cast<double>(sorted.size());
  const boost::math::binomial below_median(count, 0.5);
  const auto is_rare = [&](double below) {
    return below >= 1 && boost::math::cdf(below_median, below - 1) <= (1 - kConfidence) / 2;
  };
  // A start close to the result: by the normal approximation the rank is n/2 − 0.98 √n.
  double rank = std::floor(count / 2 - std::sqrt(count));
  while (is_rare(rank + 1)) {
    ++rank;
  }
  while (rank >= 1 && !is_rare(rank)) {
    --rank;
  }
  if (rank < 1) {
    return std::nullopt;
  }
  const auto index = static_cast<std::size_t>(rank);
  return Interval{.low = sorted[index - 1], .high = sorted[sorted.size() - index]};
}

// Two-sided: half of the remaining probability is on each side.
double student_quantile(double degrees, double confidence) {
  return boost::math::quantile(boost::math::students_t(degrees), (1 + confidence) / 2);
}

std::optional<double> student_half_width(std::span<const double> values, double confidence) {
  if (values.size() < 2) {
    return std::nullopt;
  }
  const auto count = static_cast<double>(values.size());
  return student_quantile(count - 1, confidence) * standard_deviation(values) / std::sqrt(count);
}

double lag_one_correlation(std::span<const double> values) {
  const double centre = mean(values);
  double squares = 0;
  double products = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    squares += (values[i] - centre) * (values[i] - centre);
    products += i == 0 ? 0 : (values[i] - centre) * (values[i - 1] - centre);
  }
  return squares == 0 ? 0 : products / squares;
}

std::optional<double> batch_means_half_width(std::span<const double> series) {
  const std::size_t length = series.size() / kBatches;
  if (length < kShortestBatch) {  // means of a few values are as correlated as the values themselves
    return std::nullopt;
  }
  // Drops the beginning, which is nearest to the warm-up.
  const auto batched = series.last(length * kBatches);
  std::array<double, kBatches> means{};
  for (std::size_t batch = 0; batch < kBatches; ++batch) {
    means[batch] = mean(batched.subspan(batch * length, length));
  }
  constexpr auto kCount = static_cast<double>(kBatches);
  // The estimate has a bias of −1/kBatches. A negative correlation would narrow the interval, and with 20
  // batches it is mostly noise.
  const double correlation = std::max(0.0, lag_one_correlation(means) + 1 / kCount);
  const double independent = kCount * (1 - correlation) / (1 + correlation);
  if (!(independent >= 2)) {  // negated for NaN: all means are equal
    return std::nullopt;
  }
  return student_quantile(independent - 1) * standard_deviation(means) / std::sqrt(independent);
}

}  // namespace dimsim::statistics
