#include "dimsim/policy/chances.hpp"

#include "dimsim/base/error.hpp"
#include "support/forecast.hpp"

#include <gtest/gtest.h>

namespace dimsim::policy {
namespace {

using trace::Complexity;

constexpr double kRounding = 1e-12;

/// (3 + 5/2) / (6 + 5) of all are right, and of the pools (3 + 5 · 0.5) / 8 and 2.5 / 8.
TEST(Chances, AreFrequenciesShrunkTowardsTheLargerGroup) {
  const Chances chances(graded_samples({{Complexity::Easy, {0.9}}, {Complexity::Hard, {-0.9}}}, 3), {1});
  EXPECT_NEAR(chances.right(Complexity::Unknown, 0), 0.5, kRounding);
  EXPECT_NEAR(chances.right(Complexity::Easy, 0), 5.5 / 8, kRounding);
  EXPECT_NEAR(chances.right(Complexity::Hard, 0), 2.5 / 8, kRounding);
  EXPECT_NEAR(chances.right(Complexity::Medium, 0), 0.5, kRounding) << "nothing is known of this pool";
  EXPECT_EQ(chances.bins(Complexity::Medium, 0), 1U);
}

TEST(Chances, AreEstimatedAtTheGivenExits) {
  const Chances chances(graded_samples({{Complexity::Easy, {0.9, -0.9, 0.9}}}, 1000), {1, 2});
  EXPECT_GT(chances.right(Complexity::Easy, 0), 0.99);
  EXPECT_LT(chances.right(Complexity::Easy, 1), 0.01);
}

/// Confidences 0.5, 0.501, …; the upper half is right.
std::vector<Graded> rising(int count) {
  std::vector<Graded> samples;
  for (int i = 0; i < count; ++i) {
    const double confidence = 0.501 + 0.001 * i;
    samples.push_back({Complexity::Easy, {i < count / 2 ? -confidence : confidence}});
  }
  return samples;
}

TEST(Chances, HaveBinsOfEqualSizeWithAtLeastTwentySamples) {
  const auto bins = [](int count) {
    return Chances(graded_samples(rising(count)), {1}).bins(Complexity::Easy, 0);
  };
  EXPECT_EQ(bins(39), 1U);
  EXPECT_EQ(bins(40), 2U);
  EXPECT_EQ(bins(119), 5U);
  EXPECT_EQ(bins(400), 8U);
  const Chances chances(graded_samples(rising(100)), {1});
  for (std::size_t bin = 0; bin < 5; ++bin) {
    EXPECT_NEAR(chances.share(Complexity::Easy, 0, bin), 0.2, kRounding);
  }
}

/// Five bins of 20: 0, 0, 10, 20, 20 right; shrunk towards the overall 0.5 by 5 prior samples.
TEST(Chances, DependOnTheBinOfTheConfidence) {
  const Chances chances(graded_samples(rising(100)), {1});
  EXPECT_EQ(chances.bin_of(Complexity::Easy, 0, 0.0), 0U);
  EXPECT_EQ(chances.bin_of(Complexity::Easy, 0, 0.55), 2U);
  EXPECT_EQ(chances.bin_of(Complexity::Easy, 0, 1.0), 4U);
  EXPECT_NEAR(chances.right(Complexity::Easy, 0, 0), 2.5 / 25, kRounding);
  EXPECT_NEAR(chances.right(Complexity::Easy, 0, 2), 12.5 / 25, kRounding);
  EXPECT_NEAR(chances.right(Complexity::Easy, 0, 4), 22.5 / 25, kRounding);
}

/// The more confident half is wrong: both bins get the mean.
TEST(Chances, DoNotDecreaseWithConfidence) {
  std::vector<Graded> samples = rising(40);
  for (Graded& sample : samples) {
    sample.by_exit[0] *= -1;
  }
  const Chances chances(graded_samples(samples), {1});
  EXPECT_NEAR(chances.right(Complexity::Easy, 0, 0), 0.5, kRounding);
  EXPECT_NEAR(chances.right(Complexity::Easy, 0, 1), 0.5, kRounding);
}

/// Two groups of 20 that are separate at both exits: samples with low confidence below have low confidence
/// above. The counts 20 and 0 are shrunk towards one half by 5 prior samples.
TEST(Chances, EstimateTheBinAtATierAbove) {
  std::vector<Graded> samples;
  for (int i = 0; i < 20; ++i) {
    samples.push_back({Complexity::Easy, {0.6 + 0.001 * i, 0.7 + 0.001 * i}});
    samples.push_back({Complexity::Easy, {0.8 + 0.001 * i, 0.9 + 0.001 * i}});
  }
  const Chances chances(graded_samples(samples), {1, 2});
  ASSERT_EQ(chances.bins(Complexity::Easy, 0), 2U);
  ASSERT_EQ(chances.bins(Complexity::Easy, 1), 2U);
  EXPECT_NEAR(chances.share_above(Complexity::Easy, 0, 0, 1, 0), 22.5 / 25, kRounding);
  EXPECT_NEAR(chances.share_above(Complexity::Easy, 0, 0, 1, 1), 2.5 / 25, kRounding);
  EXPECT_NEAR(chances.share_above(Complexity::Easy, 0, 1, 1, 1), 22.5 / 25, kRounding);
}

TEST(Chances, NeedLabels) {
  trace::Split samples = graded_samples({{Complexity::Easy, {0.9}}});
  samples.complexity.clear();
  EXPECT_THROW(Chances(samples, {1}), InputError);
}

}  // namespace
}  // namespace dimsim::policy
