#include "dimsim/base/error.hpp"
#include "support/forecast.hpp"
#include "support/policies.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::policy {
namespace {

using testing::HasSubstr;

Fleet device_and_edge(int first_layer = 1, int device_layers = 12) {
  Fleet fleet;
  fleet.tiers = {{.name = "mobile", .first_layer = 1, .last_layer = device_layers, .exits = {device_layers}},
                 {.name = "edge", .first_layer = first_layer, .last_layer = 12, .exits = {12}}};
  return fleet;
}

Node parameters(const std::string& objective = "latency") {
  return map_of({{"objective", objective}, {"memory", "1"}, {"forget", "10 s"}});
}

std::unique_ptr<Policy> neurosurgeon(const Forecast& forecast, const Fleet& fleet = device_and_edge(),
                                     const std::string& objective = "latency") {
  auto policy = make_policy("neurosurgeon", parameters(objective), fleet);
  policy->begin({.devices = 1, .classes = 2, .forecast = forecast});
  return policy;
}

/// Layers that run on the device.
int split_of(const Action& action) { return action.tier == 0 ? action.last_layer : 0; }

/// A device that is fast up to layer 5 and slow from there on.
class Uneven : public PlainForecast {
 public:
  using PlainForecast::PlainForecast;
  [[nodiscard]] double service_s(std::uint32_t device, const Leg& leg, int tokens) const override {
    const double slow = leg.tier == 0 ? std::max(0, leg.last_layer - 5) : 0;
    return PlainForecast::service_s(device, leg, tokens) + 0.2 * slow;
  }
};

/// Recomputes every split: device layers of 0.01 s and then 0.21 s, edge layers of 0.1 s, hidden states of
/// 1000 B, texts of 100 B.
double latency_s(int k, double byte_s) {
  const double way_s = k == 12 ? 0 : 0.05 + byte_s * (k == 0 ? 100 : 1000) + 0.05;
  return 0.01 * k + 0.2 * std::max(0, k - 5) + way_s + 0.1 * (12 - k);
}

TEST(Neurosurgeon, EqualsBruteForceOverAllSplitsAtEveryBandwidth) {
  std::set<int> chosen;
  for (double byte_s = 1e-6; byte_s < 1; byte_s *= 1.5) {
    int best = 0;
    for (int k = 1; k <= 12; ++k) {
      best = latency_s(k, byte_s) < latency_s(best, byte_s) ? k : best;
    }
    const Uneven forecast({{0.01, 0}, {0.1, 0.05}}, byte_s);
    const int split = split_of(neurosurgeon(forecast)->start(request_at(0)));
    EXPECT_EQ(split, best) << byte_s;
    chosen.insert(split);
  }
  EXPECT_THAT(chosen, testing::ElementsAre(0, 5, 12)) << "what the numbers were made for";
}

/// Where the text cannot be sent, the edge begins at layer 4: a split after 3 or later, or all on the device.
TEST(Neurosurgeon, SplitsOnlyWhereTheTierAboveCanContinue) {
  const PlainForecast fast({{0.1, 0}, {0.01, 0.05}}, 1e-6);
  EXPECT_EQ(split_of(neurosurgeon(fast, device_and_edge(4))->start(request_at(0))), 3);
  const PlainForecast slow({{0.1, 0}, {0.01, 0.05}}, 1);
  EXPECT_EQ(split_of(neurosurgeon(slow, device_and_edge(4))->start(request_at(0))), 12);
  EXPECT_EQ(split_of(neurosurgeon(slow, device_and_edge(4, 6))->start(request_at(0))), 3)
      << "the device lacks the exit of layer 12";
}

TEST(Neurosurgeon, SendsTheHiddenStateAndAnswersAtTheDeepestExit) {
  const PlainForecast fast({{0.1, 0}, {0.01, 0.05}}, 1e-6);
  const auto policy = neurosurgeon(fast, device_and_edge(4));
  const Action first = policy->start(request_at(0));
  EXPECT_FALSE(first.exit);
  const Action second = policy->next(request_at(0), {.now_s = 1, .tier = 0, .layer = 3, .exits = {}});
  EXPECT_EQ(second.tier, 1U);
  EXPECT_EQ(second.last_layer, 12);
  EXPECT_TRUE(second.exit);
  EXPECT_FALSE(second.from_text);
  const std::vector<Exit> exits(1);
  EXPECT_EQ(policy->next(request_at(0), {.now_s = 2, .tier = 1, .layer = 12, .exits = exits}).kind,
            Action::Kind::Answer);
}

/// On the device 1.2 s; the text 0.05 + 0.001 up, 0.12 at the edge, 0.05 back. Behind 10 more it would be
/// 1.421.
TEST(Neurosurgeon, AddsTheWaitInTheReportedQueue) {
  const PlainForecast forecast({{0.1, 0}, {0.01, 0.05}}, 1e-5);
  const auto policy = neurosurgeon(forecast);
  ASSERT_EQ(split_of(policy->start(request_at(0))), 0);
  std::vector<Stay> stays(2);
  stays[1] = stay(0, 0.051, 0.1, 0.22, 10);
  policy->feedback(request_at(0), {.finish_s = 0.27, .exits = {}, .stays = stays});
  EXPECT_EQ(split_of(policy->start(request_at(0.27))), 12);
}

/// Sending a text took 10 s, so all layers run on the device.
TEST(Neurosurgeon, UsesTheMeasuredBandwidth) {
  const PlainForecast forecast({{0.1, 0}, {0.01, 0.05}}, 1e-5);
  const auto policy = neurosurgeon(forecast);
  std::vector<Stay> stays(2);
  stays[1] = stay(0, 10, 10, 10.12, 0);
  policy->feedback(request_at(0), {.finish_s = 10.17, .exits = {}, .stays = stays});
  EXPECT_EQ(split_of(policy->start(request_at(10.17))), 12);
}

/// One watt to compute and one to send. Sending lasts until the last byte has left, without propagation: the
/// text 0.1 s, a hidden state 1 s, and a layer takes 0.04 s. With the edge from layer 4 on, 0.12 + 1 s
/// against 12 layers, 0.48 s. The latter is the slower one.
TEST(Neurosurgeon, MinimisesTheEnergyOfTheDevice) {
  const PlainForecast text({{0.04, 0}, {0.001, 0.5}}, 1e-3);
  EXPECT_EQ(split_of(neurosurgeon(text, device_and_edge())->start(request_at(0))), 12);
  EXPECT_EQ(split_of(neurosurgeon(text, device_and_edge(), "energy")->start(request_at(0))), 0);
  const PlainForecast hidden({{0.04, 0}, {0.001, 0}}, 3e-4);
  EXPECT_EQ(split_of(neurosurgeon(hidden, device_and_edge(4))->start(request_at(0))), 3);  // 0.429 s < 0.48 s
  EXPECT_EQ(split_of(neurosurgeon(hidden, device_and_edge(4), "energy")->start(request_at(0))), 3);
  const PlainForecast dear({{0.04, 0}, {0.001, 0}}, 1e-3);
  EXPECT_EQ(split_of(neurosurgeon(dear, device_and_edge(4), "energy")->start(request_at(0))), 12);
}

std::vector<Diagnostic> refusal(Node parameters, const Fleet& fleet) {
  try {
    (void)make_policy("neurosurgeon", parameters, fleet);
  } catch (const InputError& error) {
    return error.diagnostics();
  }
  return {};
}

TEST(Neurosurgeon, RefusesTiersThatCannotBeSplit) {
  const auto gap = refusal(parameters(), device_and_edge(5, 3));
  ASSERT_EQ(gap.size(), 1U);
  EXPECT_EQ(gap[0].message,
            "policy 'neurosurgeon' cannot split between 'mobile', layers 1-3, and 'edge', layers 5-12: the "
            "latter cannot continue after any layer of the former");
  EXPECT_THAT(gap[0].hint, HasSubstr("let 'edge' begin at layer 4 or lower"));
  EXPECT_EQ(gap[0].place.text(), "test.yaml:7:1");
}

TEST(Neurosurgeon, RefusesTheFirstTierAsTheUpperOne) {
  Node named = parameters();
  named.set("tier", map_of({{"tier", "mobile"}}).at("tier"));
  const auto found = refusal(named, device_and_edge());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].message,
            "the policy offloads from 'mobile', the first tier, so it needs another one above");
  EXPECT_EQ(found[0].place.text(), "test.yaml:7:2");
  EXPECT_EQ(refusal(parameters(), fleet_of({"mobile"})).at(0).hint, "add a tier to deployment.tiers");
}

}  // namespace
}  // namespace dimsim::policy
