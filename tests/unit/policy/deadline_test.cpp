#include "dimsim/base/error.hpp"
#include "dimsim/policy/chances.hpp"
#include "support/forecast.hpp"
#include "support/policies.hpp"

#include <gtest/gtest.h>

namespace dimsim::policy {
namespace {

using trace::Complexity;

/// Deepest exits are at layers 1, 2 and 3; λ is 1, 2 and 3.
Fleet three_layers() {
  Fleet fleet;
  for (int layer = 1; layer <= 3; ++layer) {
    fleet.tiers.push_back({.name = std::string(1, static_cast<char>('a' + layer - 1)),
                           .first_layer = 1,
                           .last_layer = layer,
                           .exits = {layer},
                           .layer_lambda = 1});
  }
  return fleet;
}

/// Easy samples are right everywhere, medium ones from the second tier on, hard ones in the last tier only.
trace::Split calibration() {
  return graded_samples({{Complexity::Easy, {0.9, 0.9, 0.9}},
                         {Complexity::Medium, {-0.6, 0.9, 0.9}},
                         {Complexity::Hard, {-0.6, -0.6, 0.9}}},
                        1000);
}

std::unique_ptr<Policy> deadline(const Forecast& forecast, const trace::Split& samples,
                                 const std::string& limit, const std::string& tolerance = "0.01") {
  auto policy = make_policy("deadline",
                            map_of({{"deadline", limit},
                                    {"margin", "0.1"},
                                    {"tolerance", tolerance},
                                    {"memory", "1"},
                                    {"forget", "10 s"}}),
                            three_layers());
  policy->begin({.devices = 1, .classes = 2, .forecast = forecast, .calibration = &samples});
  return policy;
}

std::size_t tier_for(Policy& policy, Complexity complexity, double now_s = 0) {
  Request request = request_at(now_s);
  request.complexity = complexity;
  return policy.start(request).tier;
}

/// 0.1 s on the device; 0.01 + 0.05 × 2 + 0.02 = 0.13 s and 0.01 + 0.05 × 3 + 0.02 = 0.18 s above.
const PlainForecast kForecast({{0.1, 0}, {0.05, 0.01}, {0.05, 0.01}});

TEST(Deadline, ChoosesTheCheapestAccurateTierIfAllAreInTime) {
  const trace::Split samples = calibration();
  const auto policy = deadline(kForecast, samples, "1 s");
  EXPECT_EQ(tier_for(*policy, Complexity::Easy), 0U);
  EXPECT_EQ(tier_for(*policy, Complexity::Medium), 1U);
  EXPECT_EQ(tier_for(*policy, Complexity::Hard), 2U);
}

/// With a margin of a tenth, 0.19 s leave 0.171 s, and 0.21 s leave 0.189 s.
TEST(Deadline, ExcludesTiersPredictedToBeLate) {
  const trace::Split samples = calibration();
  EXPECT_EQ(tier_for(*deadline(kForecast, samples, "210 ms"), Complexity::Hard), 2U);
  const auto policy = deadline(kForecast, samples, "190 ms");
  EXPECT_EQ(tier_for(*policy, Complexity::Medium), 1U);
  EXPECT_EQ(tier_for(*policy, Complexity::Hard), 0U) << "both that are in time are as often right";
}

TEST(Deadline, ChoosesTheFastestTierIfAllAreLate) {
  const trace::Split samples = calibration();
  const auto policy = deadline(kForecast, samples, "10 ms");
  EXPECT_EQ(tier_for(*policy, Complexity::Hard), 0U);
  Request request = request_at(0);
  request.device_load = 1;  // 0.2 s on the device, 0.13 s in the second tier
  EXPECT_EQ(policy->start(request).tier, 1U);
}

TEST(Deadline, TradesAccuracyWithinTheToleranceForACheaperTier) {
  const trace::Split samples = calibration();
  EXPECT_EQ(tier_for(*deadline(kForecast, samples, "1 s", "1"), Complexity::Hard), 0U);
}

/// A wait of 0.4 s behind the reported requests is too long.
TEST(Deadline, AddsTheWaitInTheReportedQueue) {
  const trace::Split samples = calibration();
  const auto policy = deadline(kForecast, samples, "500 ms");
  ASSERT_EQ(tier_for(*policy, Complexity::Hard), 2U);
  std::vector<Stay> stays(3);
  stays[2] = stay(0, 0.02, 0.1, 0.25, 3);
  policy->feedback(request_at(0), {.finish_s = 0.26, .exits = {}, .stays = stays});
  EXPECT_EQ(tier_for(*policy, Complexity::Hard, 0.26), 0U);
}

TEST(Deadline, RefusesACalibrationSplitWithoutLabels) {
  trace::Split samples = calibration();
  samples.complexity.clear();
  EXPECT_THROW((void)deadline(kForecast, samples, "1 s"), InputError);
}

}  // namespace
}  // namespace dimsim::policy
