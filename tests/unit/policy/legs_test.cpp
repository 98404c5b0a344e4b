#include "dimsim/policy/legs.hpp"

#include "dimsim/base/error.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace dimsim::policy {
namespace {

std::vector<Tier> three_tiers(int edge_from, int cloud_from) {
  return {{.name = "mobile", .first_layer = 1, .last_layer = 3, .exits = {3}, .layer_lambda = 1},
          {.name = "edge",
           .first_layer = edge_from,
           .last_layer = 6,
           .exits = {6},
           .layer_lambda = 1,
           .offload_lambda = 2},
          {.name = "cloud",
           .first_layer = cloud_from,
           .last_layer = 12,
           .exits = {12},
           .layer_lambda = 1,
           .offload_lambda = 5}};
}

void expect_leg(const Leg& leg, std::uint32_t tier, int first_layer, int last_layer, bool exit) {
  EXPECT_EQ(leg.tier, tier);
  EXPECT_EQ(leg.first_layer, first_layer);
  EXPECT_EQ(leg.last_layer, last_layer);
  EXPECT_EQ(leg.exit, exit);
}

TEST(Legs, VisitOneTierIfItStartsFromTheText) {
  const std::vector<Tier> tiers = three_tiers(1, 1);
  const std::vector<double> lambda = {3, 6 + 2, 12 + 5};
  for (std::uint32_t tier = 0; tier < 3; ++tier) {
    const Path found = path_of(tiers, {}, Action::run_to_exit(tier, tiers[tier].last_layer, true));
    ASSERT_EQ(found.legs.size(), 1U);
    expect_leg(found.legs[0], tier, 1, tiers[tier].last_layer, true);
    EXPECT_EQ(found.lambda, lambda[tier]);
  }
}

TEST(Legs, VisitSplitTiersInTurnAndPayEachHop) {
  const Path found = path_of(three_tiers(4, 7), {}, Action::run_to_exit(2, 12, true));
  ASSERT_EQ(found.legs.size(), 3U);
  expect_leg(found.legs[0], 0, 1, 3, false);
  expect_leg(found.legs[1], 1, 4, 6, false);
  expect_leg(found.legs[2], 2, 7, 12, true);
  EXPECT_EQ(found.lambda, 12 + 2 + 5);
}

/// The edge restarts from the text while the cloud goes on from the edge's hidden state.
TEST(Legs, StartAtTheNearestTierWithTheFirstLayer) {
  const Path found = path_of(three_tiers(1, 7), {}, Action::run_to_exit(2, 12, true));
  ASSERT_EQ(found.legs.size(), 2U);
  expect_leg(found.legs[0], 1, 1, 6, false);
  EXPECT_EQ(found.lambda, 12 + 2 + 5);
}

/// A tier with an exit below its last layer runs no further than the exit when it answers, and all of its
/// layers otherwise.
TEST(Legs, StopAtTheExitOfTheAnsweringTier) {
  EXPECT_EQ(path_of(three_tiers(4, 7), {}, Action::run_to_exit(1, 5, true)).legs.back().last_layer, 5);
  EXPECT_EQ(path_of(three_tiers(4, 7), {}, Action::run_to_exit(2, 12, true)).legs.at(1).last_layer, 6);
}

TEST(Legs, ContinueOnTheSameTier) {
  const Leg leg = next_leg(three_tiers(1, 1), {2, 4}, Action::run_to_exit(2, 9, true));
  expect_leg(leg, 2, 5, 9, true);
}

TEST(Legs, RestartFromTheTextOrContinueWhenMovingUp) {
  const std::vector<Tier> tiers = three_tiers(1, 1);
  expect_leg(next_leg(tiers, {0, 3}, Action::run_to_exit(1, 6, true)), 1, 1, 6, true);
  expect_leg(next_leg(tiers, {0, 3}, Action::run_to_exit(1, 6, false)), 1, 4, 6, true);
  expect_leg(next_leg(tiers, {0, 2}, Action::run_to_exit(2, 12, false)), 2, 3, 12, true);
}

/// A tier that does not have the first layers cannot start again, whatever is wanted.
TEST(Legs, ContinueOnATierWithoutTheFirstLayers) {
  expect_leg(next_leg(three_tiers(4, 7), {0, 3}, Action::run_to_exit(1, 6, true)), 1, 4, 6, true);
}

/// After exit 2 of the device's three layers, the edge's begin at 4: the device runs the third first.
TEST(Legs, RunTheLayersInBetweenFirst) {
  const Path found = path_of(three_tiers(4, 7), {0, 2}, Action::run_to_exit(2, 12, false));
  ASSERT_EQ(found.legs.size(), 3U);
  expect_leg(found.legs[0], 0, 3, 3, false);
  expect_leg(found.legs[1], 1, 4, 6, false);
  expect_leg(found.legs[2], 2, 7, 12, true);
}

/// The hidden state after layer 3 is useless for an exit at layer 2 above.
TEST(Legs, RestartForAShallowerExitAbove) {
  expect_leg(next_leg(three_tiers(1, 1), {0, 3}, Action::run_to_exit(1, 2, false)), 1, 1, 2, true);
}

/// The edge has layers 1 to 4 only, so that it cannot run those up to the cloud's first.
TEST(Legs, StayWithinTheLayersOfATier) {
  std::vector<Tier> tiers = three_tiers(1, 7);
  tiers[0].last_layer = 6;
  tiers[1].last_layer = 4;
  EXPECT_THROW((void)next_leg(tiers, {1, 3}, Action::run_to_exit(2, 12, false)), InvariantError);
}

TEST(Legs, RefuseImpossibleActions) {
  const std::vector<Tier> tiers = three_tiers(4, 7);
  EXPECT_THROW((void)next_leg(tiers, {}, Action::run_to_exit(3, 12, true)), InvariantError);
  EXPECT_THROW((void)next_leg(tiers, {1, 6}, Action::run_to_exit(0, 3, true)), InvariantError);
  EXPECT_THROW((void)next_leg(tiers, {1, 6}, Action::run_to_exit(1, 6, true)), InvariantError);
  EXPECT_THROW((void)next_leg(tiers, {}, Action::run_to_exit(0, 4, true)), InvariantError);
  EXPECT_THROW((void)next_leg(tiers, {0, 3}, Action::run_to_exit(1, 2, false)), InvariantError);
}

TEST(Legs, ChargeEvaluatedExitHeadsOnly) {
  Tier tier = three_tiers(1, 1)[1];
  tier.exit_lambda = 0.25;
  EXPECT_EQ(lambda_of(tier, {1, 4, 6, true}, true), 3 + 0.25 + 2);
  EXPECT_EQ(lambda_of(tier, {1, 4, 6, false}, false), 3);
}

/// SplitEE (Bajpai et al., AIMLSystems 2023): with λ = 0.1, 0.8 λ a layer and 0.2 λ an exit head. Twelve
/// layers with an exit after each (SplitEE-S) cost 1.2; i layers with one exit 0.8 λ i + 0.2 λ; offloading
/// adds o.
TEST(Lambda, MatchesSplitEe) {
  std::vector<Tier> tiers = three_tiers(1, 1);
  tiers[0].last_layer = 12;
  tiers[0].layer_lambda = 0.08;
  tiers[0].exit_lambda = 0.02;
  tiers[2].layer_lambda = 0;  // the cloud is free in SplitEE's count
  tiers[2].offload_lambda = 0.5;
  const double split = path_of(tiers, {}, Action::run_to_exit(0, 4, false)).lambda;
  EXPECT_NEAR(split, 0.8 * 0.1 * 4 + 0.2 * 0.1, 1e-12);
  EXPECT_NEAR(split + path_of(tiers, {0, 4}, Action::run_to_exit(2, 12, false)).lambda,
              0.8 * 0.1 * 4 + 0.2 * 0.1 + 0.5, 1e-12);
  double whole = 0;
  for (int layer = 1; layer <= 12; ++layer) {  // an exit after each
    whole += lambda_of(tiers[0], {0, layer, layer, true}, layer == 1);
  }
  EXPECT_NEAR(whole, 1.2, 1e-12);
}

}  // namespace
}  // namespace dimsim::policy
