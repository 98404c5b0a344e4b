/// What controllers can do to a run, on cases computed by hand. Every run ends with the check
/// of all conservation laws.

#include "dimsim/base/error.hpp"
#include "dimsim/engine/controller.hpp"
#include "dimsim/engine/run.hpp"
#include "dimsim/results/summary.hpp"
#include "dimsim/workload/arrival_process.hpp"
#include "support/controlled_run.hpp"
#include "support/fleet.hpp"
#include "support/learning.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::engine {
namespace {

using results::Outcome;
using results::RunResult;
using scenario::Location;

/// 10 s of work, at speed 1 until 4 s and at speed 2 afterwards, when a busy server takes 250 W.
TEST(Controllers, MayRetimeAServiceInProgress) {
  const scenario::Scenario scenario = phone(0.1, 1, slow_device());
  const double start_s = first_arrival_s(scenario);
  Script script({{start_s + 4, [](World& world) {
                    world.set_mode(0, {.servers = 1, .speed = 2, .idle_power_w = 3, .active_power_w = 250});
                  }}});
  const RunResult result = run_with(scenario, script);
  EXPECT_EQ(script.done(), 1U);
  EXPECT_NEAR(result.requests[0].finish_s - start_s, 7, kTolerance);
  EXPECT_NEAR(result.requests[0].service_s, 7, kTolerance);
  EXPECT_NEAR(result.requests[0].compute_j, 100 * 4 + 250 * 3, 1e-9);
  const results::StationAccount& station = result.stations[0];
  EXPECT_NEAR(station.busy_s, 7, kTolerance);
  EXPECT_NEAR(station.active_j, 100 * 4 + 250 * 3, 1e-9);
  EXPECT_NEAR(station.idle_j, 1 * (start_s + 4) + 3 * 3, 1e-9);
  EXPECT_EQ(result.end_s, result.requests[0].finish_s);
}

TEST(Controllers, MayPauseAService) {
  const scenario::Scenario scenario = phone(0.1, 1, slow_device());
  const double start_s = first_arrival_s(scenario);
  Script script(
      {{start_s + 4, [](World& world) { world.set_mode(0, {.speed = 0, .active_power_w = 7}); }},
       {start_s + 9, [](World& world) { world.set_mode(0, {.speed = 1, .active_power_w = 100}); }}});
  const RunResult result = run_with(scenario, script);
  EXPECT_NEAR(result.requests[0].finish_s - start_s, 15, kTolerance);
  EXPECT_NEAR(result.requests[0].compute_j, 100 * 4 + 7 * 5 + 100 * 6, 1e-9);
}

/// A request a second, 10 s each: one server until 5 s, three until 12 s, then one again.
TEST(Controllers, MayAddAndRemoveServers) {
  const scenario::Scenario scenario = phone(1, 5, slow_device());
  const double start_s = first_arrival_s(scenario);
  const auto servers = [](std::uint32_t count) {
    return [count](World& world) { world.set_mode(0, {.servers = count, .active_power_w = 100}); };
  };
  Script script({{start_s + 5, servers(3)}, {start_s + 12, servers(1)}});
  const RunResult result = run_with(scenario, script);
  const std::array<double, 5> started_s{0, 5, 5, 10, 20};
  for (std::size_t request = 0; request < started_s.size(); ++request) {
    const results::Visit& visit = result.visit(request, 0);
    EXPECT_NEAR(visit.started_s - start_s, started_s[request], kTolerance) << request;
    EXPECT_NEAR(visit.finished_s - visit.started_s, 10, kTolerance) << request;
  }
  EXPECT_NEAR(result.stations[0].busy_s, 50, 1e-9);
}

/// A request that waits for ever is an error of the run, not a defect of dimsim.
TEST(Controllers, ARequestThatWaitsForServersForEverIsAnError) {
  const scenario::Scenario scenario = phone(0.1, 2, slow_device());
  Script script({{first_arrival_s(scenario) + 1, [](World& world) { world.set_mode(0, {.servers = 0}); }}});
  EXPECT_THROW(run_with(scenario, script), RunError);
}

/// Two hosts, the first of which loses its only server before anybody comes.
TEST(Controllers, AHostWithoutServersGetsNoRequestsFromAShortestQueue) {
  scenario::Scenario scenario =
      fleet::plain({fleet::tier("phone", Location::Device, 1, 3, fleet::device_with_service(0.1)),
                    fleet::tier("edge", Location::Site, 1, 12, fleet::device_with_service(0.5), 2)},
                   1, 3);
  scenario.workload.arrival_process = "constant";
  Script script({{0, [](World& world) { world.set_mode(1, {.servers = 0}); }}});
  const RunResult result = run_with(scenario, script, "edge");
  ASSERT_EQ(result.stations.size(), 3U);
  EXPECT_EQ(result.stations[1].served, 0U);
  EXPECT_EQ(result.stations[2].served, 3U);
}

/// The edge loses its server during a service, and gets it back long before the second request. What the
/// phone learned of the host without servers must not keep it away for ever.
TEST(Controllers, APolicyComesBackToAHostThatLostItsServers) {
  scenario::Scenario scenario =
      fleet::plain({fleet::tier("phone", Location::Device, 1, 12, fleet::device_with_service(1)),
                    fleet::tier("edge", Location::Site, 1, 12, fleet::device_with_service(0.5))},
                   0.1, 2);
  scenario.workload.arrival_process = "constant";
  const double start_s = first_arrival_s(scenario);
  Script script({{start_s + 0.2, [](World& world) { world.set_mode(1, {.servers = 0}); }},
                 {start_s + 5, [](World& world) { world.set_mode(1, {.servers = 1}); }}});
  std::array<Controller*, 1> controllers{&script};
  const scenario::PolicyChoice policy = {
      .policy = "least-delay", .label = "least-delay", .parameters = learning::bound("least-delay")};
  const RunResult result = run({.scenario = scenario,
                                .samples = fleet::alike_samples(),
                                .policy = policy,
                                .controllers = controllers});
  EXPECT_EQ(result.requests[0].answered_tier, 1);
  EXPECT_EQ(result.requests[1].answered_tier, 1);
}

/// The service of 10 s ends at the date at which the device stops, so it is over.
TEST(Controllers, WhatEndsAtTheDateOfAChangeHasEnded) {
  const scenario::Scenario scenario = phone(0.01, 2, slow_device());
  const double start_s = first_arrival_s(scenario);
  Script script({{start_s + 10, [](World& world) { world.set_mode(0, {.speed = 0}); }},
                 {start_s + 20, [](World& world) { world.set_mode(0, {.speed = 1}); }}});
  const RunResult result = run_with(scenario, script);
  EXPECT_EQ(script.done(), 2U);
  EXPECT_NEAR(result.requests[0].finish_s - start_s, 10, kTolerance);
}

/// Two controllers tick at 5 s; the first of them asks for it later.
TEST(Controllers, TickInTheirOrderAtOneDate) {
  std::vector<int> order;
  Script first({{1, [](World& /*world*/) {}}, {5, [&order](World& /*world*/) { order.push_back(1); }}});
  Script second({{5, [&order](World& /*world*/) { order.push_back(2); }}});
  const scenario::Scenario scenario = phone(0.01, 2, slow_device());
  std::array<Controller*, 2> controllers{&first, &second};
  static_cast<void>(run({.scenario = scenario,
                         .samples = fleet::alike_samples(),
                         .policy = fleet::always("phone"),
                         .controllers = controllers}));
  EXPECT_EQ(order, (std::vector<int>{1, 2}));
}

/// A rented host is billed by rental, a bought one for the whole run.
TEST(Controllers, MayReturnARentedHost) {
  model::Device device = slow_device();
  device.usd_per_s = 2;
  device.billing_s = 60;
  device.purchase.usd_per_s = 0.25;
  const scenario::Scenario scenario = phone(0.01, 2, device);
  const double start_s = first_arrival_s(scenario);
  Script script({{start_s + 20, [](World& world) { world.set_mode(0, {.servers = 0}); }},
                 {start_s + 90, [](World& world) { world.set_mode(0, {.servers = 1, .usd_per_s = 2}); }}});
  const RunResult result = run_with(scenario, script);
  ASSERT_NEAR(result.end_s, start_s + 110, 1e-9);
  const double minutes = std::ceil((start_s + 20) / 60) + 1;
  EXPECT_NEAR(result.stations[0].usd, 2 * 60 * minutes + 0.25 * result.end_s, 1e-9);
}

/// A controller that ticks for ever does not keep the run alive.
TEST(Controllers, TickAsLongAsRequestsAreUnderWay) {
  class Metronome : public Controller {
   public:
    double first_tick_s() override { return 0; }
    double tick(World& world) override {
      ++ticks;
      return world.now() + 1;
    }
    int ticks = 0;
  };
  const scenario::Scenario scenario = phone(0.1, 3, slow_device());
  Metronome metronome;
  std::array<Controller*, 1> controllers{&metronome};
  const RunResult result = run({.scenario = scenario,
                                .samples = fleet::alike_samples(),
                                .policy = fleet::always("phone"),
                                .controllers = controllers});
  EXPECT_EQ(result.end_s, result.requests[2].finish_s);
  EXPECT_EQ(metronome.ticks, static_cast<int>(result.end_s) + 1);
}

/// A phone half a second away from a host that serves in 10 s.
scenario::Scenario phone_and_host() {
  scenario::Scenario scenario =
      fleet::plain({fleet::tier("phone", Location::Device, 1, 3, fleet::device_with_service(0.1)),
                    fleet::tier("edge", Location::Site, 1, 12, slow_device())},
                   1, 4);
  scenario.workload.arrival_process = "constant";
  scenario.network.access = fleet::link(1e9, 0.5);
  scenario.network.access.radio.up_j_per_byte = 0.01;
  scenario.network.transport.answer_bytes = 50;
  scenario.tiers[1].hosts[0].device.inference_j = 5;
  scenario.tiers[1].hosts[0].device.serverless = {.usd_per_request = 0.5, .billing_s = 0};
  return scenario;
}

/// Four requests, a second apart. At 2.2 s the first has been served for 1.7 s, the second has waited for
/// 0.7 s and the third is on its way; all three end, and the fourth finds an empty host.
TEST(Outcomes, ARequestMayEndUnansweredAnywhere) {
  const scenario::Scenario scenario = phone_and_host();
  const double start_s = first_arrival_s(scenario);
  Script script({{start_s + 2.2, [](World& world) {
                    EXPECT_TRUE(world.end_request(1, Outcome::TimedOut));
                    EXPECT_TRUE(world.end_request(2, Outcome::Dropped));
                    EXPECT_TRUE(world.end_request(0, Outcome::Failed));
                    EXPECT_FALSE(world.end_request(0, Outcome::Failed)) << "it has ended";
                    EXPECT_FALSE(world.end_request(3, Outcome::Failed)) << "it has not arrived";
                  }}});
  const RunResult result = run_with(scenario, script, "edge");
  ASSERT_EQ(result.requests.size(), 4U);
  EXPECT_EQ(result.requests[0].outcome, Outcome::Failed);
  EXPECT_EQ(result.requests[1].outcome, Outcome::TimedOut);
  EXPECT_EQ(result.requests[2].outcome, Outcome::Dropped);
  EXPECT_EQ(result.requests[3].outcome, Outcome::Answered);
  for (const std::size_t request : {0U, 1U, 2U}) {
    EXPECT_NEAR(result.requests[request].finish_s - start_s, 2.2, kTolerance);
  }
  EXPECT_NEAR(result.visit(0, 1).finished_s - result.visit(0, 1).started_s, 1.7, 1e-6);
  EXPECT_LT(result.visit(1, 1).started_s, 0);
  EXPECT_GT(result.visit(1, 1).received_s, 0);
  EXPECT_LT(result.visit(2, 1).received_s, 0);
  EXPECT_NEAR(result.visit(3, 1).finished_s - start_s, 3 + 0.5 + 10, 1e-6);

  const results::StationAccount& host = result.stations[1];
  EXPECT_EQ(host.served, 1U);
  EXPECT_EQ(host.abandoned, 1U);
  EXPECT_NEAR(host.busy_s, 1.7 + 10, 1e-6);
  EXPECT_NEAR(host.queue_s, 0.7, 1e-6);
  EXPECT_NEAR(host.active_j, 100 * 11.7 + 2 * 5, 1e-4);
  EXPECT_NEAR(host.usd, 2 * 0.5, 1e-12);

  EXPECT_NEAR(result.wasted.service_s, 1.7, 1e-6);
  EXPECT_NEAR(result.wasted.joules, 100 * 1.7 + 5 + 3 * 100 * 0.01, 1e-4);
  EXPECT_EQ(result.wasted.bytes, 3 * 100);
  EXPECT_NEAR(result.wasted.usd, 0.5, 1e-12);

  const results::PolicySummary summary = results::summarise(result);
  EXPECT_EQ(summary.requests.arrived, 4U);
  EXPECT_EQ(summary.requests.answered, 1U);
  EXPECT_EQ(summary.requests.dropped, 1U);
  EXPECT_EQ(summary.requests.timed_out, 1U);
  EXPECT_EQ(summary.requests.failed, 1U);
  EXPECT_NEAR(summary.latency_s.mean, 0.5 + 10 + 0.5, 1e-6);
}

/// The server of a request that is given up goes on with the next one at once.
TEST(Outcomes, AGivenUpServiceFreesItsServer) {
  const scenario::Scenario scenario = phone_and_host();
  const double start_s = first_arrival_s(scenario);
  Script script({{start_s + 2.2, [](World& world) { world.end_request(0, Outcome::TimedOut); }}});
  const RunResult result = run_with(scenario, script, "edge");
  EXPECT_NEAR(result.visit(1, 1).started_s - start_s, 2.2, kTolerance);
  EXPECT_NEAR(result.visit(2, 1).started_s - start_s, 12.2, 1e-9);
}

/// The answer of a request that was given up meanwhile comes too late: its bytes count, its answer does not.
TEST(Outcomes, ALateAnswerIsNoAnswer) {
  const scenario::Scenario scenario = phone_and_host();
  const double start_s = first_arrival_s(scenario);
  Script script({{start_s + 10.7, [](World& world) { world.end_request(0, Outcome::TimedOut); }}});
  const RunResult result = run_with(scenario, script, "edge");
  EXPECT_EQ(result.requests[0].outcome, Outcome::TimedOut);
  EXPECT_NEAR(result.requests[0].finish_s - start_s, 10.7, kTolerance);
  EXPECT_EQ(result.requests[0].prediction, -1);
  EXPECT_EQ(result.requests[0].down_bytes, 50U);
  EXPECT_EQ(result.wasted.bytes, 150);
  EXPECT_NEAR(result.wasted.service_s, 10, kTolerance);
}

/// Sets the capacity of the first device's uplink [B/s].
auto capacity(double bytes_per_s) {
  return [bytes_per_s](World& world) { world.set_capacity(world.topology().devices()[0].up, bytes_per_s); };
}

/// A phone whose only message takes a second to leave, 100 B at 100 B/s, and half a second to arrive.
scenario::Scenario phone_on_a_slow_link() {
  scenario::Scenario scenario = phone_and_host();
  scenario.network.access = fleet::link(100, 0.5);
  scenario.workload.requests = 1;
  return scenario;
}

/// Half of the message has left when the link goes down for 1.5 s.
TEST(Controllers, MayTakeALinkDownAndUpAgain) {
  const scenario::Scenario scenario = phone_on_a_slow_link();
  const double start_s = first_arrival_s(scenario);
  Script script({{start_s + 0.5, capacity(0)}, {start_s + 2, capacity(100)}});
  const RunResult result = run_with(scenario, script, "edge");
  EXPECT_NEAR(result.visit(0, 1).received_s - start_s, 0.5 + 1.5 + 0.5 + 0.5, 1e-9);
}

/// The link goes down at the date at which the last byte leaves.
TEST(Controllers, AMessageThatLeavesAtTheDateOfAnOutageHasLeft) {
  const scenario::Scenario scenario = phone_on_a_slow_link();
  const double start_s = first_arrival_s(scenario);
  Script script({{start_s + 1, capacity(0)}, {start_s + 3, capacity(100)}});
  const RunResult result = run_with(scenario, script, "edge");
  EXPECT_EQ(script.done(), 2U);
  EXPECT_NEAR(result.visit(0, 1).received_s - start_s, 1 + 0.5, 1e-9);
}

/// A phone in the north moves to the south while its second message is on its way: that one still arrives in
/// the north, the third one in the south.
TEST(Attachments, AMessageArrivesTheWayItWasSent) {
  scenario::Scenario scenario =
      fleet::plain({fleet::tier("phone", Location::Device, 1, 3, fleet::device_with_service(0.1)),
                    fleet::tier("edge", Location::Site, 1, 12, fleet::device_with_service(0.01))},
                   1, 3);
  scenario.workload.arrival_process = "constant";
  scenario.network.access = fleet::link(1e9, 0.5);
  scenario.sites = {"north", "south"};
  scenario.tiers[1].hosts.push_back(scenario.tiers[1].hosts[0]);
  scenario.tiers[1].hosts[0].site = "north";
  scenario.tiers[1].hosts[1].site = "south";
  scenario.tiers[1].hosts[1].name = "southern";
  const double start_s = first_arrival_s(scenario);
  Script script({{start_s + 1.2, [](World& world) {
                    platform::Attachment south = world.topology().devices()[0];
                    EXPECT_EQ(south.site, 0U);
                    south.site = 1;
                    world.attach(0, south);
                  }}});
  const RunResult result = run_with(scenario, script, "edge");
  ASSERT_EQ(result.stations.size(), 3U);
  EXPECT_EQ(result.visit(0, 1).station, 1);
  EXPECT_EQ(result.visit(1, 1).station, 1);
  EXPECT_EQ(result.visit(2, 1).station, 2);
}

/// A phone changes from its own link, 0.5 s away, to the channel of another group: 100 B at 100 B/s, 0.25 s
/// away, at twice the energy of a byte. The phone of that group asks for nothing meanwhile.
TEST(Attachments, ADeviceMayChangeItsLinkAndRadio) {
  scenario::Scenario scenario =
      fleet::plain({fleet::tier("phone", Location::Device, 1, 3, fleet::device_with_service(0.1)),
                    fleet::tier("edge", Location::Site, 1, 12, fleet::device_with_service(0.01))},
                   0.1, 2);
  scenario.workload.arrival_process = "constant";
  scenario.network.access = fleet::link(1e9, 0.5);
  scenario.network.access.radio.up_j_per_byte = 0.01;
  scenario.network.access.radio.sleep_w = 2;
  scenario::HostGroup others = scenario.tiers[0].hosts[0];
  others.name = "others";
  others.rate_per_s = 1e-6;
  others.access = fleet::link(100, 0.25);
  others.access->shared = true;
  others.access->radio.up_j_per_byte = 0.02;
  others.access->radio.sleep_w = 3;
  scenario.tiers[0].hosts.push_back(others);
  const double start_s = first_arrival_s(scenario);
  Script script({{start_s + 5, [](World& world) { world.attach(0, world.topology().devices()[1]); }}});
  const RunResult result = run_with(scenario, script, "edge");
  EXPECT_NEAR(result.visit(0, 1).received_s - result.visit(0, 1).sent_s, 0.5, 1e-6);
  EXPECT_NEAR(result.visit(1, 1).received_s - result.visit(1, 1).sent_s, 1 + 0.25, 1e-9);
  EXPECT_NEAR(result.requests[0].radio_j, 100 * 0.01, 1e-12);
  EXPECT_NEAR(result.requests[1].radio_j, 100 * 0.02, 1e-12);
  // It sleeps at 2 W until it changes, then at 3 W; text and answer take a second each on the slow link.
  EXPECT_NEAR(result.stations[0].radio_j - 3, 2 * (start_s + 5) + 3 * (result.end_s - start_s - 5 - 2), 1e-5);
}

/// The phone's own link has no radio. It changes to the scenario's, which no device has used before and whose
/// radio takes 3 W asleep; its messages take 1e-7 s each.
TEST(Attachments, ADeviceMayChangeToARadioThatNobodyHas) {
  scenario::Scenario scenario =
      fleet::plain({fleet::tier("phone", Location::Device, 1, 3, fleet::device_with_service(0.1)),
                    fleet::tier("edge", Location::Site, 1, 12, fleet::device_with_service(0.01))},
                   0.1, 2);
  scenario.workload.arrival_process = "constant";
  scenario.network.access = fleet::link(1e9, 0.5);
  scenario.network.access.radio.sleep_w = 3;
  scenario.tiers[0].hosts[0].access = fleet::link(1e9, 0.5);
  const double start_s = first_arrival_s(scenario);
  Script script({{start_s + 5, [](World& world) {
                    platform::Attachment other = world.topology().devices()[0];
                    other.access = 0;
                    world.attach(0, other);
                  }}});
  const RunResult result = run_with(scenario, script, "edge");
  EXPECT_NEAR(result.stations[0].radio_j, 3 * (result.end_s - start_s - 5), 1e-5);
}

}  // namespace
}  // namespace dimsim::engine
