#include "dimsim/statistics/holm.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::statistics {
namespace {

using ::testing::DoubleNear;
using ::testing::Pointwise;

TEST(Holm, EqualsTheProcedureByHand) {
  // In rising order 0.005 · 4, 0.01 · 3, 0.03 · 2, and 0.04 · 1 raised to what comes before it.
  EXPECT_THAT(holm_adjusted(std::vector{0.01, 0.04, 0.03, 0.005}),
              Pointwise(DoubleNear(1e-15), {0.03, 0.06, 0.06, 0.02}));
}

// The 15 p-values of the thrombolysis trial in Benjamini and Hochberg (Journal of the Royal Statistical
// Society B 57(1), 1995, section 4.1), where procedures that control the familywise error at 5 % reject
// three.
TEST(Holm, RejectsThreeHypothesesOfThePublishedTrial) {
  const std::vector raw{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                        0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000};
  const std::vector<double> adjusted = holm_adjusted(raw);
  EXPECT_EQ(std::count_if(adjusted.begin(), adjusted.end(), [](double p) { return p <= 0.05; }), 3);
  EXPECT_NEAR(adjusted[2], 13 * 0.0019, 1e-15);
  EXPECT_NEAR(adjusted[3], 12 * 0.0095, 1e-15);
  EXPECT_NEAR(adjusted[6], 10 * 0.0278, 1e-15);  // not 9 · 0.0298 = 0.2682, which is less
}

TEST(Holm, IsMonotoneAndAtMostOne) {
  const std::vector<double> adjusted = holm_adjusted(std::vector{0.4, 0.5, 0.45, 0.9});
  EXPECT_THAT(adjusted, ::testing::Each(1.0));
  EXPECT_THAT(holm_adjusted(std::vector{0.02, 0.02, 0.02}), Pointwise(DoubleNear(1e-15), {0.06, 0.06, 0.06}));
  EXPECT_THAT(holm_adjusted(std::vector{0.03}), Pointwise(DoubleNear(0), {0.03}));
  EXPECT_TRUE(holm_adjusted({}).empty());
}

TEST(Holm, IgnoresNan) {
  const std::vector<double> adjusted =
      holm_adjusted(std::vector{0.03, std::numeric_limits<double>::quiet_NaN(), 0.01});
  EXPECT_NEAR(adjusted[0], 0.03, 1e-15);
  EXPECT_TRUE(std::isnan(adjusted[1]));
  EXPECT_NEAR(adjusted[2], 0.02, 1e-15);
}

}  // namespace
}  // namespace dimsim::statistics
