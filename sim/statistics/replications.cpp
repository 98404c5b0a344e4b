#include "dimsim/statistics/replications.hpp"

#include "dimsim/statistics/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dimsim::statistics {

Estimate across_replications(std::span<const double> values, double confidence) {
  // Relative to the mean: equal values differ by this much if they were summed in another order.
  constexpr double kRounding = 1e-12;
  Estimate estimate{
      .value = mean(values),
      .half_width =
          student_half_width(values, confidence).value_or(std::numeric_limits<double>::quiet_NaN())};
  if (estimate.half_width < kRounding * std::abs(estimate.value)) {
    estimate.half_width = 0;
  }
  return estimate;
}

std::uint32_t next_replications(std::span<const double> values, const Target& target) {
  const std::uint64_t count = values.size();
  const std::uint64_t most = std::max<std::uint64_t>(target.most, count);
  if (count < kFirstReplications) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(kFirstReplications, most));
  }
  const Estimate estimate = across_replications(values, target.confidence);
  // Relative to the true mean, of which the estimate may be too large by the factor 1 + γ.
  const double wanted = target.relative / (1 + target.relative) * std::abs(estimate.value);
  if (wanted > 0 && estimate.half_width <= wanted) {
    return static_cast<std::uint32_t>(count);
  }
  const double ratio = estimate.half_width / wanted;
  const double needed = std::ceil(static_cast<double>(count) * ratio * ratio);
  // The comparison is false for NaN and infinity, which then double the number.
  const std::uint64_t next = needed < 2.0 * static_cast<double>(count)
                                 ? std::max(static_cast<std::uint64_t>(needed), count + 1)
                                 : 2 * count;
  return static_cast<std::uint32_t>(std::min(next, most));
}

}  // namespace dimsim::statistics
