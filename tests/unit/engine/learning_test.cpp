/// Policies that learn, in whole runs: λ, accuracy and what they report.

#include "support/learning.hpp"

#include "dimsim/engine/run.hpp"
#include "dimsim/results/summary.hpp"
#include "support/fleet.hpp"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::engine {
namespace {

using results::RunResult;
using scenario::Location;
using testing::ElementsAre;

using Given = std::vector<std::pair<std::string, std::string>>;

/// One device with the given exits of four layers and a cloud that has all; λ as SplitEE counts it: 0.08 a
/// layer and 0.02 an exit head on the device, 0.5 for offloading, nothing in the cloud.
scenario::Scenario published_costs(const std::vector<int>& exits, std::uint64_t requests, double rate_per_s) {
  scenario::Scenario scenario = fleet::plain(
      {fleet::tier("mobile", Location::Device, 1, exits.back(), fleet::device_with_service(0.01)),
       fleet::tier("cloud", Location::Cloud, 1, 4, fleet::device_with_service(0.01))},
      rate_per_s, requests);
  scenario.model = small_variant(4, 768, 12, 3072, 30522, 768);
  scenario.workload.sampling = scenario::Sampling::InOrder;
  scenario.tiers[0].exits = exits;
  scenario.tiers[0].layer_lambda = 0.08;
  scenario.tiers[0].exit_lambda = 0.02;
  scenario.tiers[1].layer_lambda = 0;
  scenario.tiers[1].exit_lambda = 0;
  scenario.tiers[1].offload_lambda = 0.5;
  return scenario;
}

scenario::PolicyChoice choice(const std::string& policy, const Given& given = {}) {
  return {.policy = policy, .label = policy, .parameters = learning::bound(policy, given)};
}

/// Confidence and correctness of exits 1 to 4 for six samples.
trace::Split six_samples() {
  constexpr bool kWrong = false;
  return learning::samples_of({{{0.60, kWrong}, {0.80}, {0.90}, {0.95}},
                               {{0.70}, {0.95}, {0.97}, {0.99}},
                               {{0.55, kWrong}, {0.60, kWrong}, {0.70, kWrong}, {0.80}},
                               {{0.80, kWrong}, {0.85, kWrong}, {0.70, kWrong}, {0.88, kWrong}},
                               {{0.70}, {0.72}, {0.78}, {0.85}},
                               {{0.76}, {0.74}, {0.80}, {0.60, kWrong}}});
}

// clang-format off
/// By hand, α = 0.75:
///     split  answers there, right   passed on, right at exit 4   accuracy   λ of all six
///     1      4 6      6             1 2 3 5    1 2 3 5           5/6        6 × 0.10 + 4 × 0.5 = 2.60
///     2      1 2 4    1 2           3 5 6      3 5               4/6        6 × 0.18 + 3 × 0.5 = 2.58
///     3      1 2 5 6  1 2 5 6       3 4        3                 5/6        6 × 0.26 + 2 × 0.5 = 2.56
///     4      all      1 2 3 5       none                         4/6        6 × 0.34           = 2.04
// clang-format on
class SpliteeTable : public testing::TestWithParam<int> {};

TEST_P(SpliteeTable, CostAndAccuracyOfASplitAreThoseWorkedOutByHand) {
  constexpr std::array<double, 4> kAccuracy = {5.0 / 6, 4.0 / 6, 5.0 / 6, 4.0 / 6};
  constexpr std::array<double, 4> kLambda = {2.60, 2.58, 2.56, 2.04};
  const auto row = static_cast<std::size_t>(GetParam()) - 1;
  const RunResult result = run({published_costs({GetParam()}, 6, 1), six_samples(), choice("splitee")});
  const results::PolicySummary summary = results::summarise(result);
  EXPECT_NEAR(summary.accuracy, kAccuracy.at(row), 1e-9);
  EXPECT_NEAR(summary.lambda, kLambda.at(row) / 6, 1e-9);
  // What is passed on is the hidden state, also where the scenario lets others begin again from the text.
  const std::uint64_t hidden_state = 10U * 768 * 4;  // tokens × width × B
  for (const results::RequestRecord& request : result.requests) {
    EXPECT_EQ(request.up_bytes, request.answered_tier == 0 ? 0 : hidden_state);
  }
}

INSTANTIATE_TEST_SUITE_P(Splits, SpliteeTable, testing::Range(1, 5));

// clang-format off
/// By hand, with c = 0, λ = 0.1 and o = 0.5 in the reward. The means of arms 1 to 4 stand before each decision.
///     sample  means                      split  answered at  right  λ          rewards of arms 1 to 4
///     1                                  1      4            yes    0.1 + 0.5  0.35
///     2                                  2      2            yes    0.2        0.35  0.75
///     3                                  3      4            yes    0.3 + 0.5  0.20  0.10  0.00
///     4                                  4      4            no     0.4        0.70  0.65  0.08  0.48
///     5       0.4000 0.5000 0.04 0.48    2      4            yes    0.2 + 0.5  0.25  0.15
///     6       0.3700 0.4125 0.04 0.48    4      4            no     0.4        0.66 -0.10  0.50  0.20
// clang-format on
TEST(SpliteeSTable, CostAndAccuracyOfARunAreThoseWorkedOutByHand) {
  const RunResult result = run(
      {published_costs({1, 2, 3, 4}, 6, 0.01), six_samples(), choice("splitee-s", {{"exploration", "0"}})});
  EXPECT_THAT(learning::course(result.policy_report, "split_layer"), ElementsAre(1, 2, 3, 4, 2, 4));
  const std::vector<double> lambda = {0.6, 0.2, 0.8, 0.4, 0.7, 0.4};
  for (std::size_t request = 0; request < lambda.size(); ++request) {
    EXPECT_NEAR(result.requests[request].lambda, lambda[request], 1e-9) << request;
  }
  EXPECT_NEAR(results::summarise(result).accuracy, 4.0 / 6, 1e-9);
  // Split 4 is the best fixed one: (0.55 + 0.59 + 0.40 + 0.48 + 0.45 + 0.20) / 6. Logits are floats, hence
  // 1e-7.
  EXPECT_EQ(learning::figure(result.policy_report, "best_split_layer"), 4);
  EXPECT_NEAR(learning::figure(result.policy_report, "best_mean_reward"), 2.67 / 6, 1e-7);
  EXPECT_NEAR(learning::figure(result.policy_report, "mean_reward"),
              (0.35 + 0.75 + 0.00 + 0.48 + 0.15 + 0.20) / 6, 1e-7);
}

/// What the cloud answers is known when the answer is back, a second later: ten requests a second take turns
/// until then. Without the delay the second decision for arm 1 would be the fourth request's, and for good.
TEST(SpliteeTiming, RewardsOfTheCloudComeWithItsAnswers) {
  scenario::Scenario scenario = published_costs({1, 2, 3}, 40, 10);
  scenario.workload.arrival_process = "constant";
  scenario.network.access.latency_s = 0.5;
  const auto unsure = learning::samples_of({{{0.6}, {0.6}, {0.6}, {0.9}}});
  const RunResult result = run({scenario, unsure, choice("splitee", {{"exploration", "0"}})});
  const std::vector<double> splits = learning::course(result.policy_report, "split_layer");
  ASSERT_EQ(splits.size(), 40U);
  std::size_t known = 0;
  for (; result.requests[known].arrival_s < result.requests[0].finish_s; ++known) {
    EXPECT_EQ(splits[known], 1 + static_cast<double>(known % 3)) << known;
  }
  EXPECT_GE(known, 10U);  // a second of them
  for (; known < splits.size(); ++known) {
    EXPECT_EQ(splits[known], 1) << known;  // the fewest layers, and all else is alike
  }
}

/// Everything is passed on (ε = 1): the text again, or the hidden state, as the scenario says.
class HiThresholdPayload : public testing::TestWithParam<scenario::Escalation> {};

TEST_P(HiThresholdPayload, IsWhatTheScenarioLetsARequestTake) {
  scenario::Scenario scenario = published_costs({2}, 10, 1);
  scenario.escalation = GetParam();
  const RunResult result = run({scenario, six_samples(), choice("hi-threshold", {{"exploration", "1"}})});
  const bool text = GetParam() == scenario::Escalation::Text;
  for (const results::RequestRecord& request : result.requests) {
    EXPECT_EQ(request.up_bytes, text ? 100U : 10U * 768 * 4);  // 100 B of text; 10 tokens of floats
    EXPECT_EQ(request.exit_layer, 4);
    EXPECT_NEAR(request.lambda, 2 * 0.08 + 0.02 + 0.5, 1e-12);
  }
  EXPECT_EQ(learning::figure(result.policy_report, "share_offloaded"), 1);
}

INSTANTIATE_TEST_SUITE_P(Escalations, HiThresholdPayload,
                         testing::Values(scenario::Escalation::Text, scenario::Escalation::HiddenState));

}  // namespace
}  // namespace dimsim::engine
