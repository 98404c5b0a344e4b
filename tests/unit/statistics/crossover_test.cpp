#include "dimsim/statistics/crossover.hpp"

#include "dimsim/base/random.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::statistics {
namespace {

using Lists = std::vector<std::vector<double>>;

TEST(Crossover, IsWhereTheLineIsZero) {
  const std::vector<double> x = {1, 2, 4};
  const auto found = crossovers(x, Lists{{-3, -3}, {-1, -1}, {3, 3}}, false);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_DOUBLE_EQ(found[0].at, 2.5);
  EXPECT_TRUE(found[0].is_below_before);
  EXPECT_TRUE(found[0].has_interval);
  EXPECT_DOUBLE_EQ(found[0].low, 2.5);
  EXPECT_DOUBLE_EQ(found[0].high, 2.5);
}

TEST(Crossover, IsInterpolatedInTheLogarithm) {
  const std::vector<double> x = {1, 100};
  const auto found = crossovers(x, Lists{{1}, {-1}}, true);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_DOUBLE_EQ(found[0].at, 10);
  EXPECT_FALSE(found[0].is_below_before);
  EXPECT_FALSE(found[0].has_interval) << "one replication";
}

TEST(Crossover, MayBeAbsentMultipleOrAtAPoint) {
  const std::vector<double> x = {1, 2, 3, 4};
  EXPECT_TRUE(crossovers(x, Lists{{1}, {2}, {0}, {3}}, false).empty()) << "touches 0 and turns back";
  const auto many = crossovers(x, Lists{{1}, {-1}, {-1}, {1}}, false);
  ASSERT_EQ(many.size(), 2U);
  EXPECT_DOUBLE_EQ(many[0].at, 1.5);
  EXPECT_DOUBLE_EQ(many[1].at, 3.5);
  const auto at_a_point = crossovers(x, Lists{{1}, {0}, {-1}, {-1}}, false);
  ASSERT_EQ(at_a_point.size(), 1U);
  EXPECT_DOUBLE_EQ(at_a_point[0].at, 2);
  EXPECT_TRUE(crossovers(std::vector<double>{1}, Lists{{1}}, false).empty());
}

// Two replications −1 ± e at x = 0 and 1 ± e at x = 1, the same way: d_r(t) = −1 + 2t ± e, so s = √2 e at
// every t, and the set is |−1 + 2t| <= t(0.975; 1) e = 12.7062 e.
TEST(Crossover, HasFiellersInterval) {
  constexpr double kNoise = 0.01;
  const std::vector<double> x = {0, 1};
  const auto found = crossovers(x, Lists{{-1 - kNoise, -1 + kNoise}, {1 - kNoise, 1 + kNoise}}, false);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found[0].low, 0.5 - 12.7062 * kNoise / 2, 1e-6);
  EXPECT_NEAR(found[0].high, 0.5 + 12.7062 * kNoise / 2, 1e-6);
}

TEST(Crossover, HasAnInfiniteIntervalWithoutEvidence) {
  const std::vector<double> x = {0, 1};
  const auto found = crossovers(x, Lists{{-1, -1.1, -0.9}, {-4, 2, 5}}, false);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(std::isinf(found[0].high));
  EXPECT_FALSE(std::isinf(found[0].low));
}

// The line −3 + x with noise of 0.5 at every point: the true line crosses 0 at 3. The interval should contain
// it in 95 % of 2,000 studies: standard error √(0.05 · 0.95 / 2000) = 0.5 points; the tolerance is four of
// them.
TEST(Crossover, CoversTheTrueCrossing) {
  constexpr int kStudies = 2000;
  constexpr std::size_t kReplications = 6;
  const std::vector<double> x = {0, 2, 4, 6};
  int covered = 0;
  for (int study = 0; study < kStudies; ++study) {
    const RandomStream random(1, static_cast<std::uint32_t>(study), Purpose::Sample, Entity("crossover", 0));
    Lists differences(x.size(), std::vector<double>(kReplications));
    for (std::size_t r = 0; r < kReplications; ++r) {
      const double common = 0.5 * random.normal(10 * r);
      for (std::size_t i = 0; i < x.size(); ++i) {
        differences[i][r] = -3 + x[i] + common + 0.2 * random.normal(10 * r + i + 1);
      }
    }
    for (const Crossover& each : crossovers(x, differences, false)) {
      covered += each.low <= 3 && 3 <= each.high ? 1 : 0;
    }
  }
  EXPECT_NEAR(covered / static_cast<double>(kStudies), 0.95, 0.02);
}

}  // namespace
}  // namespace dimsim::statistics
