#include "dimsim/statistics/warm_up.hpp"

#include "dimsim/base/random.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::statistics {
namespace {

RandomStream stream(std::uint32_t number) { return {1, number, Purpose::Sample, Entity("test", 0)}; }

/// Each mean is repeated as five equal observations.
std::vector<double> five_of_each(const std::vector<double>& means) {
  std::vector<double> series;
  for (const double each : means) {
    series.insert(series.end(), 5, each);
  }
  return series;
}

/// The statistic by its definition.
std::size_t by_definition(const std::vector<double>& means) {
  double least = INFINITY;
  std::size_t best = 0;
  for (std::size_t d = 0; d + 5 < means.size(); ++d) {
    double sum = 0;
    for (std::size_t i = d; i < means.size(); ++i) {
      sum += means[i];
    }
    const auto left = static_cast<double>(means.size() - d);
    double squares = 0;
    for (std::size_t i = d; i < means.size(); ++i) {
      squares += (means[i] - sum / left) * (means[i] - sum / left);
    }
    if (squares / (left * left) < least * (1 - 1e-9)) {
      least = squares / (left * left);
      best = d;
    }
  }
  return best;
}

// 10, then 1 and 3 in turn: without the first the squares are 11 of 1 about 2, over 11²; with it they are far
// more; without more of them the same squares a mean are divided by fewer.
TEST(Mser5, DropsAnInitialOutlier) {
  const std::vector<double> means = {10, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1};
  const WarmUp found = mser5(five_of_each(means));
  EXPECT_EQ(found.observations, 5U);
  EXPECT_TRUE(found.is_long_enough);
}

TEST(Mser5, EqualsItsDefinition) {
  for (std::uint32_t seed = 0; seed < 50; ++seed) {
    const RandomStream random = stream(seed);
    std::vector<double> means;
    for (std::uint64_t i = 0; i < 200; ++i) {
      means.push_back(random.uniform(i) + 3 * std::exp(-static_cast<double>(i) / (1.0 + seed)));
    }
    EXPECT_EQ(mser5(five_of_each(means)).observations, 5 * by_definition(means)) << seed;
  }
}

// The truncation point is about where the transient 10 exp(−i / 50) is below the noise of σ = 0.29: exp(−4) ·
// 10 = 0.18 after 200 observations. The tolerance is two time constants.
TEST(Mser5, FindsTheEndOfATransient) {
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    const RandomStream random = stream(seed);
    std::vector<double> series;
    for (std::uint64_t i = 0; i < 5000; ++i) {
      series.push_back(random.uniform(i) + 10 * std::exp(-static_cast<double>(i) / 50));
    }
    const WarmUp found = mser5(series);
    EXPECT_GE(found.observations, 100U) << seed;
    EXPECT_LE(found.observations, 400U) << seed;
    EXPECT_TRUE(found.is_long_enough);
  }
}

TEST(Mser5, DropsLittleOfAStationarySeries) {
  double share = 0;
  constexpr std::uint32_t kSeries = 100;
  for (std::uint32_t seed = 0; seed < kSeries; ++seed) {
    const RandomStream random = stream(seed);
    std::vector<double> series;
    for (std::uint64_t i = 0; i < 2000; ++i) {
      series.push_back(random.uniform(i));
    }
    share += static_cast<double>(mser5(series).observations) / 2000 / kSeries;
  }
  EXPECT_LT(share, 0.1);
}

TEST(Mser5, ReportsASeriesThatIsTooShort) {
  std::vector<double> rising;
  for (int i = 0; i < 1000; ++i) {
    rising.push_back(i < 800 ? 1000 - i : 200 + i % 2);  // settles after four fifths
  }
  const WarmUp found = mser5(rising);
  EXPECT_FALSE(found.is_long_enough);
  EXPECT_NEAR(static_cast<double>(found.observations), 800, 50);
  EXPECT_FALSE(mser5(std::vector<double>(49, 1)).is_long_enough);
  EXPECT_TRUE(mser5(std::vector<double>(50, 1)).is_long_enough);
}

}  // namespace
}  // namespace dimsim::statistics
