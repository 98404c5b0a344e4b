#include "support/forecast.hpp"
#include "support/policies.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::policy {
namespace {

using trace::Complexity;

constexpr double kSure = 0.95;
constexpr double kUnsure = 0.6;

/// Exits at layers 1, 2 and 3, which take no time; messages to the upper tiers take 10 ms and 20 ms. λ: 1,
/// then 2 + 2, then 3 + 3.
Fleet three_layers() {
  Fleet fleet;
  for (int layer = 1; layer <= 3; ++layer) {
    fleet.tiers.push_back({.name = std::string(1, static_cast<char>('a' + layer - 1)),
                           .first_layer = 1,
                           .last_layer = layer,
                           .exits = {layer},
                           .layer_lambda = 1,
                           .offload_lambda = layer > 1 ? static_cast<double>(layer) : 0});
  }
  return fleet;
}

const PlainForecast kForecast({{0, 0}, {0, 0.005}, {0, 0.010}}, 0);

/// 500 of each. Easy: the first exit is right if it is confident, the others always. Medium: the first is
/// never right, the second if it is confident, the last always. Hard: never right.
const trace::Split kCalibration = graded_samples({{Complexity::Easy, {kSure, 0.9, 0.9}},
                                                  {Complexity::Easy, {-kUnsure, 0.9, 0.9}},
                                                  {Complexity::Medium, {-0.7, kSure, 0.9}},
                                                  {Complexity::Medium, {-0.7, -kUnsure, 0.9}},
                                                  {Complexity::Hard, {-0.7, -0.7, -0.7}}},
                                                 500);

std::unique_ptr<Policy> adaptive(const std::string& mu, const std::string& nu = "1") {
  auto policy =
      make_policy("cartography-adaptive",
                  map_of({{"mu", mu}, {"nu", nu}, {"memory", "1"}, {"forget", "1000 s"}}), three_layers());
  policy->begin({.devices = 2, .classes = 2, .forecast = kForecast, .calibration = &kCalibration});
  return policy;
}

Request labelled(Complexity complexity, double now_s = 0, std::uint64_t number = 0) {
  Request request = request_at(now_s, 0, number);
  request.complexity = complexity;
  return request;
}

/// The next tier of a request; the same tier if it is answered there.
std::size_t next_tier(Policy& policy, const Request& request, std::uint32_t tier, double confidence,
                      double now_s = 0) {
  const int layer = static_cast<int>(tier) + 1;
  const std::vector<Exit> exits = {{tier, layer, 1, confidence, 1 - confidence}};
  const Action action = policy.next(request, {now_s, tier, layer, exits});
  return action.kind == Action::Kind::Answer ? tier : action.tier;
}

/// An answer that arrives at 0.02 s and reports a queue at its tier, with a service time of 10 ms each.
void tell_of_queue(Policy& policy, std::size_t tier, double wait_s) {
  std::vector<Stay> stays(3);
  stays[tier] = stay(0, 0.005, 0.005, 0.015, static_cast<std::uint32_t>(wait_s / 0.01));
  policy.feedback(request_at(0, 0, 99), {.finish_s = 0.02, .exits = {}, .stays = stays});
}

/// With mu = 0.05. Easy: the value of a is −0.05 + ½ + ½ (1 − 0.20) = 0.85, of b 0.80, of c 0.70. Medium: b
/// −0.20 + ½ + ½ (1 − 0.30) = 0.65, c 0.70 − a little, a then b less than b. So 0.1 a λ is needed to tell b
/// from c: 0.30 and 0.40.
TEST(CartographyAdaptive, StartsAtTheTierWithTheLargestValueOfThePool) {
  const auto policy = adaptive("0.05");
  EXPECT_EQ(first_tier(*policy, labelled(Complexity::Easy)), 0U);
  EXPECT_EQ(first_tier(*policy, labelled(Complexity::Medium)), 2U);
  EXPECT_EQ(first_tier(*policy, labelled(Complexity::Hard)), 0U) << "nothing is gained anywhere";
}

TEST(CartographyAdaptive, GoesUpOnlyIfTheGainExceedsTheCost) {
  const Request easy = labelled(Complexity::Easy);
  EXPECT_EQ(next_tier(*adaptive("0.05"), easy, 0, kSure), 0U);
  EXPECT_EQ(next_tier(*adaptive("0.05"), easy, 0, kUnsure), 1U);
  EXPECT_EQ(next_tier(*adaptive("0.3"), easy, 0, kUnsure), 0U) << "4 λ would cost 1.2";
  EXPECT_EQ(next_tier(*adaptive("0.05"), labelled(Complexity::Hard), 0, 0.7), 0U);
  EXPECT_EQ(next_tier(*adaptive("0.05"), labelled(Complexity::Medium), 0, 0.7), 2U);
}

TEST(CartographyAdaptive, WeighsDelayByNu) {
  const Request easy = labelled(Complexity::Easy, 0.02);
  const auto patient = adaptive("0.05", "0.01");
  tell_of_queue(*patient, 1, 2);
  EXPECT_EQ(next_tier(*patient, easy, 0, kUnsure, 0.02), 1U) << "2 s cost 0.02";
  const auto hasty = adaptive("0.05", "10");
  tell_of_queue(*hasty, 1, 2);
  EXPECT_EQ(next_tier(*hasty, easy, 0, kUnsure, 0.02), 2U) << "2 s cost 20, and c 0.2 more";
  tell_of_queue(*hasty, 2, 2);
  EXPECT_EQ(next_tier(*hasty, easy, 0, kUnsure, 0.02), 0U) << "neither is worth it";
}

/// Without cost, b and then c has the same value as c except for the delays; the path to b is shorter.
TEST(CartographyAdaptive, AvoidsAQueueKnownAtTheArrival) {
  const auto policy = adaptive("0.001");
  ASSERT_EQ(first_tier(*policy, labelled(Complexity::Medium)), 1U);
  tell_of_queue(*policy, 1, 2);
  EXPECT_EQ(first_tier(*policy, labelled(Complexity::Medium, 0.02)), 2U);
}

/// The first request is in transit to b when the device learns about c's queue; the second leaves later.
TEST(CartographyAdaptive, IgnoresLaterMeasurementsOnceARequestHasLeft) {
  const auto policy = adaptive("0.001");
  const Request before = labelled(Complexity::Medium, 0, 0);
  ASSERT_EQ(first_tier(*policy, before), 1U);
  tell_of_queue(*policy, 2, 5);
  const Request after = labelled(Complexity::Medium, 0.02, 1);
  ASSERT_EQ(first_tier(*policy, after), 1U);
  EXPECT_EQ(next_tier(*policy, before, 1, kUnsure, 0.03), 2U);
  EXPECT_EQ(next_tier(*policy, after, 1, kUnsure, 0.03), 1U);
}

TEST(CartographyAdaptive, UsesTheLatestMeasurementsOnTheDevice) {
  const auto policy = adaptive("0.05");
  const Request easy = labelled(Complexity::Easy);
  ASSERT_EQ(first_tier(*policy, easy), 0U);
  tell_of_queue(*policy, 1, 5);
  EXPECT_EQ(next_tier(*policy, easy, 0, kUnsure, 0.02), 2U);
}

/// Without a label, estimates are those of all 2500 samples: the value of a is −0.05 + 0.2 + 0.2 (1 − 0.20) +
/// 0.6 (⅔ − 0.30) = 0.53, b −0.20 + 0.4 + 0.2 + 0.2 (1 − 0.30) = 0.54, c −0.30 + 0.8 = 0.50.
TEST(CartographyAdaptive, UsesTheProbabilitiesOfAllSamplesWithoutALabel) {
  EXPECT_EQ(first_tier(*adaptive("0.05"), labelled(Complexity::Unknown)), 1U);
  EXPECT_EQ(next_tier(*adaptive("0.05"), labelled(Complexity::Unknown), 0, kSure), 0U);
  EXPECT_EQ(next_tier(*adaptive("0.05"), labelled(Complexity::Unknown), 0, kUnsure), 1U);
}

}  // namespace
}  // namespace dimsim::policy
