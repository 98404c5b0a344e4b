/// Policies that climb from exit to exit, the round robin and the oracle, decision by decision.

#include "dimsim/policy/climb.hpp"
#include "dimsim/policy/tiers.hpp"
#include "dimsim/reward/reward.hpp"
#include "support/no_forecast.hpp"
#include "support/policies.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::policy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Fleet kThreeTiers = fleet_of({"mobile", "edge", "cloud"});  // exits 4, 8, 12

/// Answers of a sample's exits: the probability of class 1, which is the gold class, so below one half the
/// answer is wrong.
using Confidences = std::vector<double>;

/// Exits 4, 8 and 12 answer as given, the others the same as the next of them; two classes.
trace::Split split_of(const std::vector<Confidences>& samples) {
  trace::Split split;
  split.samples = samples.size();
  split.exits = 12;
  split.classes = 2;
  for (const Confidences& sample : samples) {
    split.gold.push_back(1);
    for (std::size_t exit = 0; exit < 12; ++exit) {
      const double p = sample[exit / 4];
      split.logits.insert(split.logits.end(), {0.0F, static_cast<float>(std::log(p / (1 - p)))});
    }
  }
  return split;
}

void begin(Policy& policy, const trace::Split* calibration, const trace::Split* hindsight = nullptr) {
  const NoForecast forecast;
  policy.begin(
      {.devices = 1, .classes = 2, .forecast = forecast, .calibration = calibration, .hindsight = hindsight});
}

Node thresholds(const std::vector<std::string>& values) {
  Node parameters = map_of({{"mu", "0.02"}, {"drop", "0.005"}});
  parameters.set("thresholds", list_of(values));
  return parameters;
}

void expect_run(const Action& action, std::uint32_t tier, int layer) {
  EXPECT_EQ(action.kind, Action::Kind::Run);
  EXPECT_TRUE(action.exit);
  EXPECT_EQ(action.tier, tier);
  EXPECT_EQ(action.last_layer, layer);
}

void expect_answer(const Action& action) { EXPECT_EQ(action.kind, Action::Kind::Answer); }

TEST(Climb, SkipsExitsThatAreNotDeeper) {
  Fleet fleet = fleet_of({"mobile", "edge", "cloud"});
  fleet.tiers[0].exits = {2, 4};
  fleet.tiers[1].exits = {3, 8};
  std::vector<int> layers;
  for (const Rung& rung : every_exit(fleet)) {
    layers.push_back(rung.layer);
  }
  EXPECT_THAT(layers, ElementsAre(2, 4, 8, 12));
}

/// The edge has run all layers, but the cloud's layers end at 6: a request cannot get from one to the other.
TEST(Climb, RefusesExitsThatCannotBeReached) {
  Fleet fleet = fleet_of({"mobile", "edge", "cloud"});
  fleet.restarts = false;
  fleet.tiers[1] = {.name = "edge", .first_layer = 1, .last_layer = 12, .exits = {12}};
  fleet.tiers[2] = {.name = "cloud", .first_layer = 5, .last_layer = 6, .exits = {6}};
  EXPECT_THROW(Climb(fleet, deepest_exits(fleet), {}), InputError);
  EXPECT_NO_THROW(Climb(fleet, every_exit(fleet), {}));
}

TEST(EarlyExit, AnswersAtOrAboveTheThresholdAndGoesUpBelow) {
  const auto policy = make_policy("early-exit", thresholds({"0.8", "0.6"}), kThreeTiers);
  expect_run(policy->start({}), 0, 4);
  expect_answer(next_after(*policy, {{0, 4, 1, 0.8}}));
  expect_run(next_after(*policy, {{0, 4, 1, 0.79}}), 1, 8);
  expect_answer(next_after(*policy, {{0, 4, 1, 0.5}, {1, 8, 1, 0.61}}));
  expect_run(next_after(*policy, {{0, 4, 1, 0.5}, {1, 8, 1, 0.59}}), 2, 12);
  expect_answer(next_after(*policy, {{0, 4, 1, 0.5}, {1, 8, 1, 0.5}, {2, 12, 1, 0.51}}));
}

TEST(EarlyExit, EvaluatesEveryExitOfATier) {
  Fleet fleet = kThreeTiers;
  fleet.tiers[0].exits = {2, 4};
  const auto policy = make_policy("early-exit", thresholds({"0.8"}), fleet);
  expect_run(policy->start({}), 0, 2);
  expect_run(next_after(*policy, {{0, 2, 1, 0.7}}), 0, 4);
}

TEST(EarlyExit, AnswersAtLowEntropy) {
  Node parameters = thresholds({"auto"});
  parameters.set("entropy", Node::scalar("0.3"));
  const auto policy = make_policy("early-exit", parameters, kThreeTiers);
  begin(*policy, nullptr);
  expect_answer(next_after(*policy, {{0, 4, 1, 0.71}}));     // entropy 0.29
  expect_run(next_after(*policy, {{0, 4, 1, 0.69}}), 1, 8);  // 0.31
}

/// The device's exit is right if it is confident, so going up is worth its cost only below that.
TEST(EarlyExit, AutoMaximisesTheRewardOnTheCalibrationSplit) {
  Fleet fleet = kThreeTiers;
  for (Tier& tier : fleet.tiers) {
    tier.layer_lambda = 1;
  }
  fleet.restarts = false;
  const trace::Split calibration =
      split_of({{0.95, 0.96, 0.97}, {0.9, 0.9, 0.9}, {0.6, 0.95, 0.99}, {0.55, 0.6, 0.98}});
  const auto policy = make_policy("early-exit", thresholds({"auto"}), fleet);
  begin(*policy, &calibration);
  const Report report = policy->report({calibration, {}});
  const std::vector<std::size_t> from_the_device(4, 0);
  // By hand: answers at the device .95 − .08, .9 − .08; at the edge .95 − .16; at the cloud .98 − .24.
  EXPECT_NEAR(report.figures.back().value, (0.87 + 0.82 + 0.79 + 0.74) / 4, 1e-6);
  const reward::Ladder ladder{{4, 8, 12}, {{4, 8, 12}, {0, 8, 12}, {0, 0, 12}}, 0.02};
  EXPECT_NEAR(report.figures.back().value,
              reward::best_thresholds(calibration, from_the_device, ladder).reward, 1e-12);
  expect_answer(next_after(*policy, {{0, 4, 1, 0.9}}));
  expect_run(next_after(*policy, {{0, 4, 1, 0.59}}), 1, 8);
}

/// The device is wrong if it is not confident. With mu = auto and no drop allowed, those samples go up.
TEST(Thresholds, AutoMuKeepsTheAccuracyOfTheLastExit) {
  Fleet fleet = kThreeTiers;
  for (Tier& tier : fleet.tiers) {
    tier.layer_lambda = 1;
  }
  const trace::Split calibration =
      split_of({{0.95, 0.96, 0.97}, {0.9, 0.9, 0.9}, {0.4, 0.45, 0.99}, {0.35, 0.6, 0.98}});
  Node parameters = map_of({{"mu", "auto"}, {"drop", "0"}});
  parameters.set("thresholds", list_of({"auto"}));
  const auto policy = make_policy("early-exit", parameters, fleet);
  begin(*policy, &calibration);
  expect_answer(next_after(*policy, {{0, 4, 1, 0.9001}}));
  expect_run(next_after(*policy, {{0, 4, 0, 0.6}}), 1, 8);
  // A drop of one half lets the device answer all.
  parameters.set("drop", Node::scalar("0.5"));
  const auto careless = make_policy("early-exit", parameters, fleet);
  begin(*careless, &calibration);
  expect_answer(next_after(*careless, {{0, 4, 0, 0.6}}));
}

TEST(Thresholds, RefuseAutoWithNumbersAndTooManyValues) {
  const auto message = [](const std::vector<std::string>& values) -> std::string {
    try {
      (void)make_policy("early-exit", thresholds(values), kThreeTiers);
    } catch (const InputError& error) {
      return error.diagnostics().front().message;
    }
    return "";
  };
  EXPECT_THAT(message({"auto", "0.5"}), HasSubstr("auto appears with other values"));
  EXPECT_THAT(message({"0.5", "0.5", "0.5"}),
              HasSubstr("found 3; expected one for each tier but the last, 2"));
  EXPECT_EQ(message({"0.5", "0.5"}), "");
}

TEST(Patience, CountsAgreementsInARow) {
  Fleet fleet = kThreeTiers;
  fleet.tiers[0].exits = {1, 2, 3, 4};
  const auto policy = make_policy("patience", map_of({{"patience", "2"}}), fleet);
  expect_run(next_after(*policy, {{0, 1, 7, 0.9}}), 0, 2);
  expect_run(next_after(*policy, {{0, 1, 7, 0.9}, {0, 2, 7, 0.9}}), 0, 3);
  expect_answer(next_after(*policy, {{0, 1, 7, 0.9}, {0, 2, 7, 0.9}, {0, 3, 7, 0.9}}));
  expect_run(next_after(*policy, {{0, 1, 7, 0.9}, {0, 2, 5, 0.9}, {0, 3, 5, 0.9}}), 0, 4);
  expect_run(next_after(*policy, {{0, 1, 7, 0.9}, {0, 2, 5, 0.9}, {0, 3, 7, 0.9}, {0, 4, 7, 0.9}}), 1, 8);
}

TEST(Aggregated, AddsUpTheConfidencesOfExitsThatAgree) {
  const auto policy =
      make_policy("aggregated", map_of({{"threshold", "1.5"}, {"weights", "equal"}}), kThreeTiers);
  expect_run(next_after(*policy, {{0, 4, 1, 0.9}}), 1, 8);
  expect_answer(next_after(*policy, {{0, 4, 1, 0.9}, {1, 8, 1, 0.6}}));
  expect_run(next_after(*policy, {{0, 4, 1, 0.9}, {1, 8, 1, 0.59}}), 2, 12);
  expect_run(next_after(*policy, {{0, 4, 0, 0.9}, {1, 8, 1, 0.9}}), 2, 12);  // they disagree
}

/// The last exit is right on all four samples, so an exit may only answer samples on which it is right. On
/// the device, with weight 1, these have a confidence of at least .9.
TEST(Aggregated, AutoLimitsTheErrorRateToThatOfTheLastExit) {
  const trace::Split calibration =
      split_of({{0.95, 0.96, 0.97}, {0.9, 0.9, 0.9}, {0.2, 0.95, 0.99}, {0.55, 0.6, 0.98}});
  const auto policy =
      make_policy("aggregated", map_of({{"threshold", "auto"}, {"weights", "equal"}}), kThreeTiers);
  begin(*policy, &calibration);
  // The third sample answers 0 with confidence .8 at the device, which is wrong.
  expect_answer(next_after(*policy, {{0, 4, 1, 0.9001}}));
  expect_run(next_after(*policy, {{0, 4, 0, 0.8}}), 1, 8);
}

TEST(Aggregated, WeighsExitsByTheirAccuracy) {
  const trace::Split calibration = split_of({{0.9, 0.9, 0.9}, {0.2, 0.9, 0.9}});  // device right on half
  const auto policy =
      make_policy("aggregated", map_of({{"threshold", "0.5"}, {"weights", "accuracy"}}), kThreeTiers);
  begin(*policy, &calibration);
  expect_run(next_after(*policy, {{0, 4, 1, 0.9}}), 1, 8);  // 0.45
  expect_answer(next_after(*policy, {{0, 4, 0, 0.9}, {1, 8, 1, 0.6}}));
}

TEST(RoundRobin, SendsEachDevicesRequestsToTheTiersInTurn) {
  const auto policy = make_policy("round-robin", map_of({}), kThreeTiers);
  std::vector<std::size_t> tiers;
  for (std::uint64_t number = 0; number < 4; ++number) {
    tiers.push_back(first_tier(*policy, request(0, number)));
    tiers.push_back(first_tier(*policy, request(1, number)));
  }
  EXPECT_THAT(tiers, ElementsAre(0U, 1U, 1U, 2U, 2U, 0U, 0U, 1U));
}

TEST(Oracle, ChoosesTheCheapestTierThatAnswersCorrectly) {
  Fleet fleet = kThreeTiers;
  for (Tier& tier : fleet.tiers) {
    tier.layer_lambda = 1;
  }
  const trace::Split samples = split_of({{0.9, 0.9, 0.9}, {0.2, 0.9, 0.9}, {0.2, 0.2, 0.9}, {0.2, 0.2, 0.2}});
  const auto chosen = [&](const Fleet& of) {
    const auto policy = make_policy("oracle", map_of({}), of);
    begin(*policy, nullptr, &samples);
    std::vector<std::size_t> tiers;
    for (std::uint32_t sample = 0; sample < 4; ++sample) {
      Request asked;
      asked.sample = sample;
      tiers.push_back(first_tier(*policy, asked));
    }
    return tiers;
  };
  EXPECT_THAT(chosen(fleet), ElementsAre(0U, 1U, 2U, 0U));
  fleet.tiers[0].layer_lambda = 100;  // more expensive than all others
  EXPECT_THAT(chosen(fleet), ElementsAre(1U, 1U, 2U, 1U));
}

}  // namespace
}  // namespace dimsim::policy
