#include "dimsim/policy/estimates.hpp"

#include "support/forecast.hpp"
#include "support/policies.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace dimsim::policy {
namespace {

constexpr double kMemory = 0.5;
constexpr double kForget_s = 10;
constexpr double kRounding = 1e-12;  ///< sums of a few doubles near 1

/// Device, edge and cloud, layers of 0.1 s; 0.1 ms a byte, so a text takes 10 ms and a hidden state 100 ms.
class EstimatesTest : public testing::Test {
 protected:
  EstimatesTest() : estimates(fleet, {.memory = kMemory, .forget_s = kForget_s}) {
    estimates.begin({.devices = 2, .classes = 2, .forecast = forecast});
  }

  /// The feedback of an answer from one tier.
  void learn(std::size_t tier, const Stay& there, double finish_s, std::uint32_t device = 0) {
    std::vector<Stay> stays(3);
    stays[tier] = there;
    estimates.learn(request_at(0, device), {.finish_s = finish_s, .exits = {}, .stays = stays});
  }

  [[nodiscard]] double text_s(double now_s, std::uint32_t device = 0) const {
    return estimates.message_s(device, kNowhere, 1, 100, now_s);
  }
  [[nodiscard]] double wait_s(double now_s, std::size_t tier = 1, std::uint32_t device = 0) const {
    return estimates.wait_s(request_at(now_s, device), tier, 0, now_s);
  }

  Fleet fleet = fleet_of({"mobile", "edge", "cloud"});
  PlainForecast forecast{{{0.1, 0}, {0.1, 0}, {0.1, 0.5}}};
  Estimates estimates;
};

TEST_F(EstimatesTest, AssumesNominalLinksAndEmptyQueuesBeforeMeasurements) {
  EXPECT_NEAR(text_s(3), 0.01, kRounding);
  EXPECT_EQ(wait_s(3), 0);
  // Text 10 ms + 0.5 s, layers 1 to 12 at 0.1 s, answer 0.5 s.
  EXPECT_NEAR(estimates.delay_s(request_at(3), {}, {{2, 1, 12, true}}, 3), 0.51 + 1.2 + 0.5, kRounding);
}

/// n = 10 ms, s = 100 ms, error 0.1 s: half of it is learned, 1 / 1.01 of that as delay.
TEST_F(EstimatesTest, AttributesALateShortMessageToDelay) {
  learn(1, stay(0, 0.11, 0.11, 0.2, 0), 0.2);
  EXPECT_NEAR(text_s(0.11), 0.01 + 0.05, kRounding);
  const double delay_s = 0.05 / 1.01;
  const double slowness = 1 + 0.05 * 0.01 / (0.01 * 1.01);
  EXPECT_NEAR(estimates.message_s(0, kNowhere, 1, 10'000, 0.11), delay_s + slowness * 1, kRounding);
}

/// 10 kB, n = 1 s, takes 2 s: half of the error is learned, 1 / 1.01 of that as slowness.
TEST_F(EstimatesTest, AttributesALateLongMessageToBandwidth) {
  learn(1, {0, 2, 2, 3, 0, 1, 10'000}, 3);
  EXPECT_NEAR(estimates.message_s(0, kNowhere, 1, 10'000, 2), 1.5, kRounding);
  EXPECT_NEAR(text_s(2), 0.5 * 0.01 / 1.01 + 0.01 * (1 + 0.5 / 1.01), kRounding);
}

TEST_F(EstimatesTest, LinkMeasurementsDecayToNominalValues) {
  learn(1, stay(0, 0.11, 0.11, 0.2, 0), 0.2);
  EXPECT_NEAR(text_s(0.11 + kForget_s), 0.01 + 0.05 * std::exp(-1), kRounding);
}

/// Four requests remain at two servers: the next waits until three have ended, each 0.2 s.
TEST_F(EstimatesTest, PredictsTheWaitFromTheReportedLoadAndTheMeanServiceTime) {
  learn(1, stay(0, 0.01, 0.3, 0.5, 4, 2), 0.5);
  EXPECT_NEAR(wait_s(0.5), kMemory * 3 / 2 * 0.2, kRounding);
  learn(1, stay(0, 0.01, 0.3, 0.7, 1, 1),
        0.7);  // the mean service time is now 0.3 s: half of 0.2 and half of 0.4
  const double faded = kMemory * 0.3 * std::exp(-0.2 / kForget_s);
  EXPECT_NEAR(wait_s(0.7), kMemory * faded + kMemory * 0.3, kRounding);
}

TEST_F(EstimatesTest, QueueMeasurementsDecayToZero) {
  learn(1, stay(0, 0.01, 0.3, 0.5, 3), 1.0);
  EXPECT_NEAR(wait_s(0.5), 0.5 * 3 * 0.2, kRounding);
  EXPECT_NEAR(wait_s(0.5 + 3 * kForget_s), 0.3 * std::exp(-3), kRounding);
}

TEST_F(EstimatesTest, PredictsNoWaitIfAServerIsFree) {
  learn(1, stay(0, 0.01, 0.3, 0.5, 3, 4), 0.5);
  EXPECT_EQ(wait_s(0.5), 0);
}

TEST_F(EstimatesTest, ComputesTheDevicesOwnQueueExactly) {
  Request request = request_at(3);
  request.device_load = 2;
  EXPECT_NEAR(estimates.delay_s(request, {}, {{0, 1, 4, true}}, 3), 2 * 0.4 + 0.4, kRounding);
}

/// Sent at 1, due at 3: at 7 the oldest is overdue by 4. The one sent at 6 is due at 8 without a wait, and at
/// 11 with the wait of 3 s that was predicted by then.
TEST_F(EstimatesTest, CountsAnOverdueAnswerAsAWait) {
  estimates.sent(request_at(1, 0, 7), 1, 1, 2);
  estimates.sent(request_at(6, 0, 8), 1, 6, 2 + wait_s(6));
  EXPECT_EQ(wait_s(3), 0);
  EXPECT_NEAR(wait_s(7), 4, kRounding);
  EXPECT_EQ(wait_s(7, 2), 0) << "another tier's silence";
  std::vector<Stay> stays(3);
  stays[1] = stay(1, 1.01, 1.01, 1.2, 0);
  estimates.learn(request_at(1, 0, 7), {.finish_s = 7, .exits = {}, .stays = stays});
  EXPECT_EQ(wait_s(7), 0);
  EXPECT_NEAR(wait_s(9), 1, kRounding);
}

TEST_F(EstimatesTest, KeepsTheEstimatesOfDevicesSeparate) {
  learn(1, stay(0, 0.11, 0.3, 0.5, 3), 0.5, 1);
  estimates.sent(request_at(0, 1), 1, 0, 0.1);
  EXPECT_NEAR(text_s(0.5), 0.01, kRounding);
  EXPECT_EQ(wait_s(0.5), 0);
  EXPECT_GT(wait_s(0.5, 1, 1), 0);
}

TEST_F(EstimatesTest, LearnsTheExcessTimeOfAnswers) {
  learn(2, stay(0, 0.51, 0.51, 1, 0), 1.7);  // 0.7 s back, nominal 0.5 s
  EXPECT_NEAR(estimates.answer_s(0, 2, 1.7), 0.5 + kMemory * 0.2, kRounding);
  EXPECT_NEAR(estimates.answer_s(0, 2, 1.7 + kForget_s), 0.5 + kMemory * 0.2 * std::exp(-1), kRounding);
}

/// Between tiers the nominal time is the difference, 0.5 s; it is learned separately from the path from the
/// device.
TEST_F(EstimatesTest, LearnsPathsBetweenTiersSeparately) {
  EXPECT_NEAR(estimates.message_s(0, 1, 2, 100, 0), 0.5, kRounding);
  std::vector<Stay> stays(3);
  stays[1] = stay(0, 0.01, 0.01, 0.1, 0);
  stays[2] = stay(0.1, 1.6, 1.6, 1.7, 0);  // 1 s late
  estimates.learn(request_at(0), {.finish_s = 2.2, .exits = {}, .stays = stays});
  EXPECT_NEAR(estimates.message_s(0, 1, 2, 100, 1.6), 0.5 + kMemory * 1, kRounding);
  EXPECT_NEAR(estimates.message_s(0, kNowhere, 2, 100, 1.6), 0.51, kRounding);
}

TEST(Smoothing, ParametersHaveTheirRanges) {
  const std::vector<Field> fields = smoothing_fields();
  ASSERT_EQ(fields.size(), 2U);
  EXPECT_FALSE(fields[0].type->minimum_is_allowed) << "a memory of 0 never learns";
  EXPECT_FALSE(fields[1].type->minimum_is_allowed);
  const Smoothing smoothing = read_smoothing(map_of({{"memory", "0.25"}, {"forget", "3 s"}}));
  EXPECT_EQ(smoothing.memory, 0.25);
  EXPECT_EQ(smoothing.forget_s, 3);
}

}  // namespace
}  // namespace dimsim::policy
