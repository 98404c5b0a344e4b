/// Radio states, computed by hand.

#include "dimsim/engine/radio.hpp"

#include "dimsim/engine/run.hpp"
#include "support/fleet.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace dimsim::engine {
namespace {

using scenario::Location;

/// Promotion 2 s at 5 W, active 3 W, tail 10 s at 1 W, asleep 0.5 W.
scenario::Radio radio() {
  scenario::Radio result;
  result.promotion_s = 2;
  result.promotion_w = 5;
  result.active_w = 3;
  result.tail_s = 10;
  result.tail_w = 1;
  result.sleep_w = 0.5;
  return result;
}

scenario::Scenario phone_and_edge(double service_s = 0.5) {
  scenario::Scenario scenario =
      fleet::plain({fleet::tier("mobile", Location::Device, 1, 3, fleet::device_with_service(0.25)),
                    fleet::tier("edge", Location::Site, 1, 12, fleet::device_with_service(service_s))},
                   0.001, 1);
  scenario.network.access = fleet::link(1000, 0.5);
  scenario.network.access.radio = radio();
  scenario.network.transport.answer_bytes = 500;
  return scenario;
}

/// The radio of one device, driven by hand; four requests can be charged.
struct OneRadio {
  scenario::Scenario scenario = phone_and_edge();
  platform::Kernel kernel;
  platform::Topology topology{scenario, kernel};
  std::vector<results::RequestRecord> requests{4};
  Radios radios{scenario, topology, requests};

  [[nodiscard]] double charged() const {
    double sum = 0;
    for (const results::RequestRecord& request : requests) {
      sum += request.radio_j;
    }
    return sum;
  }
};

TEST(Radio, WakesStaysAwakeAndSleepsAgain) {
  OneRadio one;
  EXPECT_DOUBLE_EQ(one.radios.begin(0, 0, 100), 2);  // asleep from 0 to 100
  one.radios.end(0, 0, 106);                         // active from 102
  one.radios.close(200);                             // tail to 116
  EXPECT_DOUBLE_EQ(one.requests[0].radio_j, 2 * 5 + 4 * 3 + 10 * 1);
  EXPECT_DOUBLE_EQ(one.radios.awake().promotion_j, 10);
  EXPECT_DOUBLE_EQ(one.radios.awake().active_j, 12);
  EXPECT_DOUBLE_EQ(one.radios.awake().tail_j, 10);
  EXPECT_DOUBLE_EQ(one.radios.sleep_j().at(0), (100 + 84) * 0.5);
}

/// A message within the tail needs no promotion and ends the tail of the one before.
TEST(Radio, TailIsSharedByThoseThatFollowWithinIt) {
  OneRadio one;
  static_cast<void>(one.radios.begin(0, 0, 0));
  one.radios.end(0, 0, 4);                         // active 2 to 4, tail from 4
  EXPECT_DOUBLE_EQ(one.radios.begin(0, 1, 7), 0);  // 3 s of tail
  one.radios.end(0, 1, 8);
  one.radios.close(100);
  EXPECT_DOUBLE_EQ(one.requests[0].radio_j, 10 + 2 * 3 + 3 * 1);
  EXPECT_DOUBLE_EQ(one.requests[1].radio_j, 1 * 3 + 10 * 1);
  EXPECT_DOUBLE_EQ(one.radios.sleep_j().at(0), (100 - 18) * 0.5);
}

TEST(Radio, MessagesOnTheLinkTogetherShareActivePower) {
  OneRadio one;
  static_cast<void>(one.radios.begin(0, 0, 0));    // ready at 2
  EXPECT_DOUBLE_EQ(one.radios.begin(0, 1, 1), 1);  // waits for the rest of the promotion
  one.radios.end(0, 0, 6);                         // 2 to 6 together
  one.radios.end(0, 1, 8);                         // 6 to 8 alone
  one.radios.close(18);
  EXPECT_DOUBLE_EQ(one.requests[0].radio_j, 10 + 4 * 3 / 2.0);
  EXPECT_DOUBLE_EQ(one.requests[1].radio_j, 4 * 3 / 2.0 + 2 * 3 + 10);
  EXPECT_DOUBLE_EQ(one.charged(), one.radios.awake().sum());
}

TEST(Radio, TailIsCutByTheEndOfTheRun) {
  OneRadio one;
  static_cast<void>(one.radios.begin(0, 0, 0));
  one.radios.end(0, 0, 4);
  one.radios.close(9);
  EXPECT_DOUBLE_EQ(one.radios.awake().tail_j, 5);
  EXPECT_DOUBLE_EQ(one.radios.sleep_j().at(0), 0);
}

TEST(Radio, MessageAtTheEndOfTheTailFindsItAsleep) {
  OneRadio one;
  static_cast<void>(one.radios.begin(0, 0, 0));
  one.radios.end(0, 0, 4);
  EXPECT_DOUBLE_EQ(one.radios.begin(0, 1, 14), 2);
}

/// In a whole run: the text waits for the promotion, the answer finds the radio in its tail.
TEST(Radio, DelaysTheMessageThatWakesIt) {
  const scenario::Scenario scenario = phone_and_edge();
  const results::RunResult result = run({scenario, fleet::alike_samples(), fleet::always("edge")});
  const results::Visit& visit = result.visit(0, 1);
  EXPECT_NEAR(visit.received_s - visit.sent_s, 2 + 0.1 + 0.5,
              1e-8);  // promotion, 100 B at 1000 B/s, propagation
  EXPECT_NEAR(result.requests[0].finish_s - visit.finished_s, 0.5 + 0.5, 1e-8);
  // Active 0.1 s up and 0.5 s down; in between 0.5 s propagation and 0.5 s service in the tail, and at
  // the end the propagation of the answer, with which the run ends.
  EXPECT_NEAR(result.requests[0].radio_j, 10 + 3 * 0.6 + 1.0 + 0.5, 1e-7);
  EXPECT_NEAR(result.radio_sleep_j, 0.5 * result.requests[0].arrival_s, 1e-6);
}

/// Service takes longer than the tail: the answer wakes the radio and waits for it.
TEST(Radio, AnswerMayHaveToWakeIt) {
  const scenario::Scenario scenario = phone_and_edge(20);
  const results::RunResult result = run({scenario, fleet::alike_samples(), fleet::always("edge")});
  EXPECT_NEAR(result.requests[0].finish_s - result.visit(0, 1).finished_s, 2 + 0.5 + 0.5, 1e-8);
  EXPECT_NEAR(result.radio.promotion_j, 2 * 10, 1e-9);
}

TEST(Radio, OfRequestsThatStayOnTheDeviceSleeps) {
  const scenario::Scenario scenario = phone_and_edge();
  const results::RunResult result = run({scenario, fleet::alike_samples(), fleet::always("mobile")});
  EXPECT_EQ(result.radio.sum(), 0);
  EXPECT_NEAR(result.radio_sleep_j, 0.5 * result.end_s, 1e-6);
}

}  // namespace
}  // namespace dimsim::engine
