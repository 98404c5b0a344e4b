#include "dimsim/base/time_bins.hpp"

#include <numeric>

#include <gtest/gtest.h>

namespace dimsim {
namespace {

double sum(const TimeBins& bins) {
  return std::accumulate(bins.amounts().begin(), bins.amounts().end(), 0.0);
}

TEST(TimeBins, SpreadsAnAmountEvenly) {
  TimeBins bins;
  bins.widen_to(1);
  bins.add(0.5, 3, 10);
  EXPECT_EQ(bins.amounts(), (std::vector<double>{2, 4, 4, 0}));
  bins.add(1.25, 1.75, 3);
  bins.add(2, 2, 1);
  EXPECT_EQ(bins.amounts(), (std::vector<double>{2, 7, 5, 0}));
}

TEST(TimeBins, WidensItsBinsAndPreservesTheSum) {
  TimeBins bins;
  double amount = 0;
  for (int i = 0; i < 10'000; ++i) {
    const double begin_s = 0.37 * i;
    bins.add(begin_s, begin_s + 0.9, 1);
    amount += 1;
    ASSERT_LE(bins.amounts().size(), TimeBins::kMost);
  }
  EXPECT_EQ(bins.width_s(), 8);  // 3,700.53 s are more than 512 bins of 4 s
  EXPECT_NEAR(sum(bins), amount, 1e-9 * amount);
  // 1 / 0.37 s begin in each second.
  EXPECT_NEAR(bins.amounts()[100], 8 / 0.37, 1);
}

TEST(TimeBins, WideningLaterGivesTheSameBins) {
  TimeBins late;
  TimeBins early;
  early.widen_to(2);
  for (const double begin_s : {0.1, 1.9, 3.7, 200.0}) {
    late.add(begin_s, begin_s + 1.5, 3);
    early.add(begin_s, begin_s + 1.5, 3);
  }
  late.widen_to(early.width_s());
  ASSERT_EQ(late.width_s(), early.width_s());
  ASSERT_EQ(late.amounts().size(), early.amounts().size());
  for (std::size_t bin = 0; bin < early.amounts().size(); ++bin) {
    EXPECT_NEAR(late.amounts()[bin], early.amounts()[bin], 1e-12) << bin;
  }
}

TEST(TimeBins, MovesTheExcessOfABinToTheNearestBinsWithRoom) {
  TimeBins bins;
  bins.widen_to(1);
  // Two flows on a link of 1/s: the first is alone for a second, then both have half of the link until 3 s.
  // The link was fully used for 3 s.
  bins.add(0, 3, 2);
  bins.add(1, 3, 1);
  EXPECT_GT(bins.amounts()[1], 1);
  bins.level(1, 3);
  ASSERT_GE(bins.amounts().size(), 3U);
  for (int second = 0; second < 3; ++second) {
    EXPECT_NEAR(bins.amounts()[static_cast<std::size_t>(second)], 1, 1e-12);
  }
  EXPECT_NEAR(sum(bins), 3, 1e-12);
}

/// A link of 1/s that is down during the second second and carries 2/s in the third: 3 units spread over [0,
/// 3] are moved to the times at which it could carry them.
TEST(TimeBins, LevelsToACapacityThatChanges) {
  TimeBins bins;
  bins.widen_to(1);
  bins.add(0, 3, 3);
  TimeBins differences;
  differences.widen_to(1);
  differences.add(1, 2, -1);
  differences.add(2, 3, 1);
  bins.level(1, 3, differences);
  ASSERT_GE(bins.amounts().size(), 3U);
  EXPECT_NEAR(bins.amounts()[0], 1, 1e-12);
  EXPECT_NEAR(bins.amounts()[1], 0, 1e-12);
  EXPECT_NEAR(bins.amounts()[2], 2, 1e-12);
}

}  // namespace
}  // namespace dimsim
