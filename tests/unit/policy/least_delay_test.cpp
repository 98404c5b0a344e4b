#include "support/forecast.hpp"
#include "support/policies.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace dimsim::policy {
namespace {

const Node kSmoothing = map_of({{"memory", "1"}, {"forget", "10 s"}});

/// Mobile answers after 4 layers, edge after 8, cloud after 12.
std::unique_ptr<Policy> least_delay(const Forecast& forecast) {
  auto policy = make_policy("least-delay", kSmoothing, fleet_of({"mobile", "edge", "cloud"}));
  policy->begin({.devices = 2, .classes = 2, .forecast = forecast});
  return policy;
}

TEST(LeastDelay, ChoosesTheTierWithTheEarliestAnswer) {
  // mobile 4 × 0.1 = 0.4; edge 0.11 + 8 × 0.02 + 0.1 = 0.37; cloud 0.21 + 12 × 0.01 + 0.2 = 0.53.
  const PlainForecast edge_first({{0.1, 0}, {0.02, 0.1}, {0.01, 0.2}});
  EXPECT_EQ(first_tier(*least_delay(edge_first), request_at(0)), 1U);
  const PlainForecast mobile_first({{0.09, 0}, {0.02, 0.1}, {0.01, 0.2}});  // 0.36
  EXPECT_EQ(first_tier(*least_delay(mobile_first), request_at(0)), 0U);
  const PlainForecast cloud_first({{0.1, 0}, {0.02, 0.1}, {0.01, 0.05}});  // 0.23
  EXPECT_EQ(first_tier(*least_delay(cloud_first), request_at(0)), 2U);
}

TEST(LeastDelay, ChoosesTheLowestOfEqualTiers) {
  const PlainForecast equal({{0.25, 0}, {0.125, 0}, {0.125, 0}}, 0);  // 1 s, 1 s, 1.5 s
  EXPECT_EQ(first_tier(*least_delay(equal), request_at(0)), 0U);
}

TEST(LeastDelay, AddsTheWaitInTheDevicesOwnQueue) {
  const PlainForecast forecast({{0.05, 0}, {0.02, 0.1}, {0.01, 0.2}});  // mobile 0.2, edge 0.37
  const auto policy = least_delay(forecast);
  Request request = request_at(0);
  request.device_load = 1;  // mobile 0.4
  EXPECT_EQ(first_tier(*policy, request), 1U);
}

/// mobile 0.4, edge 0.37. One left behind at the edge, served for 0.16 s: 0.53 until that has faded to 0.03.
TEST(LeastDelay, AvoidsAReportedQueueUntilTheMeasurementHasDecayed) {
  const PlainForecast forecast({{0.1, 0}, {0.02, 0.1}, {0.01, 0.2}});
  const auto policy = least_delay(forecast);
  ASSERT_EQ(first_tier(*policy, request_at(0)), 1U);
  std::vector<Stay> stays(3);
  stays[1] = stay(0, 0.11, 0.2, 0.36, 1);
  policy->feedback(request_at(0), {.finish_s = 0.46, .exits = {}, .stays = stays});
  EXPECT_EQ(first_tier(*policy, request_at(0.5)), 0U);
  EXPECT_EQ(first_tier(*policy, request_at(0.5, 1)), 1U) << "another device was told nothing";
  const double forgotten_s = 0.36 + 10 * std::log(0.16 / 0.03);
  EXPECT_EQ(first_tier(*policy, request_at(forgotten_s - 0.01)), 0U);
  EXPECT_EQ(first_tier(*policy, request_at(forgotten_s + 0.01)), 1U);
}

/// Due after 0.37 s; the mobile's 0.4 s are better once the edge's answer is overdue by 0.03 s.
TEST(LeastDelay, AvoidsATierWithOverdueAnswers) {
  const PlainForecast forecast({{0.1, 0}, {0.02, 0.1}, {0.01, 0.2}});
  const auto policy = least_delay(forecast);
  ASSERT_EQ(first_tier(*policy, request_at(0, 0, 0)), 1U);
  EXPECT_EQ(first_tier(*policy, request_at(0.39, 0, 1)), 1U);
  EXPECT_EQ(first_tier(*policy, request_at(0.41, 0, 2)), 0U);
}

}  // namespace
}  // namespace dimsim::policy
