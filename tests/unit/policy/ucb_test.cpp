#include "dimsim/policy/ucb.hpp"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::policy {
namespace {

using testing::ElementsAre;

std::vector<std::size_t> choices(Ucb& ucb, std::size_t count) {
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < count; ++i) {
    result.push_back(ucb.choose());
  }
  return result;
}

TEST(Ucb, TriesEachArmOnceAndThenChoosesTheLargestIndex) {
  Ucb ucb(3, 1);
  for (const double reward : {0.5, 0.9, 0.1}) {
    ucb.reward(ucb.choose(), reward);
  }
  // All widths are sqrt(ln 4), so the largest mean counts.
  EXPECT_EQ(ucb.choose(), 1U);
  ucb.reward(1, 0.9);
  // At t = 5: 0.9 + sqrt(ln 5 / 2) = 1.797 beats 0.5 + sqrt(ln 5) = 1.769.
  EXPECT_EQ(ucb.choose(), 1U);
  ucb.reward(1, 0.9);
  // At t = 6: 0.5 + sqrt(ln 6) = 1.839 beats 0.9 + sqrt(ln 6 / 3) = 1.673.
  EXPECT_EQ(ucb.choose(), 0U);
}

TEST(Ucb, ChoosesTheLargestMeanWithoutExploration) {
  Ucb ucb(2, 0);
  ucb.reward(ucb.choose(), 0.3);
  ucb.reward(ucb.choose(), 0.2);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(ucb.choose(), 0U);
    ucb.reward(0, 0.3);
  }
}

TEST(Ucb, ChoosesArmsInTurnWhileNoRewardIsKnown) {
  Ucb ucb(3, 1);
  EXPECT_THAT(choices(ucb, 7), ElementsAre(0, 1, 2, 0, 1, 2, 0));
}

TEST(Ucb, SkipsAnArmWithAPendingFirstReward) {
  Ucb ucb(2, 1);
  EXPECT_EQ(ucb.choose(), 0U);
  ucb.reward(0, -1);
  EXPECT_THAT(choices(ucb, 3), ElementsAre(1, 0, 0));  // arm 1 is chosen once; its reward is pending
  ucb.reward(1, 0);
  EXPECT_EQ(ucb.choose(), 1U);
}

/// The effect of a reward must not depend on the number of decisions between choice and reward.
TEST(Ucb, CountsDecisionsAndRewardsSeparately) {
  Ucb ucb(2, 1);
  EXPECT_THAT(choices(ucb, 2), ElementsAre(0, 1));
  ucb.reward(0, 0.5);
  EXPECT_THAT(choices(ucb, 3), ElementsAre(0, 0, 0));  // pulled four times, one reward
  ucb.reward(1, 0.5);
  // Both arms have one reward and equal means. Counting pulls would favour arm 1.
  EXPECT_EQ(ucb.choose(), 0U);
}

}  // namespace
}  // namespace dimsim::policy
