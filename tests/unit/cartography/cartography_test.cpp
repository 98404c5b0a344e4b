#include "dimsim/cartography/cartography.hpp"

#include "dimsim/base/error.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::cartography {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using trace::Complexity;

constexpr auto kEasy = Complexity::Easy;
constexpr auto kMedium = Complexity::Medium;
constexpr auto kHard = Complexity::Hard;

/// Tolerance for probabilities of scores that are floats: half a unit in the last place of the score.
constexpr double kFloat = 1.2e-7;

TEST(Coordinates, AreMeanAndPopulationDeviationOfTheGoldProbability) {
  // One sample, gold class 1, with probabilities 1/4, 3/4, 1/2 (equal scores: class 0 is predicted).
  const float ln3 = std::log(3.0F);
  const Coordinates map =
      coordinates({.samples = 1, .epochs = 3, .classes = 2, .logits = {ln3, 0, 0, ln3, 7, 7}, .gold = {1}});
  EXPECT_THAT(map.confidence, ElementsAre(DoubleNear(0.5, kFloat)));
  // Deviations 1/4, 1/4, 0: the mean square is 1/24 (over 3, not over 2).
  EXPECT_THAT(map.variability, ElementsAre(DoubleNear(std::sqrt(1.0 / 24), kFloat)));
  EXPECT_THAT(map.correctness, ElementsAre(1));
}

TEST(Coordinates, FollowTheOptionsOfTheReferenceImplementation) {
  // Gold class 0: 1/2 (right: the lowest of equal scores is predicted), 1/4 (wrong), 3/4 (right), 1/4
  // (wrong).
  const float ln3 = std::log(3.0F);
  const trace::Dynamics dynamics{
      .samples = 1, .epochs = 4, .classes = 2, .logits = {0, 0, 0, ln3, ln3, 0, 0, ln3}, .gold = {0}};
  EXPECT_THAT(coordinates(dynamics).forgetfulness, ElementsAre(2));
  // The first three: mean 1/2, mean square deviation 1/24, with the interval 1/24 + 1/24² / 2.
  const Coordinates first = coordinates(dynamics, {.include_ci = true, .burn_out = 3});
  EXPECT_THAT(first.confidence, ElementsAre(DoubleNear(0.5, kFloat)));
  EXPECT_THAT(first.variability, ElementsAre(DoubleNear(std::sqrt(1.0 / 24 + 1.0 / 1152), kFloat)));
  EXPECT_THAT(first.correctness, ElementsAre(2));
  EXPECT_THAT(first.forgetfulness, ElementsAre(1));
  EXPECT_EQ(coordinates(dynamics, {.burn_out = 9}).confidence, coordinates(dynamics).confidence);
  EXPECT_THROW(static_cast<void>(coordinates(dynamics, {.include_ci = true, .burn_out = 1})), InputError);
}

TEST(Coordinates, HaveTheThresholdClosenessOfTheReferenceImplementation) {
  EXPECT_EQ(threshold_closeness(0.25), 0.1875);
}

TEST(Coordinates, DoNotOverflow) {
  const Coordinates map = coordinates(
      {.samples = 1, .epochs = 2, .classes = 3, .logits = {3e38F, 0, -3e38F, 0, 3e38F, 0}, .gold = {0}});
  EXPECT_THAT(map.confidence, ElementsAre(0.5));
  EXPECT_THAT(map.variability, ElementsAre(0.5));
  EXPECT_THAT(map.correctness, ElementsAre(1));
}

TEST(Cut, IsParsedAndPrinted) {
  EXPECT_EQ(parse_cut("q0.5").kind, Cut::Kind::Quantile);
  EXPECT_EQ(parse_cut("q0.5").value, 0.5);
  EXPECT_EQ(parse_cut("0.75").kind, Cut::Kind::Absolute);
  EXPECT_EQ(parse_cut("0.75").value, 0.75);
  for (const std::string text : {"q0.5", "0.75", "q0", "1"}) {
    EXPECT_EQ(to_string(parse_cut(text)), text);
  }
  for (const std::string text : {"", "q", "half", "0.5x", "-0.1", "1.1", "nan", "q2", "50%"}) {
    EXPECT_THROW(static_cast<void>(parse_cut(text)), InputError) << text;
  }
}

/// Eight samples whose order on both axes is known.
Coordinates eight() {
  return {.confidence = {0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2},
          .variability = {0.1, 0.4, 0.2, 0.3, 0.1, 0.1, 0.4, 0.4},
          .correctness = {}};
}

TEST(Pools, AreCutAtMediansByDefault) {
  const Thresholds limits = thresholds(eight(), {});
  EXPECT_EQ(limits.easy_confidence, 0.55);
  EXPECT_EQ(limits.easy_variability, 0.25);
  EXPECT_EQ(limits.hard_confidence, 0.45);  // of .8 .6 .5 .4 .3 .2
  EXPECT_THAT(pools(eight(), limits),
              ElementsAre(kEasy, kMedium, kEasy, kMedium, kMedium, kHard, kHard, kHard));
}

TEST(Pools, AssignASampleOnALimitToTheEasierPool) {
  EXPECT_THAT(
      pools({.confidence = {0.5, 0.4}, .variability = {0.2, 0.2}, .correctness = {}}, {0.5, 0.2, 0.4}),
      ElementsAre(kEasy, kMedium));
}

TEST(Pools, FollowAbsoluteCuts) {
  const Cuts cuts{parse_cut("0.75"), parse_cut("0.4"), parse_cut("0.3")};
  EXPECT_THAT(pools(eight(), thresholds(eight(), cuts)),
              ElementsAre(kEasy, kEasy, kMedium, kMedium, kMedium, kMedium, kMedium, kHard));
}

TEST(Pools, FollowOtherQuantiles) {
  const Cuts cuts{parse_cut("q0"), parse_cut("q1"), parse_cut("q0.5")};
  EXPECT_THAT(pools(eight(), thresholds(eight(), cuts)), testing::Each(kEasy));
}

/// Nine samples: thirds of confidence are the first, middle and last three, and the second, fifth and eighth
/// are those of the highest variability.
Coordinates nine() {
  return {.confidence = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9},
          .variability = {0.01, 0.3, 0.02, 0.03, 0.4, 0.04, 0.05, 0.5, 0.06},
          .correctness = {}};
}

TEST(Thirds, AreAssignedInTheOrderHardAmbiguousEasy) {
  EXPECT_THAT(pools(nine(), thresholds(nine(), kThirds)),
              ElementsAre(kHard, kHard, kHard, kMedium, kMedium, kMedium, kEasy, kMedium, kEasy));
  const ThirdsOverlap overlap = overlap_of_thirds(nine());
  EXPECT_EQ(overlap.hard, 3U);
  EXPECT_EQ(overlap.hard_and_ambiguous, 1U);
  EXPECT_EQ(overlap.in_none, 2U);
}

TEST(Thirds, AreEasyForEqualSamples) {
  const Coordinates same{
      .confidence = std::vector(5, 0.7), .variability = std::vector(5, 0.1), .correctness = {}};
  EXPECT_THAT(sizes(pools(same, thresholds(same, kThirds))), ElementsAre(5, 0, 0));
}

TEST(AbsoluteCuts, DoNotDependOnTheSamples) {
  const Coordinates map{.confidence = {0.75, 0.75, 0.9, 0.25, 0.24},
                        .variability = {0.2, 0.21, 0.1, 0.1, 0.1},
                        .correctness = {}};
  EXPECT_THAT(pools(map, thresholds(map, kAbsoluteCuts)), ElementsAre(kEasy, kMedium, kEasy, kMedium, kHard));
}

const std::vector<float> kPoints{0, 0, 2, 0, 10, 10, 0, 6};
const std::vector<Complexity> kLabels{kEasy, kEasy, kHard, kMedium};

TEST(Centroids, AreTheMeansOfThePools) {
  const Centroids means = centroids(kPoints, 2, kLabels);
  EXPECT_EQ(means, (Centroids{2, {1, 0, 0, 6, 10, 10}}));
}

TEST(Centroids, NeedASampleInEveryPool) {
  try {
    static_cast<void>(centroids(kPoints, 2, std::vector{kEasy, kEasy, kHard, kHard}));
    FAIL() << "an empty pool has no centroid";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(),
                 "error: with these cuts no training sample is medium (easy, medium, hard: 2, 0, 2 samples)\n"
                 "  hint: choose cuts that leave samples in every pool");
  }
}

TEST(Nearest, ChoosesTheNearestPoolAndTheLowerOfEqualOnes) {
  const Centroids means{2, {0, 0, 2, 0, 0, 2}};
  const std::vector<float> points{0.9F, 0, 1.1F, 0, 1, 0, 0, 1, 2, 2, 0, 9};
  EXPECT_THAT(nearest(points, means), ElementsAre(kEasy, kMedium, kEasy, kEasy, kMedium, kHard));
}

TEST(PoolSeparation, IsTheShareNearestToItsOwnPool) {
  using trace::Complexity;
  const std::vector own{Complexity::Easy, Complexity::Easy,   Complexity::Easy,
                        Complexity::Easy, Complexity::Medium, Complexity::Hard};
  const std::vector nearest{Complexity::Easy,   Complexity::Easy,   Complexity::Hard,
                            Complexity::Medium, Complexity::Medium, Complexity::Easy};
  const trace::PoolSeparation separation = pool_separation(own, nearest);
  EXPECT_DOUBLE_EQ(separation.own_pool_share, 3.0 / 6);
  EXPECT_DOUBLE_EQ(separation.own_pool_share_balanced, (2.0 / 4 + 1 + 0) / 3);
}

}  // namespace
}  // namespace dimsim::cartography
