#include "dimsim/statistics/clustered_sums.hpp"

#include "dimsim/statistics/statistics.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::statistics {
namespace {

constexpr std::size_t kValue = 0;
constexpr std::size_t kCount = 1;
constexpr double kRounding = 1e-12;  // a few sums of small numbers

/// Sums of values and of their number.
class Sums {
 public:
  void add(std::uint64_t text, double value, double count = 1) {
    sums_.add(text, std::array<double, 2>{value, count});
  }
  void end_period() { sums_.end_period(); }
  [[nodiscard]] Estimate quotient() const { return sums_.quotient(kValue, kCount); }
  [[nodiscard]] const ClusteredSums& get() const { return sums_; }

 private:
  ClusteredSums sums_{2};
};

TEST(StudentQuantile, EqualsAndInterpolatesTheTables) {
  EXPECT_NEAR(student_quantile(2), 4.302652730, 1e-8);
  EXPECT_NEAR(student_quantile(19), 2.093024054, 1e-8);
  EXPECT_LT(student_quantile(2.25), student_quantile(2));
  EXPECT_GT(student_quantile(2.25), student_quantile(3));
}

TEST(ClusteredSums, TreatRequestsWithTheSameTextAsOneObservation) {
  // Text 7 is asked twice, 8 and 9 once. Mean 2/4; residuals of the texts 1 - 1, 0 - 1/2, 1 - 1/2: their
  // squares add up to 1/2, V = 3/2 · 1/2 / 4² = 3/64. Both periods have a mean of 1/2 and add nothing.
  Sums sums;
  sums.add(7, 1);
  sums.add(8, 0);
  sums.end_period();
  sums.add(7, 0);
  sums.add(9, 1);
  sums.end_period();
  EXPECT_NEAR(sums.quotient().value, 0.5, kRounding);
  EXPECT_NEAR(sums.quotient().half_width, 4.302652730 * std::sqrt(3.0 / 64), 1e-8);
  EXPECT_EQ(sums.get().texts(), 3U);
  EXPECT_EQ(sums.get().texts_with(kValue), 2U);
  EXPECT_EQ(sums.get().periods(), 2U);
}

TEST(ClusteredSums, TreatRequestsOfTheSamePeriodAsOneObservation) {
  // Three texts in each of two periods, 0 in the first and 1 in the second: residuals of the periods ±3/2, V
  // = 2 · 2 · 9/4 / 6² = 1/4, with one degree of freedom: t = 12.706204736. The texts are all equal; the
  // cells' ±1/2 give 6/5 · 6/4 / 36 = 1/20, which is subtracted from the sum of both, never from the larger.
  Sums sums;
  for (const double value : {0, 1}) {
    for (const std::uint64_t text : {1U, 2U, 3U}) {
      sums.add(text, value);
    }
    sums.end_period();
  }
  EXPECT_NEAR(sums.quotient().half_width, 12.706204736 * 0.5, 1e-8);
}

TEST(ClusteredSums, AddTheVariancesOfTextsAndPeriods) {
  // Text a in period b has a + b, both -1, 0, 1: mean 0. Texts: residuals 3a, V = 3/2 · 18 = 27, as periods.
  // Cells: Σ(a + b)² = 12, times 9/8 = 13.5. So V = (27 + 27 - 13.5) / 9² = 40.5 / 81, degrees of freedom
  // 40.5² / (27²/2 + 27²/2) = 2.25.
  Sums sums;
  for (const int period : {-1, 0, 1}) {
    for (const int text : {-1, 0, 1}) {
      sums.add(static_cast<std::uint64_t>(text + 1), text + period);
    }
    sums.end_period();
  }
  EXPECT_NEAR(sums.quotient().value, 0, kRounding);
  EXPECT_NEAR(sums.quotient().half_width, student_quantile(2.25) * std::sqrt(40.5 / 81), 1e-9);
}

TEST(ClusteredSums, EstimateQuotientsOfTwoRandomSums) {
  // The ratio estimator by hand: texts (y, z) = (1, 2), (3, 4), (2, 2): θ = 6/8; residuals -1/2, 0, 1/2; V =
  // 3/2 · 1/2 / 8². The periods, (3, 4) and (3, 4), add nothing.
  Sums sums;
  sums.add(1, 1, 2);
  sums.add(3, 2, 2);
  sums.end_period();
  sums.add(2, 3, 4);
  sums.end_period();
  EXPECT_NEAR(sums.quotient().value, 0.75, kRounding);
  EXPECT_NEAR(sums.quotient().half_width, 4.302652730 * std::sqrt(0.75) / 8, 1e-8);
}

TEST(ClusteredSums, HaveNoWidthIfNothingVaries) {
  Sums sums;
  for (int i = 0; i < 1000; ++i) {
    sums.add(static_cast<std::uint64_t>(i % 7), 0.1 * i, 0.1 * i);
    if (i % 100 == 99) {
      sums.end_period();
    }
  }
  EXPECT_EQ(sums.quotient().value, 1);
  EXPECT_EQ(sums.quotient().half_width, 0);
}

/// Numbers 0, 0, 2 and 0 again: three periods, each with the requests added under its number.
TEST(ClusteredSums, EndAPeriodWhenTheNumberChanges) {
  ClusteredSums sums(2);
  for (const std::size_t period : {0U, 0U, 2U, 0U}) {
    sums.begin_period(period);
    sums.add(7, std::array<double, 2>{1, 1});
  }
  sums.end_period();
  EXPECT_EQ(sums.periods(), 3U);
}

TEST(ClusteredSums, HaveNoIntervalWithoutTwoClusters) {
  Sums sums;
  EXPECT_TRUE(std::isnan(sums.quotient().value));
  sums.add(1, 1);
  sums.end_period();
  sums.end_period();  // an empty period does not count
  EXPECT_EQ(sums.quotient().value, 1);
  EXPECT_TRUE(std::isnan(sums.quotient().half_width));
  sums.add(1, 0);
  sums.end_period();
  EXPECT_TRUE(std::isnan(sums.quotient().half_width));  // one text
  sums.add(2, 0);
  sums.end_period();
  EXPECT_TRUE(std::isfinite(sums.quotient().half_width));
  ClusteredSums of_nothing(2);
  of_nothing.add(1, std::array<double, 2>{1, 0});
  of_nothing.end_period();
  EXPECT_TRUE(std::isnan(of_nothing.quotient(kValue, kCount).value));
}

/// Number of samples whose interval contains `truth`; `fill` adds the requests of one sample.
template <typename Fill>
int covered(int samples, double truth, Fill fill) {
  int count = 0;
  for (int i = 0; i < samples; ++i) {
    Sums sums;
    fill(sums);
    const Estimate estimate = sums.quotient();
    count += std::abs(estimate.value - truth) <= estimate.half_width ? 1 : 0;
  }
  return count;
}

TEST(ClusteredSums, CoverAnAccuracyDropAtTheNominalRate) {
  // 100 texts, drawn 2,000 times: the policy loses 15 % of the texts and gains 5 %, always the same ones. Of
  // 2,000 intervals the covering ones are binomial with standard deviation √(2000 · 0.95 · 0.05) = 9.7; four
  // of them, and 10 for the skewness of 20 differing texts, bound it. Intervals of independent requests would
  // be 1/√20 as wide and cover a third.
  constexpr int kSamples = 2000;
  std::mt19937_64 random(20240521);
  std::discrete_distribution<int> kind({0.15, 0.80, 0.05});
  std::uniform_int_distribution<std::size_t> which(0, 99);
  const int count = covered(kSamples, 0.10, [&](Sums& sums) {
    std::vector<double> drop(100);
    for (double& each : drop) {
      each = 1 - kind(random);
    }
    for (int i = 1; i <= 2000; ++i) {
      const std::size_t text = which(random);
      sums.add(text, drop[text]);
      if (i % 100 == 0) {
        sums.end_period();
      }
    }
  });
  EXPECT_NEAR(count, 0.95 * kSamples, 4 * 9.7 + 10);
}

TEST(ClusteredSums, CoverTheMeanOfAnAutocorrelatedSeriesOverRepeatedTexts) {
  // x(i+1) = 0.8 x(i) + noise on top of what each of 500 texts contributes, 10,000 requests, periods of 500
  // against a correlation length of 9. Standard deviation of the count √(500 · 0.95 · 0.05) = 4.9; four of
  // them, and 1 % for what correlation is left. By texts alone 87 % are covered, by periods alone 83 %, by
  // the wider of the two 88 %.
  constexpr int kSamples = 500;
  std::mt19937_64 random(20240521);
  std::normal_distribution<double> normal;
  std::uniform_int_distribution<std::size_t> which(0, 499);
  const int count = covered(kSamples, 0, [&](Sums& sums) {
    std::vector<double> of_text(500);
    for (double& each : of_text) {
      each = 1.2 * normal(random);
    }
    double x = normal(random) / 0.6;
    for (int i = 1; i <= 10000; ++i) {
      const std::size_t text = which(random);
      sums.add(text, of_text[text] + x);
      x = 0.8 * x + normal(random);
      if (i % 500 == 0) {
        sums.end_period();
      }
    }
  });
  EXPECT_NEAR(count, 0.95 * kSamples, 4 * 4.9 + 5);
}

}  // namespace
}  // namespace dimsim::statistics
