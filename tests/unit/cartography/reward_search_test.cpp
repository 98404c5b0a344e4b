#include "dimsim/cartography/reward_search.hpp"

#include "dimsim/base/error.hpp"

#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::cartography {
namespace {

using testing::ElementsAre;

TEST(RewardLadder, ChargesEveryTierOnTheWay) {
  const reward::Ladder costs = ladder({.layer_cost = 2});
  EXPECT_THAT(costs.exits, ElementsAre(3, 6, 12));
  // Tiers take 2 · 3, 2 · 6 + 2, 2 · 12 + 5.
  EXPECT_THAT(costs.cost[0], ElementsAre(6, 20, 49));
  EXPECT_THAT(costs.cost[1], ElementsAre(0, 14, 43));
  EXPECT_THAT(costs.cost[2], ElementsAre(0, 0, 29));
}

/// 60 training samples whose embedding follows their confidence, and 30 samples with three exits.
struct Example {
  Coordinates map;
  trace::Split training;
  trace::Split calibration;
  reward::Ladder costs = ladder({.exits = {1, 2, 3}, .mu = 0.02});

  Example() {
    std::mt19937 random(5);
    std::uniform_real_distribution<float> unit(0, 1);
    training.embedding_size = 2;
    for (training.samples = 0; training.samples < 60; ++training.samples) {
      const float confidence = unit(random);
      map.confidence.push_back(confidence);
      map.variability.push_back(0.5F * unit(random));
      training.embedding.insert(training.embedding.end(), {confidence, 0.3F * unit(random)});
    }
    calibration.embedding_size = 2;
    calibration.exits = 3;
    calibration.classes = 2;
    for (calibration.samples = 0; calibration.samples < 30; ++calibration.samples) {
      calibration.embedding.insert(calibration.embedding.end(), {unit(random), unit(random)});
      for (const float depth : {1.0F, 2.0F, 3.0F}) {
        calibration.logits.insert(calibration.logits.end(), {depth * unit(random), 0});
      }
    }
  }
};

TEST(EvaluateCuts, TransfersPoolsToTheCalibrationSplit) {
  const Example e;
  const Cuts cuts;
  const auto labels = pools(e.map, thresholds(e.map, cuts));
  std::vector<std::size_t> first;
  PoolSizes begun{};
  for (const auto pool : nearest(e.calibration.embedding, centroids(e.training.embedding, 2, labels))) {
    first.push_back(static_cast<std::size_t>(pool));
    ++begun.at(first.back());
  }
  const auto found = evaluate_cuts(e.map, e.training, e.calibration, cuts, e.costs);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->first_tier, begun);
  EXPECT_EQ(found->choice.reward,
            reward::mean_reward(e.calibration, first, e.costs, found->choice.thresholds));
}

TEST(EvaluateCuts, NeedsSamplesInEveryPool) {
  const Example e;
  const Cuts all_easy{parse_cut("0"), parse_cut("1"), parse_cut("0")};
  EXPECT_FALSE(evaluate_cuts(e.map, e.training, e.calibration, all_easy, e.costs));
}

TEST(BestCuts, AreTheBestOfTheGrid) {
  const Example e;
  const Cuts best = best_cuts(e.map, e.training, e.calibration, e.costs);
  const double largest = evaluate_cuts(e.map, e.training, e.calibration, best, e.costs)->choice.reward;
  double median = 0;
  for (int a = 1; a <= 9; ++a) {
    for (int b = 1; b <= 9; ++b) {
      for (int c = 1; c <= 9; ++c) {
        const Cuts cuts{{Cut::Kind::Quantile, a / 10.0},
                        {Cut::Kind::Quantile, b / 10.0},
                        {Cut::Kind::Quantile, c / 10.0}};
        const auto other = evaluate_cuts(e.map, e.training, e.calibration, cuts, e.costs);
        // best_cuts treats rewards within 1e-12 as equal
        EXPECT_LE(other ? other->choice.reward : 0, largest + 1e-12) << a << b << c;
        median = a == 5 && b == 5 && c == 5 ? other->choice.reward : median;
      }
    }
  }
  EXPECT_LT(median, largest) << "the example must tell cuts apart";
}

TEST(BestCuts, DoNotExistForEqualSamples) {
  Example e;
  e.map.confidence.assign(60, 0.5);
  e.map.variability.assign(60, 0.1);
  EXPECT_THROW(static_cast<void>(best_cuts(e.map, e.training, e.calibration, e.costs)), InputError);
}

}  // namespace
}  // namespace dimsim::cartography
