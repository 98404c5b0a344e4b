#include "dimsim/base/random.hpp"

#include "dimsim/base/error.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include <Random123/philox.h>
#include <gtest/gtest.h>

namespace dimsim {
namespace {

using Philox = r123::Philox4x32;

constexpr std::uint64_t kDraws = 200'000;

/// A false alarm in 16,000 seeds.
constexpr double kStandardErrors = 4;

RandomStream stream(Purpose purpose = Purpose::Arrival, std::uint32_t entity = 0, std::uint64_t seed = 1,
                    std::uint32_t replication = 0) {
  return {seed, replication, purpose, entity};
}

/// The number in (0, 1) that the first two words of a Philox block represent.
double uniform_of(std::uint32_t word0, std::uint32_t word1) {
  const std::uint64_t bits = std::uint64_t{word0} | (std::uint64_t{word1} << 32U);
  return static_cast<double>((bits >> 11U) | 1U) * 0x1p-53;
}

struct Moments {
  double mean = 0;
  double variance = 0;
};

Moments moments(const std::function<double(std::uint64_t)>& draw) {
  double sum = 0;
  double squares = 0;
  for (std::uint64_t k = 0; k < kDraws; ++k) {
    const double value = draw(k);
    sum += value;
    squares += value * value;
  }
  const auto n = static_cast<double>(kDraws);
  return {sum / n, squares / n - sum * sum / n / n};
}

/// Expects mean and variance within 4 standard errors: σ/√n, and √((κ - 1)/n) σ² for the kurtosis κ.
void expect_moments(const Moments& measured, double mean, double variance, double kurtosis) {
  const auto n = static_cast<double>(kDraws);
  EXPECT_NEAR(measured.mean, mean, kStandardErrors * std::sqrt(variance / n));
  EXPECT_NEAR(measured.variance, variance, kStandardErrors * variance * std::sqrt((kurtosis - 1) / n));
}

// Vectors of Random123's kat_vectors, "philox4x32 10" (Salmon et al., SC'11).
TEST(Random, PhiloxGivesThePublishedAnswers) {
  constexpr std::uint32_t kOnes = 0xffffffffU;
  EXPECT_EQ(Philox()({{0, 0, 0, 0}}, {{0, 0}}),
            (Philox::ctr_type{{0x6627e8d5U, 0xe169c58dU, 0xbc57ac4cU, 0x9b00dbd8U}}));
  EXPECT_EQ(Philox()({{kOnes, kOnes, kOnes, kOnes}}, {{kOnes, kOnes}}),
            (Philox::ctr_type{{0x408f276dU, 0x41c83b0eU, 0xa20bc7c6U, 0x6d5451fdU}}));
  EXPECT_EQ(Philox()({{0x243f6a88U, 0x85a308d3U, 0x13198a2eU, 0x03707344U}}, {{0xa4093822U, 0x299f31d0U}}),
            (Philox::ctr_type{{0xd16cfe09U, 0x94fdccebU, 0x5001e420U, 0x24126ea1U}}));
}

// The same vectors through the stream: they fix the layout of the key (seed) and the counter (index, purpose
// and replication, entity).
TEST(Random, SeedIndexPurposeReplicationAndEntityKeepTheirPlaces) {
  EXPECT_EQ(RandomStream(0, 0, Purpose{0}, 0).uniform(0), uniform_of(0x6627e8d5U, 0xe169c58dU));
  constexpr std::uint64_t kOnes = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(RandomStream(kOnes, 0xffffffU, Purpose{0xff}, 0xffffffffU).uniform(kOnes),
            uniform_of(0x408f276dU, 0x41c83b0eU));
  EXPECT_EQ(
      RandomStream(0x299f31d0a4093822U, 0x198a2eU, Purpose{0x13}, 0x03707344U).uniform(0x85a308d3243f6a88U),
      uniform_of(0xd16cfe09U, 0x94fdccebU));
}

/// Devices with the same number in two groups, and a device without a group.
TEST(Random, GroupsHaveNumbersOfTheirOwn) {
  const RandomStream phones(1, 0, Purpose::Arrival, Entity("phones", 0));
  const RandomStream tablets(1, 0, Purpose::Arrival, Entity("tablets", 0));
  const RandomStream alone(1, 0, Purpose::Arrival, Entity(0));
  EXPECT_NE(phones.uniform(0), tablets.uniform(0));
  EXPECT_NE(phones.uniform(0), alone.uniform(0));
}

TEST(Random, FirstValuesAreFrozen) {
  const RandomStream arrivals = stream(Purpose::Arrival, 0);
  const RandomStream jitter = stream(Purpose::Jitter, 7, 42, 3);
  EXPECT_DOUBLE_EQ(arrivals.uniform(0), 0.043901337689094322);
  EXPECT_DOUBLE_EQ(arrivals.uniform(1), 0.32116600157863584);
  EXPECT_DOUBLE_EQ(arrivals.exponential(0, 2.0), 6.2516209761749524);
  EXPECT_DOUBLE_EQ(jitter.normal(0), 0.1092832965365545);
  EXPECT_EQ(jitter.below(0, 1000), 543U);
}

TEST(Random, UniformHasTheMomentsOfTheUniformDistribution) {
  const RandomStream s = stream();
  expect_moments(moments([&](std::uint64_t k) { return s.uniform(k); }), 0.5, 1.0 / 12, 1.8);
}

TEST(Random, ExponentialHasItsMomentsAndIsPositive) {
  const RandomStream s = stream();
  expect_moments(moments([&](std::uint64_t k) { return s.exponential(k, 3.0); }), 3.0, 9.0, 9.0);
  for (std::uint64_t k = 0; k < kDraws; ++k) {
    ASSERT_GT(s.exponential(k, 3.0), 0);
  }
}

TEST(Random, NormalHasItsMoments) {
  const RandomStream s = stream();
  expect_moments(moments([&](std::uint64_t k) { return s.normal(k); }), 0, 1, 3);
}

TEST(Random, UniformFillsTheIntervalEvenly) {
  // Kolmogorov-Smirnov: the critical value of √n·D at 1e-4 is √(-ln(1e-4 / 2) / 2) = 2.225.
  const RandomStream s = stream(Purpose::Sample, 5);
  std::vector<double> values(kDraws);
  for (std::uint64_t k = 0; k < kDraws; ++k) {
    values[k] = s.uniform(k);
  }
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(kDraws);
  double distance = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto rank = static_cast<double>(i);
    distance = std::max({distance, (rank + 1) / n - values[i], values[i] - rank / n});
  }
  EXPECT_LT(std::sqrt(n) * distance, 2.225);
}

TEST(Random, BelowGivesEveryValueItsShare) {
  // Chi-squared with 6 degrees of freedom: 27.86 is exceeded once in 10,000.
  constexpr std::size_t kBound = 7;
  const RandomStream s = stream(Purpose::Shuffle);
  std::array<double, kBound> counts{};
  for (std::uint64_t k = 0; k < kDraws; ++k) {
    ++counts.at(s.below(k, kBound));
  }
  constexpr double kExpected = static_cast<double>(kDraws) / kBound;
  double chi_squared = 0;
  for (const double count : counts) {
    chi_squared += (count - kExpected) * (count - kExpected) / kExpected;
  }
  EXPECT_LT(chi_squared, 27.86);
}

TEST(Random, BelowOneIsAlwaysZero) {
  for (std::uint64_t k = 0; k < 100; ++k) {
    EXPECT_EQ(stream().below(k, 1), 0U);
  }
}

// The correlation of n independent pairs has the standard error 1/√n.
TEST(Random, StreamsThatDifferInOneKeyAreIndependent) {
  const RandomStream reference = stream(Purpose::Arrival, 3);
  const std::vector<RandomStream> others = {stream(Purpose::Sample, 3), stream(Purpose::Arrival, 4),
                                            stream(Purpose::Arrival, 3, 2),
                                            stream(Purpose::Arrival, 3, 1, 1)};
  for (std::size_t other = 0; other < others.size(); ++other) {
    double covariance = 0;
    for (std::uint64_t k = 0; k < kDraws; ++k) {
      covariance += (reference.uniform(k) - 0.5) * (others[other].uniform(k) - 0.5);
    }
    const auto n = static_cast<double>(kDraws);
    EXPECT_LT(std::abs(covariance / n * 12), kStandardErrors / std::sqrt(n)) << "stream " << other;
  }
}

TEST(Random, NeighboursInAStreamAreIndependent) {
  const RandomStream s = stream(Purpose::Jitter, 1);
  double covariance = 0;
  for (std::uint64_t k = 0; k < kDraws; ++k) {
    covariance += (s.uniform(k) - 0.5) * (s.uniform(k + 1) - 0.5);
  }
  const auto n = static_cast<double>(kDraws);
  EXPECT_LT(std::abs(covariance / n * 12), kStandardErrors / std::sqrt(n));
}

TEST(Random, ReplicationThatDoesNotFitIsADefect) {
  EXPECT_THROW(stream(Purpose::Arrival, 0, 1, 1U << 24U), InvariantError);
}

}  // namespace
}  // namespace dimsim
