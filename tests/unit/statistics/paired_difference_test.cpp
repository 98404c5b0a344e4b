#include "dimsim/statistics/paired_difference.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/random.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::statistics {
namespace {

// Hours of sleep gained by two drugs, ten patients (Student, Biometrika 6(1), 1908). R's
// t.test(extra ~ group, paired = TRUE): t = -4.0621, 9 degrees of freedom, p = 0.002833,
// -2.4598858 to -0.7001142, mean -1.58; variances 3.200556, 4.009 and, of the differences, 1.512889.
TEST(PairedDifference, EqualsThePublishedTest) {
  const std::vector first{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
  const std::vector second{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};
  const PairedDifference found = paired_difference(first, second);
  EXPECT_NEAR(found.difference.value, -1.58, 1e-12);
  EXPECT_NEAR(found.difference.half_width, (2.4598858 - 0.7001142) / 2, 1e-7);
  EXPECT_NEAR(found.p_value, 0.002833, 5e-7);
  EXPECT_NEAR(found.variance_cut, 1 - 1.512889 / (3.200556 + 4.009), 1e-6);
  const PairedDifference turned = paired_difference(second, first, 0.90);
  EXPECT_NEAR(turned.difference.value, 1.58, 1e-12);
  EXPECT_NEAR(turned.p_value, found.p_value, 1e-15);
  EXPECT_NEAR(turned.difference.half_width, found.difference.half_width * 1.833112933 / 2.262157163, 1e-9);
}

TEST(PairedDifference, IsZeroForEqualValues) {
  const std::vector values{0.1, 0.7, 0.3};
  const PairedDifference found = paired_difference(values, values);
  EXPECT_EQ(found.difference.value, 0);
  EXPECT_EQ(found.difference.half_width, 0);
  EXPECT_EQ(found.p_value, 1);
  EXPECT_EQ(found.variance_cut, 1);
}

TEST(PairedDifference, IsCertainIfItNeverVaries) {
  const PairedDifference found = paired_difference(std::vector{2.0, 4.0, 8.0}, std::vector{1.0, 3.0, 7.0});
  EXPECT_EQ(found.difference.value, 1);
  EXPECT_EQ(found.difference.half_width, 0);
  EXPECT_EQ(found.p_value, 0);
  const PairedDifference constant = paired_difference(std::vector{2.0, 2.0}, std::vector{1.0, 1.0});
  EXPECT_TRUE(std::isnan(constant.variance_cut));
}

TEST(PairedDifference, IsNanIfUndefined) {
  const PairedDifference single = paired_difference(std::vector{2.0}, std::vector{1.5});
  EXPECT_EQ(single.difference.value, 0.5);
  EXPECT_TRUE(std::isnan(single.difference.half_width));
  EXPECT_TRUE(std::isnan(single.p_value));
  EXPECT_TRUE(std::isnan(single.variance_cut));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const PairedDifference missing = paired_difference(std::vector{2.0, nan, 1.0}, std::vector{1.5, 1.0, 2.0});
  EXPECT_TRUE(std::isnan(missing.difference.value));
  EXPECT_TRUE(std::isnan(missing.p_value));
  EXPECT_TRUE(std::isnan(missing.variance_cut));
  EXPECT_TRUE(std::isnan(paired_difference({}, {}).difference.value));
  EXPECT_THROW(static_cast<void>(paired_difference(std::vector{1.0}, {})), InvariantError);
}

TEST(PairedDifference, ReportsTheVarianceReductionByCommonRandomNumbers) {
  // a = c + e, b = c + f with Var c = 3, Var e = Var f = 1: Var(a − b) = 2 of 8, a cut of 3/4. Of 20,000
  // replications the quotient of variances has a relative standard error of at most √(2/20000) · √2 = 0.014.
  const RandomStream random(20240521, 0, Purpose::Policy, 4);
  std::vector<double> a;
  std::vector<double> b;
  for (std::uint64_t i = 0; i < 20000; ++i) {
    const double common = std::sqrt(3.0) * random.normal(3 * i);
    a.push_back(common + random.normal(3 * i + 1));
    b.push_back(common + random.normal(3 * i + 2));
  }
  EXPECT_NEAR(paired_difference(a, b).variance_cut, 0.75, 4 * 0.014 * 0.25);
}

TEST(PairedDifference, RejectsATrueHypothesisAtTheNominalRate) {
  // p-values of equal means are uniform: 5 % of 4,000 are below 0.05, with a standard deviation of
  // √(4000 · 0.05 · 0.95) = 13.8.
  const RandomStream random(20240521, 0, Purpose::Policy, 5);
  std::uint64_t drawn = 0;
  int rejected = 0;
  for (int repeat = 0; repeat < 4000; ++repeat) {
    std::vector<double> a(8);
    std::vector<double> b(8);
    for (std::size_t i = 0; i < a.size(); ++i) {
      const double common = random.normal(drawn++);
      a[i] = common + random.normal(drawn++);
      b[i] = common + random.normal(drawn++);
    }
    rejected += paired_difference(a, b).p_value < 0.05 ? 1 : 0;
  }
  EXPECT_NEAR(rejected, 200, 4 * 13.8);
}

}  // namespace
}  // namespace dimsim::statistics
