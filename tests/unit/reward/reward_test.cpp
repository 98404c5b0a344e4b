#include "dimsim/reward/reward.hpp"

#include "dimsim/base/error.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::reward {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

/// Tolerance for means of probabilities whose logits are floats.
constexpr double kFloat = 1.2e-7;
/// Tolerance for the same sums in another order.
constexpr double kRounding = 1e-12;

/// Two classes, an exit after every layer; `confidence` is [samples][exits], at least 0.5 each.
trace::Split split_of(const std::vector<std::vector<double>>& confidence) {
  trace::Split split;
  split.samples = confidence.size();
  split.exits = static_cast<int>(confidence.front().size());
  split.classes = 2;
  for (const auto& row : confidence) {
    for (const double p : row) {
      split.logits.push_back(static_cast<float>(std::log(p / (1 - p))));
      split.logits.push_back(0);
    }
  }
  return split;
}

trace::Split random_split(std::mt19937& random, std::size_t samples, std::size_t exits) {
  std::uniform_real_distribution<double> confidence(0.5, 0.999);
  std::vector<std::vector<double>> rows(samples, std::vector<double>(exits));
  for (auto& row : rows) {
    std::generate(row.begin(), row.end(), [&] { return confidence(random); });
  }
  return split_of(rows);
}

std::vector<std::size_t> random_tiers(std::mt19937& random, std::size_t samples, std::size_t tiers) {
  std::uniform_int_distribution<std::size_t> tier(0, tiers - 1);
  std::vector<std::size_t> result(samples);
  std::generate(result.begin(), result.end(), [&] { return tier(random); });
  return result;
}

/// Layers 1 to T, tier t answering at exit t + 1; a request that climbs runs the layers of every tier on its
/// path.
Ladder small_ladder(std::size_t tiers, double mu) {
  Ladder ladder{.exits = {}, .cost = std::vector(tiers, std::vector<double>(tiers)), .mu = mu};
  for (std::size_t first = 0; first < tiers; ++first) {
    ladder.exits.push_back(static_cast<int>(first) + 1);
    double cost = 0;
    for (std::size_t tier = first; tier < tiers; ++tier) {
      cost += static_cast<double>(tier + 1);
      ladder.cost[first][tier] = cost;
    }
  }
  return ladder;
}

/// An equivalent definition: from the last tier down to the first that is confident enough.
double reward_by_definition(const trace::Split& split, const std::vector<std::size_t>& first,
                            const Ladder& ladder, const std::vector<double>& thresholds) {
  double total = 0;
  for (std::size_t sample = 0; sample < split.samples; ++sample) {
    std::size_t answering = thresholds.size();
    for (std::size_t tier = thresholds.size(); tier-- > first[sample];) {
      if (split.confidence(sample, ladder.exits[tier]) >= thresholds[tier]) {
        answering = tier;
      }
    }
    total +=
        split.confidence(sample, ladder.exits[answering]) - ladder.mu * ladder.cost[first[sample]][answering];
  }
  return total / static_cast<double>(split.samples);
}

std::vector<double> grid() {
  std::vector<double> values;
  for (int percent = 0; percent <= 100; ++percent) {
    values.push_back(percent / 100.0);
  }
  values.push_back(kAlwaysUp);
  return values;
}

TEST(MeanReward, IsConfidenceMinusWeightedCost) {
  const trace::Split split = split_of({{0.6, 0.9}, {0.8, 0.7}, {0.55, 0.95}});
  const Ladder ladder{.exits = {1, 2}, .cost = {{3, 17}, {0, 11}}, .mu = 0.01};
  const std::vector<std::size_t> first{0, 0, 1};
  // At 0.7: climbs (0.9 at 17), answers (0.8 at 3), begins at the last (0.95 at 11).
  EXPECT_NEAR(mean_reward(split, first, ladder, std::vector{0.7}),
              (0.9 - 0.17 + 0.8 - 0.03 + 0.95 - 0.11) / 3, kFloat);
  EXPECT_NEAR(mean_reward(split, first, ladder, std::vector{0.0}),
              (0.6 - 0.03 + 0.8 - 0.03 + 0.95 - 0.11) / 3, kFloat);
  EXPECT_NEAR(mean_reward(split, first, ladder, std::vector{kAlwaysUp}),
              (0.9 - 0.17 + 0.7 - 0.17 + 0.95 - 0.11) / 3, kFloat);
}

TEST(MeanReward, AnswersAtTheThreshold) {
  const trace::Split split = split_of({{0.5, 0.9}});  // equal scores: exactly 1/2
  const Ladder ladder{.exits = {1, 2}, .cost = {{0, 0}, {0, 0}}, .mu = 1};
  EXPECT_EQ(mean_reward(split, std::vector<std::size_t>{0}, ladder, std::vector{0.5}), 0.5);
}

TEST(MeanReward, IsZeroWithoutSamples) {
  const Ladder ladder = small_ladder(2, 1);
  EXPECT_EQ(mean_reward({}, {}, ladder, std::vector{0.5}), 0);
  EXPECT_EQ(best_thresholds({}, {}, ladder).reward, 0);
}

TEST(MeanReward, RefusesInconsistentSizes) {
  const trace::Split split = split_of({{0.6, 0.9}});
  const std::vector<std::size_t> first{0};
  const Ladder ladder = small_ladder(2, 1);
  EXPECT_THROW(static_cast<void>(mean_reward(split, first, ladder, {})), InvariantError);
  EXPECT_THROW(static_cast<void>(mean_reward(split, {}, ladder, std::vector{0.5})), InvariantError);
  EXPECT_THROW(static_cast<void>(best_thresholds(split, std::vector<std::size_t>{2}, ladder)),
               InvariantError);
  EXPECT_THROW(static_cast<void>(best_thresholds(split, first, {.exits = {1, 2}, .cost = {{1, 2}}, .mu = 0})),
               InvariantError);
  EXPECT_THROW(static_cast<void>(best_thresholds(split, first, {})), InvariantError);
}

TEST(BestThresholds, AreOptimalForTwoTiers) {
  std::mt19937 random(1);
  for (int repetition = 0; repetition < 20; ++repetition) {
    const trace::Split split = random_split(random, 40, 2);
    const auto first = random_tiers(random, 40, 2);
    const Ladder ladder = small_ladder(2, 0.02 * repetition);
    const Choice choice = best_thresholds(split, first, ladder);
    double largest = -1e9;
    for (const double threshold : grid()) {
      largest = std::max(largest, reward_by_definition(split, first, ladder, {threshold}));
    }
    EXPECT_NEAR(choice.reward, largest, kRounding);
    EXPECT_NEAR(reward_by_definition(split, first, ladder, choice.thresholds), choice.reward, kRounding);
  }
}

TEST(BestThresholds, AreOptimalForThreeTiers) {
  std::mt19937 random(2);
  for (int repetition = 0; repetition < 4; ++repetition) {
    const trace::Split split = random_split(random, 25, 3);
    const auto first = random_tiers(random, 25, 3);
    const Ladder ladder = small_ladder(3, 0.03 * repetition);
    const Choice choice = best_thresholds(split, first, ladder);
    double largest = -1e9;
    for (const double lower : grid()) {
      for (const double upper : grid()) {
        largest = std::max(largest, reward_by_definition(split, first, ladder, {lower, upper}));
      }
    }
    EXPECT_NEAR(choice.reward, largest, kRounding);
    EXPECT_NEAR(reward_by_definition(split, first, ladder, choice.thresholds), choice.reward, kRounding);
  }
}

void expect_no_better_neighbour(const trace::Split& split, const std::vector<std::size_t>& first,
                                const Ladder& ladder) {
  const Choice choice = best_thresholds(split, first, ladder);
  EXPECT_NEAR(reward_by_definition(split, first, ladder, choice.thresholds), choice.reward, kRounding);
  for (const double threshold : grid()) {
    for (std::size_t tier = 0; tier + 1 < ladder.exits.size(); ++tier) {
      std::vector<double> other = choice.thresholds;
      other[tier] = threshold;
      EXPECT_LE(reward_by_definition(split, first, ladder, other), choice.reward + kRounding);
    }
  }
  for (const double threshold : {0.0, 0.5, 0.9, 1.0, kAlwaysUp}) {
    const std::vector<double> same(ladder.exits.size() - 1, threshold);
    EXPECT_LE(reward_by_definition(split, first, ladder, same), choice.reward + kRounding) << threshold;
  }
}

TEST(BestThresholds, CannotBeImprovedOneByOneForManyTiers) {
  std::mt19937 random(3);
  for (int repetition = 0; repetition < 20; ++repetition) {
    const trace::Split split = random_split(random, 100, 6);
    expect_no_better_neighbour(split, random_tiers(random, 100, 6), small_ladder(6, 0.005 * repetition));
  }
}

TEST(BestThresholds, AnswerAtOnceForLargeMuAndClimbForMuZero) {
  // Confidence rises with the tier: if climbing is free, the last tier answers all; if it is expensive, the
  // first.
  const trace::Split split = split_of({{0.6, 0.7, 0.9}, {0.55, 0.8, 0.95}});
  const std::vector<std::size_t> first{0, 0};
  EXPECT_NEAR(best_thresholds(split, first, small_ladder(3, 0)).reward, (0.9 + 0.95) / 2, kFloat);
  EXPECT_THAT(best_thresholds(split, first, small_ladder(3, 10)).thresholds, ElementsAre(0, 0));
}

TEST(BestThresholds, PreferTheCheaperThenTheLowerOfEqualThresholds) {
  // Both exits are equally confident: with mu = 0 the reward does not depend on the answering tier.
  const trace::Split split = split_of({{0.8, 0.8}});
  const std::vector<std::size_t> first{0};
  const Ladder dear_above{.exits = {1, 2}, .cost = {{1, 2}, {0, 1}}, .mu = 0};
  EXPECT_THAT(best_thresholds(split, first, dear_above).thresholds, ElementsAre(0));
  // 0.8 as a float is a little more than 0.8, so that the first threshold above it is 0.81.
  const Ladder dear_below{.exits = {1, 2}, .cost = {{2, 1}, {0, 1}}, .mu = 0};
  EXPECT_THAT(best_thresholds(split, first, dear_below).thresholds, ElementsAre(0.81));
}

TEST(BestThresholds, AreEmptyForOneTier) {
  const trace::Split split = split_of({{0.75}});
  const Choice choice = best_thresholds(split, std::vector<std::size_t>{0}, small_ladder(1, 0.1));
  EXPECT_TRUE(choice.thresholds.empty());
  EXPECT_NEAR(choice.reward, 0.75 - 0.1, kFloat);
}

}  // namespace
}  // namespace dimsim::reward
