#include "dimsim/statistics/replications.hpp"

#include "dimsim/base/random.hpp"
#include "dimsim/statistics/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::statistics {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Law's example of ten replications (Simulation Modeling and Analysis, section 4.5): mean 1.34, variance
// 0.17, 90 % interval 1.34 ± 0.24.
TEST(AcrossReplications, EqualsThePublishedInterval) {
  const std::vector values{1.20, 1.50, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.50, 1.09};
  const Estimate estimate = across_replications(values, 0.90);
  EXPECT_NEAR(estimate.value, 1.34, 0.005);
  EXPECT_NEAR(estimate.half_width, 0.24, 0.005);
  // t(0.975, 9) = 2.262157163 for 1.833112933.
  EXPECT_NEAR(across_replications(values).half_width, estimate.half_width * 2.262157163 / 1.833112933, 1e-9);
}

TEST(AcrossReplications, IsNanIfUndefined) {
  EXPECT_TRUE(std::isnan(across_replications({}).value));
  EXPECT_TRUE(std::isnan(across_replications({}).half_width));
  EXPECT_EQ(across_replications(std::vector{3.0}).value, 3);
  EXPECT_TRUE(std::isnan(across_replications(std::vector{3.0}).half_width));
  EXPECT_TRUE(std::isnan(across_replications(std::vector{3.0, kNan, 4.0}).value));
  EXPECT_TRUE(std::isnan(across_replications(std::vector{3.0, kNan, 4.0}).half_width));
}

TEST(AcrossReplications, CoversAQuantileEstimatedInReplications) {
  // 10 replications of 2,000 exponential values: 90 % quantile ln 10. The bias of a sample quantile is about
  // p (1 − p) Q''(p) / 2m = 0.09 · 100 / 4,000 = 0.002, against a standard error of √(9/2,000/10) = 0.021: a
  // loss of coverage of 0.1 %. Of 400 intervals, the tolerance is 4 √(400 · 0.95 · 0.05) = 17.4, plus 1 for
  // this loss.
  const RandomStream random(20240521, 0, Purpose::Policy, 1);
  std::uint64_t drawn = 0;
  int covered = 0;
  for (int sample = 0; sample < 400; ++sample) {
    std::vector<double> quantiles;
    for (int replication = 0; replication < 10; ++replication) {
      std::vector<double> values(2000);
      std::generate(values.begin(), values.end(), [&] { return random.exponential(drawn++, 1); });
      std::sort(values.begin(), values.end());
      quantiles.push_back(quantile(values, 0.9));
    }
    const Estimate estimate = across_replications(quantiles);
    covered += std::abs(estimate.value - std::log(10.0)) <= estimate.half_width ? 1 : 0;
  }
  EXPECT_NEAR(covered, 380, 17.4 + 1);
}

/// Values whose mean is 10 and whose half width is `half_width`: 10 ± a in turn, s = a √(n / (n − 1)).
std::vector<double> around_ten(std::size_t count, double half_width) {
  const auto n = static_cast<double>(count);
  const double amplitude = half_width / student_quantile(n - 1) * std::sqrt(n - 1);
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) {
    values.push_back(i % 2 == 0 ? 10 - amplitude : 10 + amplitude);
  }
  return values;
}

TEST(NextReplications, StartsWithTen) {
  const Target target{.relative = 0.1, .confidence = 0.95, .most = 100};
  EXPECT_EQ(next_replications({}, target), 10U);
  EXPECT_EQ(next_replications(std::vector<double>(9, 1.0), target), 10U);
  EXPECT_EQ(next_replications(std::vector<double>(10, 1.0), target), 10U);
}

TEST(NextReplications, ReachesTheAdjustedTarget) {
  // γ = 0.25: the half width may be 0.25 / 1.25 = 0.2 of the mean, 2, not 2.5.
  const Target target{.relative = 0.25, .confidence = 0.95, .most = 1000};
  EXPECT_EQ(next_replications(around_ten(20, 1.99), target), 20U);
  EXPECT_EQ(next_replications(around_ten(20, 2.01), target), 21U);
}

TEST(NextReplications, ExtrapolatesButAtMostDoubles) {
  const Target target{.relative = 0.25, .confidence = 0.95, .most = 1000};
  EXPECT_EQ(next_replications(around_ten(20, 2.2), target), 25U);  // 20 · 1.1² = 24.2
  EXPECT_EQ(next_replications(around_ten(20, 2.8), target), 40U);  // 20 · 1.4² = 39.2
  EXPECT_EQ(next_replications(around_ten(20, 20), target), 40U);   // not 2,000
}

TEST(NextReplications, NeverExceedsTheLargestNumber) {
  Target target{.relative = 0.01, .confidence = 0.95, .most = 30};
  EXPECT_EQ(next_replications(around_ten(20, 5), target), 30U);
  EXPECT_EQ(next_replications(around_ten(30, 5), target), 30U);
  EXPECT_EQ(next_replications(around_ten(40, 5), target), 40U);  // never fewer than those already run
  target.most = 3;
  EXPECT_EQ(next_replications({}, target), 3U);
  EXPECT_EQ(next_replications(std::vector{1.0, 2.0, 3.0}, target), 3U);
}

TEST(NextReplications, NeverReachesTheTargetForAMeanOfZeroOrNan) {
  const Target target{.relative = 0.5, .confidence = 0.95, .most = 25};
  EXPECT_EQ(next_replications(std::vector<double>(10, 0.0), target), 20U);
  EXPECT_EQ(next_replications(std::vector<double>(20, 0.0), target), 25U);
  std::vector<double> values(12, 1.0);
  values[5] = kNan;
  EXPECT_EQ(next_replications(values, target), 24U);
  values[5] = std::numeric_limits<double>::infinity();
  EXPECT_EQ(next_replications(values, target), 24U);
}

TEST(NextReplications, EndsWithAnErrorWithinTheTargetAtTheNominalRate) {
  // Normal values, mean 10, standard deviation 2, γ = 5 %: n = (1.96 · 2 / 0.476)² = 68, and some more for t
  // and the steps. Of 2,000 repeats the count has a standard deviation of √(2000 · 0.95 · 0.05) = 9.7;
  // stopping where the variance looks small costs the interval up to 1.2 % (README), but not the error, since
  // the last step overshoots.
  constexpr int kRepeats = 2000;
  const Target target{.relative = 0.05, .confidence = 0.95, .most = 1000};
  int covered = 0;
  int within = 0;
  double total = 0;
  for (std::uint32_t repeat = 0; repeat < kRepeats; ++repeat) {
    const RandomStream random(20240521, repeat, Purpose::Policy, 2);
    std::vector<double> values;
    for (std::uint32_t next = next_replications(values, target); next > values.size();
         next = next_replications(values, target)) {
      while (values.size() < next) {
        values.push_back(10 + 2 * random.normal(values.size()));
      }
    }
    const Estimate estimate = across_replications(values);
    covered += std::abs(estimate.value - 10) <= estimate.half_width ? 1 : 0;
    within += std::abs(estimate.value - 10) <= 0.05 * 10 ? 1 : 0;
    total += static_cast<double>(values.size());
  }
  EXPECT_NEAR(covered, 0.95 * kRepeats, 4 * 9.7 + 0.012 * kRepeats);
  EXPECT_GE(within, 0.95 * kRepeats - 4 * 9.7);
  EXPECT_NEAR(total / kRepeats, 73, 5);
}

/// Rounding differences of the same value, summed in another order, are no spread.
TEST(AcrossReplications, TreatsRoundingErrorsAsNoSpread) {
  const double value = 0.1 + 0.2;
  const std::vector<double> same{0.3, value, 0.3};
  ASSERT_NE(value, 0.3);
  EXPECT_EQ(across_replications(same).half_width, 0);
  EXPECT_GT(across_replications(std::vector{0.3, 0.3 + 1e-10, 0.3}).half_width, 0);
}

}  // namespace
}  // namespace dimsim::statistics
