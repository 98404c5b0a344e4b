#include "engine/plan.hpp"

#include "support/fleet.hpp"

#include <gtest/gtest.h>

namespace dimsim::engine {
namespace {

using scenario::Location;

scenario::Scenario three_tiers(int edge_from, int cloud_from) {
  scenario::Scenario scenario =
      fleet::plain({fleet::tier("mobile", Location::Device, 1, 3, fleet::device_with_service(1)),
                    fleet::tier("edge", Location::Site, edge_from, 6, fleet::device_with_service(1)),
                    fleet::tier("cloud", Location::Cloud, cloud_from, 12, fleet::device_with_service(1))},
                   1, 1);
  scenario.tiers[1].offload_lambda = 2;
  scenario.tiers[2].offload_lambda = 5;
  return scenario;
}

TEST(Plan, TiersThatStartFromTheTextAreVisitedAlone) {
  const std::vector<Plan> plans = make_plans(three_tiers(1, 1), 6);
  ASSERT_EQ(plans.size(), 3U);
  for (std::uint32_t tier = 0; tier < 3; ++tier) {
    ASSERT_EQ(plans[tier].steps.size(), 1U);
    EXPECT_EQ(plans[tier].steps[0].tier, tier);
    EXPECT_TRUE(plans[tier].steps[0].from_text);
    EXPECT_TRUE(plans[tier].steps[0].answers);
    EXPECT_EQ(plans[tier].steps[0].piece.exits, 1);
  }
  EXPECT_EQ(plans[0].lambda, 3);
  EXPECT_EQ(plans[1].lambda, 6 + 2);
  EXPECT_EQ(plans[2].lambda, 12 + 5);
}

TEST(Plan, SplitTiersAreVisitedInTurnAndPayEachHop) {
  const std::vector<Plan> plans = make_plans(three_tiers(4, 7), 6);
  const Plan& cloud = plans[2];
  ASSERT_EQ(cloud.steps.size(), 3U);
  for (std::uint32_t step = 0; step < 3; ++step) {
    EXPECT_EQ(cloud.steps[step].tier, step);
    EXPECT_EQ(cloud.steps[step].from_text, step == 0);
    EXPECT_EQ(cloud.steps[step].answers, step == 2);
    EXPECT_EQ(cloud.steps[step].piece.exits, step == 2 ? 1 : 0);
  }
  EXPECT_EQ(cloud.steps[1].piece.first_layer, 4);
  EXPECT_EQ(cloud.steps[1].piece.last_layer, 6);
  EXPECT_EQ(cloud.lambda, 12 + 2 + 5);
}

/// The edge restarts from the text while the cloud goes on from the edge's hidden state.
TEST(Plan, ChainGoesBackToTheTierThatStartsFromTheText) {
  const std::vector<Plan> plans = make_plans(three_tiers(1, 7), 6);
  ASSERT_EQ(plans[2].steps.size(), 2U);
  EXPECT_EQ(plans[2].steps[0].tier, 1U);
  EXPECT_TRUE(plans[2].steps[0].from_text);
  EXPECT_EQ(plans[2].lambda, 12 + 2 + 5);
}

/// A tier with an exit below its last layer runs no further than the exit when it answers, and all of its
/// layers otherwise.
TEST(Plan, AnsweringTierStopsAtItsExit) {
  scenario::Scenario scenario = three_tiers(4, 7);
  scenario.tiers[1].exits = {4, 5};
  const std::vector<Plan> plans = make_plans(scenario, 6);
  EXPECT_EQ(plans[1].steps[1].piece.last_layer, 5);
  EXPECT_EQ(plans[1].exit_layer, 5);
  EXPECT_EQ(plans[2].steps[1].piece.last_layer, 6);
}

TEST(Plan, ServiceTimesDifferByTokensAndByPiece) {
  scenario::Scenario scenario = three_tiers(1, 1);
  for (scenario::Tier& tier : scenario.tiers) {
    tier.hosts[0].device.overhead_s = 0;
    tier.hosts[0].device.flops_per_s = 1e9;
  }
  trace::Split samples = fleet::alike_samples(2);
  samples.tokens = {8, 16};
  const std::vector<Plan> plans = make_plans(scenario, 6);
  const ServiceTimes times(scenario, plans, samples);
  EXPECT_GT(times.expected_s(0, 0, true, 16), times.expected_s(0, 0, true, 8));
  EXPECT_NEAR(times.expected_s(2, 0, true, 8),
              model::service_time_s(scenario.tiers[2].hosts[0].device, scenario.model, {1, 12, 1, 6}, 8, 1),
              1e-15);
}

}  // namespace
}  // namespace dimsim::engine
