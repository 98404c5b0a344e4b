#include "dimsim/statistics/statistics.hpp"

#include "support/batch_means_coverage.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::statistics {
namespace {

TEST(Mean, IsTheSumOverTheCountAndNanWithoutValues) {
  EXPECT_DOUBLE_EQ(mean(std::vector{1.0, 2.0, 6.0}), 3.0);
  EXPECT_TRUE(std::isnan(mean({})));
}

TEST(StandardDeviation, DividesByOneLessThanTheCount) {
  // Deviations from the mean 5: 9+1+1+1+0+0+4+16 = 32; 32 / 7.
  EXPECT_DOUBLE_EQ(standard_deviation(std::vector{2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0}),
                   std::sqrt(32.0 / 7));
  EXPECT_TRUE(std::isnan(standard_deviation(std::vector{1.0})));
}

TEST(Quantile, InterpolatesBetweenOrderStatisticsLikeNumpy) {
  const std::vector sorted{15.0, 20.0, 35.0, 40.0, 50.0};
  // numpy.quantile([15, 20, 35, 40, 50], [0, 0.05, 0.4, 0.9, 1]); position = p × 4.
  EXPECT_DOUBLE_EQ(quantile(sorted, 0), 15);
  EXPECT_DOUBLE_EQ(quantile(sorted, 0.05), 16);
  EXPECT_DOUBLE_EQ(quantile(sorted, 0.4), 29);
  EXPECT_DOUBLE_EQ(quantile(sorted, 0.9), 46);
  EXPECT_DOUBLE_EQ(quantile(sorted, 1), 50);
}

TEST(Quantile, IsTheValueOfOneAndNanOfNone) {
  EXPECT_DOUBLE_EQ(quantile(std::vector{7.0}, 0.99), 7);
  EXPECT_TRUE(std::isnan(quantile({}, 0.5)));
}

TEST(StudentHalfWidth, EqualsTheTabulatedTTimesTheStandardError) {
  // t(0.975, 3) = 3.182446305; s² = (2.25+0.25+0.25+2.25)/3 = 5/3.
  EXPECT_NEAR(student_half_width(std::vector{1.0, 2.0, 3.0, 4.0}).value(),
              3.182446305 * std::sqrt(5.0 / 3 / 4), 1e-8);
  EXPECT_FALSE(student_half_width(std::vector{1.0}).has_value());
}

// Quantiles of Student's t from the tables (Abramowitz and Stegun, table 26.10): t(0.95, 10), t(0.995, 10).
TEST(StudentQuantile, HasTheGivenConfidence) {
  EXPECT_NEAR(student_quantile(10, 0.90), 1.812461123, 1e-8);
  EXPECT_NEAR(student_quantile(10, 0.99), 3.169272673, 1e-8);
  EXPECT_NEAR(student_half_width(std::vector{1.0, 3.0}, 0.90).value(), 6.313751515,
              1e-8);  // t(0.95, 1) √2/√2
}

TEST(BatchMeansHalfWidth, UsesTheMeansOfTwentyBatchesAndDropsTheFirstValues) {
  // Three values too many, then 20 batches of 10 whose means are 0, 1, 0, 1, …: s² = 20 × 0.25 / 19, t(0.975,
  // 19) = 2.093024054.
  std::vector<double> series(3, 1e6);
  for (int batch = 0; batch < 20; ++batch) {
    series.insert(series.end(), 10, batch % 2);
  }
  EXPECT_NEAR(batch_means_half_width(series).value(), 2.093024054 * std::sqrt(5.0 / 19 / 20), 1e-8);
}

TEST(LagOneCorrelation, CorrelatesNeighbours) {
  // Deviations −1.5, −0.5, 0.5, 1.5: (0.75 − 0.25 + 0.75) / 5.
  EXPECT_NEAR(lag_one_correlation(std::vector{1.0, 2.0, 3.0, 4.0}), 0.25, 1e-15);
  EXPECT_EQ(lag_one_correlation(std::vector{2.0, 2.0, 2.0}), 0);
  EXPECT_EQ(lag_one_correlation({}), 0);
}

/// Batches of 10 equal values.
std::vector<double> in_batches(const std::vector<double>& means) {
  std::vector<double> series;
  for (const double mean : means) {
    series.insert(series.end(), 10, mean);
  }
  return series;
}

TEST(BatchMeansHalfWidth, TreatsCorrelatedBatchesAsFewerIndependentOnes) {
  // 0, 0, 1, 1, 0, 0, …: of 19 pairs of neighbours 10 are equal, r = (10 − 9) / 20, φ = 0.1, k = 20 · 0.9 /
  // 1.1.
  std::vector<double> means;
  for (int batch = 0; batch < 20; ++batch) {
    means.push_back(batch / 2 % 2);
  }
  const double independent = 20 * 0.9 / 1.1;
  EXPECT_NEAR(batch_means_half_width(in_batches(means)).value(),
              student_quantile(independent - 1) * std::sqrt(5.0 / 19 / independent), 1e-9);
}

TEST(BatchMeansHalfWidth, IsEmptyForASeriesWithATrend) {
  std::vector<double> means(20);
  std::iota(means.begin(), means.end(), 1.0);
  EXPECT_FALSE(batch_means_half_width(in_batches(means)).has_value());
}

TEST(BatchMeansHalfWidth, IsEmptyForAShortSeries) {
  EXPECT_FALSE(batch_means_half_width(std::vector<double>(199, 1.0)).has_value());
  EXPECT_TRUE(batch_means_half_width(std::vector<double>(200, 1.0)).has_value());
}

std::vector<double> ranks(int count) {
  std::vector<double> values;
  for (int i = 1; i <= count; ++i) {
    values.push_back(i);
  }
  return values;
}

// Ranks from tables of the sign test (Conover, Practical Nonparametric Statistics, 1999, table A3).
TEST(MedianInterval, ExtendsFromTheKthSmallestToTheKthLargest) {
  EXPECT_FALSE(median_interval(ranks(0)));
  EXPECT_FALSE(median_interval(ranks(5)));  // 1/32 > 2.5 %
  const auto expect = [](int count, double low, double high) {
    const auto interval = median_interval(ranks(count)).value();
    EXPECT_EQ(interval.low, low) << count;
    EXPECT_EQ(interval.high, high) << count;
  };
  expect(6, 1, 6);  // 1/64 on each side
  expect(8, 1, 8);  // 9/256 = 3.5 % would be too much
  expect(9, 2, 8);  // 10/512 = 2.0 %
  expect(20, 6, 15);
  expect(100, 40, 61);
}

TEST(MedianInterval, CoversTheMedianOfASkewedDistributionAtTheNominalRate) {
  // Exponential, median ln 2, 25 values: k = 8, coverage 95.7 %. Of 2,000 intervals 4 × √(2000 × 0.957 ×
  // 0.043) = 36 more or fewer.
  std::mt19937_64 random(20240521);
  std::exponential_distribution<double> exponential;
  int covered = 0;
  for (int i = 0; i < 2000; ++i) {
    std::vector<double> values(25);
    std::generate(values.begin(), values.end(), [&] { return exponential(random); });
    std::sort(values.begin(), values.end());
    const auto interval = median_interval(values).value();
    covered += interval.low <= std::log(2.0) && std::log(2.0) <= interval.high ? 1 : 0;
  }
  EXPECT_NEAR(covered, 2000 * 0.957, 36);
}

/// x(i+1) = φ x(i) + normal noise, from its stationary distribution: mean 0.
std::vector<double> autoregressive(double phi, std::size_t length, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  std::vector<double> series;
  double x = normal(random) / std::sqrt(1 - phi * phi);
  for (std::size_t i = 0; i < length; ++i) {
    series.push_back(x);
    x = phi * x + normal(random);
  }
  return series;
}

TEST(BatchMeansHalfWidth, CoversTheMeanOfAnAutocorrelatedSeriesAtTheNominalRate) {
  // Batches of 500 against a correlation length of (1+φ)/(1−φ) = 9: batch means are nearly independent,
  // coverage is near 95 %. Of 1,000 series the covered ones are binomial with standard deviation √(1000 ×
  // 0.95 × 0.05) = 6.9; the tolerance is four of them, plus 10 for correlations of batch means by chance,
  // which only widen intervals. Student's t on the raw values covers only about 49 % (P(|N| < 1.96/3)) here
  // and would fail.
  constexpr int kSeries = 1000;
  std::mt19937_64 random(20240521);
  int covered = 0;
  for (int i = 0; i < kSeries; ++i) {
    const auto series = autoregressive(0.8, 10000, random);
    covered += std::abs(mean(series)) <= batch_means_half_width(series).value() ? 1 : 0;
  }
  EXPECT_NEAR(covered, 950, 4 * 6.9 + 10);
}

TEST(BatchMeansHalfWidth, CoversTheMeanOfAQueueInALongRun) {
  // 400 runs: the tolerance is four standard deviations √(400 · 0.95 · 0.05) = 4.4, plus 1.5 % (6) for
  // correlations of batch means by chance, which widen intervals, and for the skewness of queues, which has
  // an effect of the same size.
  for (const auto& [load, requests] : {std::pair{0.5, 5000U}, std::pair{0.8, 20000U}}) {
    const BatchMeansCoverage found = batch_means_coverage(load, requests, 400);
    EXPECT_EQ(found.given, 400) << load;
    EXPECT_NEAR(found.covering, 380, 4 * 4.4 + 6) << load;
  }
}

TEST(BatchMeansHalfWidth, IsWiderIfBatchesAreTooShortToBeIndependent) {
  // Batches of 25 at a load of 0.8: of 1,000 runs, those of independent batches would cover 65 %; these cover
  // 79 %, with a standard deviation of √(0.79 · 0.21 / 1000) = 1.3 %. For about 5 % there is no interval.
  const BatchMeansCoverage found = batch_means_coverage(0.8, 500, 1000);
  EXPECT_NEAR(found.covering, 0.79 * found.given, 4 * 13);
}

}  // namespace
}  // namespace dimsim::statistics
