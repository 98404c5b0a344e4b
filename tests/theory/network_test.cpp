/// Transfers against what can be worked out by hand or by an independent fluid model.

#include "support/fleet.hpp"
#include "support/fluid_reference.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <fmt/core.h>
#include <gtest/gtest.h>

namespace dimsim {
namespace {

using results::RunResult;
using results::Visit;
using scenario::Location;

/// Dates of up to some hundred seconds, rounded some hundred times [s].
constexpr double kExact = 1e-10;

/// SimGrid's dates are exact to surf/precision, 1e-9 s; a message of k rounds adds at most k such errors.
constexpr double kDateTolerance = 1e-8;

scenario::Tier devices(const std::string& name, double up_bytes_per_s, double latency_s) {
  scenario::Tier tier = fleet::tier("mobile", Location::Device, 1, 6, fleet::device_with_service(0));
  tier.hosts[0].name = name;
  tier.hosts[0].access = fleet::link(up_bytes_per_s, latency_s);
  return tier;
}

/// A request over a slow uplink, and its answer over a slower downlink.
TEST(Network, UplinkAndDownlinkHaveTheirOwnBandwidth) {
  constexpr double kUp = 1e4;
  constexpr double kDown = 1e3;
  scenario::Scenario scenario = fleet::plain(
      {devices("phone", kUp, 0), fleet::tier("edge", Location::Site, 1, 12, fleet::device_with_service(0))},
      1, 1);
  scenario.tiers.front().hosts.front().access->down_bytes_per_s = kDown;
  const RunResult result = engine::run({scenario, fleet::alike_samples(), fleet::always("edge")});
  const results::RequestRecord& request = result.requests.front();
  EXPECT_NEAR(request.finish_s - request.arrival_s,
              static_cast<double>(request.up_bytes) / kUp + static_cast<double>(request.down_bytes) / kDown,
              kExact);
}

/// Up to five devices with access links of their own rate and propagation, all over one backhaul: every
/// transfer takes what an independent max-min fluid says, whatever the propagation. The seed differs by
/// number of devices.
///
/// The tolerance: only the backhaul is contended, since the messages of a device go one after another, so the
/// kernel solves this exactly, and both sides round dates of up to 100 s to 1e-14 s. Each message errs once;
/// an error moves what comes later by no more than itself until the link is free.
class MaxMin : public testing::TestWithParam<std::uint32_t> {};

TEST_P(MaxMin, TransfersMatchAnIndependentFluidModel) {
  const std::uint32_t count = GetParam();
  const double rates[] = {2.5e5, 1e6, 4e5, 2e6, 6e5};
  const double latencies[] = {0.001, 0.010, 0.050, 0.0, 0.200};
  std::vector<double> capacity;
  scenario::Tier mobile = devices("device-0", rates[0], latencies[0]);
  capacity.push_back(rates[0]);
  for (std::uint32_t device = 1; device < count; ++device) {
    mobile.hosts.push_back(
        devices("device-" + std::to_string(device), rates[device], latencies[device]).hosts[0]);
    capacity.push_back(rates[device]);
  }
  constexpr double kBackhaul = 6e5;
  capacity.push_back(kBackhaul);
  constexpr double kServiceFree = 0;
  scenario::Scenario scenario = fleet::plain(
      {mobile, fleet::tier("metro", Location::Metro, 1, 12, fleet::device_with_service(kServiceFree))}, 6,
      400);
  scenario.seed = count;
  scenario.network.backhaul = fleet::link(kBackhaul, 0.003);
  scenario.network.backhaul.down_bytes_per_s = 1e12;  // answers must not matter
  trace::Split samples = fleet::alike_samples(7);
  samples.text_bytes = {1000, 20'000, 50'000, 3000, 80'000, 150'000, 10};
  const RunResult result = engine::run({scenario, samples, fleet::always("metro")});

  std::vector<fluid::Message> messages;
  for (std::size_t request = 0; request < result.requests.size(); ++request) {
    const auto device = static_cast<int>(result.requests[request].device);
    messages.push_back({result.visit(request, 1).sent_s,
                        static_cast<double>(samples.text_bytes[result.requests[request].sample]),
                        {device, static_cast<int>(count)},
                        device});
  }
  const std::vector<double> departed = fluid::departures(messages, capacity);
  double overlapping = 0;
  double worst_s = 0;
  for (std::size_t request = 0; request < messages.size(); ++request) {
    const double latency = latencies[result.requests[request].device] + 0.003;
    const double expected = departed[request] - messages[request].sent_s + latency;
    const double measured = result.visit(request, 1).received_s - messages[request].sent_s;
    EXPECT_NEAR(measured, expected, kExact) << "request " << request;
    worst_s = std::max(worst_s, std::abs(measured - expected));
    const double alone =
        messages[request].bytes / std::min(capacity[result.requests[request].device], kBackhaul);
    overlapping += expected - latency > alone * 1.01 ? 1 : 0;
  }
  fmt::print("{} devices: {} transfers, {} of which met others, worst error {:.1e} s\n", count,
             messages.size(), overlapping, worst_s);
  EXPECT_GT(overlapping, 100) << "too few transfers met others for the test to mean something";
}

INSTANTIATE_TEST_SUITE_P(Devices, MaxMin, testing::Values(2U, 3U, 4U, 5U));

/// Small messages: a text of 100 bytes over a 20 ms way takes its bytes and 20 ms, not 13 times the latency.
TEST(Network, SmallMessageTakesItsBytesAndTheLatency) {
  scenario::Scenario scenario =
      fleet::plain({devices("phone", 2.5e6, 0.020),
                    fleet::tier("edge", Location::Site, 1, 12, fleet::device_with_service(0))},
                   1, 1);
  scenario.network.transport.header_bytes = 40;
  const RunResult result = engine::run({scenario, fleet::alike_samples(), fleet::always("edge")});
  const Visit& visit = result.visit(0, 1);
  EXPECT_NEAR(visit.received_s - visit.sent_s, 140 / 2.5e6 + 0.020, kDateTolerance);
  EXPECT_EQ(result.requests[0].up_bytes, 140U);
  EXPECT_NEAR(result.requests[0].finish_s - visit.finished_s, 140 / 2.5e6 + 0.020,
              kDateTolerance);  // answer: 100 B
}

/// Device to cloud: the sum of the latencies of access, backhaul and WAN, at the rate of the slowest of them.
TEST(Network, WayToTheCloudCrossesAccessBackhaulAndWan) {
  scenario::Scenario scenario =
      fleet::plain({devices("phone", 2.5e6, 0.010),
                    fleet::tier("cloud", Location::Cloud, 1, 12, fleet::device_with_service(0))},
                   1, 1);
  scenario.network.backhaul = fleet::link(1e5, 0.004);
  scenario.network.wan = fleet::link(1e6, 0.030);
  const RunResult result =
      engine::run({scenario, fleet::alike_samples(1, 10, 50'000), fleet::always("cloud")});
  EXPECT_NEAR(result.visit(0, 1).received_s - result.visit(0, 1).sent_s, 50'000 / 1e5 + 0.044,
              kDateTolerance);
  for (const results::LinkAccount& account : result.links) {
    EXPECT_DOUBLE_EQ(account.bytes, account.name.ends_with("up") ? 50'000 : 100) << account.name;
  }
}

/// The hidden state of BERT-base at 128 tokens, 393,216 bytes, over 2.5 MB/s with a round trip of 40 ms, by
/// hand. MSS 1460, 40 bytes of header per packet, initial window 10 segments:
///   window  10 at   0 ms:  14,600 +   400 B =  6 ms, then waits for the round trip
///   window  20 at  40 ms:  29,200 +   800 B = 12 ms, waits
///   window  40 at  80 ms:  58,400 + 1,600 B = 24 ms, waits
///   window  80 at 120 ms: 116,800 + 3,200 B = 48 ms > 40 ms: from here on the path stays busy
///   the rest at   168 ms: 174,216 + 120 × 40 B = 71.6064 ms
/// all sent at 239.6064 ms, there 20 ms later.
TEST(Network, SlowStartOfAHiddenStateByHand) {
  scenario::Scenario scenario =
      fleet::plain({devices("phone", 2.5e6, 0.020),
                    fleet::tier("edge", Location::Site, 7, 12, fleet::device_with_service(0))},
                   1, 1);
  scenario.network.transport.header_bytes = 40;
  scenario.network.transport.slow_start = true;
  const RunResult result = engine::run({scenario, fleet::alike_samples(1, 128), fleet::always("edge")});
  EXPECT_NEAR(result.visit(0, 1).received_s - result.visit(0, 1).sent_s, 0.2596064, kDateTolerance);
  EXPECT_EQ(result.requests[0].up_bytes, 393'216U + 270 * 40);
}

/// A window that fills the path from the start: no round trip is lost.
TEST(Network, SlowStartCostsNothingOnAShortPath) {
  scenario::Scenario scenario =
      fleet::plain({devices("phone", 2.5e6, 0.002),
                    fleet::tier("edge", Location::Site, 7, 12, fleet::device_with_service(0))},
                   1, 1);
  scenario.network.transport.header_bytes = 40;
  scenario.network.transport.slow_start = true;
  const RunResult result = engine::run({scenario, fleet::alike_samples(1, 128), fleet::always("edge")});
  EXPECT_NEAR(result.visit(0, 1).received_s - result.visit(0, 1).sent_s, (393'216 + 270 * 40) / 2.5e6 + 0.002,
              kDateTolerance);
}

/// A new connection costs its round trips; one in use does not; one idle for longer than keep_alive does
/// again.
TEST(Network, ConnectionSetUpIsPaidWhenTheConnectionIsNew) {
  scenario::Scenario scenario =
      fleet::plain({devices("phone", 2.5e6, 0.020),
                    fleet::tier("edge", Location::Site, 1, 12, fleet::device_with_service(0))},
                   0.5, 400);
  scenario.network.transport.setup_round_trips = 2;
  scenario.network.transport.keep_alive_s = 3;
  const RunResult result = engine::run({scenario, fleet::alike_samples(), fleet::always("edge")});
  const double message_s = 100 / 2.5e6 + 0.020;
  double last_use_s = -1e9;
  int opened = 0;
  for (std::size_t request = 0; request < result.requests.size(); ++request) {
    const Visit& visit = result.visit(request, 1);
    const bool is_new = visit.sent_s - last_use_s > 3;
    // Requests that wait for a connection being opened by the one before are left out.
    if (visit.sent_s >= last_use_s) {
      EXPECT_NEAR(visit.received_s - visit.sent_s, message_s + (is_new ? 2 * 0.040 : 0), kDateTolerance);
      opened += is_new ? 1 : 0;
    }
    last_use_s = result.requests[request].finish_s;
  }
  // Gaps are exponential with mean 2 s: e^-1.5 = 22 % of them are longer than 3 s; standard error of 400: 2
  // %.
  EXPECT_NEAR(opened / 400.0, std::exp(-1.5), 0.08);
}

/// What the edge passes on to the cloud, and the cloud's answer to it, leave the device's own connection to
/// the cloud as it was: the first text that the device sends there itself pays for the set-up, the next does
/// not.
TEST(Network, HostsThatPassOnOpenNoConnectionOfTheDevice) {
  scenario::Scenario scenario =
      fleet::plain({devices("phone", 2.5e6, 0.020),
                    fleet::tier("edge", Location::Site, 1, 6, fleet::device_with_service(0)),
                    fleet::tier("cloud", Location::Cloud, 1, 12, fleet::device_with_service(0))},
                   1, 3);
  scenario.network.transport.setup_round_trips = 2;
  scenario.workload.arrival_process = "constant";
  scenario.workload.sampling = scenario::Sampling::InOrder;
  trace::Split samples = fleet::alike_samples(3);
  using trace::Complexity;
  samples.complexity = {Complexity::Easy, Complexity::Hard, Complexity::Hard};
  language::Node parameters = language::Node::map();
  parameters.set("pools", language::Node::map());
  parameters.set("mu", language::Node::scalar("0"));
  parameters.set("drop", language::Node::scalar("0"));
  language::Node thresholds = language::Node::list();
  thresholds.items.push_back(language::Node::scalar("1"));  // above any confidence here
  parameters.set("thresholds", thresholds);
  const scenario::PolicyChoice climbs = {.policy = "cartography",
                                         .label = "climbs",
                                         .parameters = policy::find("cartography")->bind(parameters)};
  const RunResult result = engine::run({scenario, samples, climbs});
  const auto up_s = [&result](std::size_t request, std::size_t tier) {
    return result.visit(request, tier).received_s - result.visit(request, tier).sent_s;
  };
  const double message_s = 100 / 2.5e6 + 0.020;
  EXPECT_NEAR(up_s(0, 1), message_s + 2 * 0.040, kDateTolerance);  // opens the connection to the edge
  EXPECT_NEAR(up_s(0, 2), 0, 1e-9);                                // between hosts: the links are fast here
  EXPECT_NEAR(up_s(1, 2), message_s + 2 * 0.040, kDateTolerance);
  EXPECT_NEAR(up_s(2, 2), message_s, kDateTolerance);
}

/// A shared channel: devices of a site share its rate, those of another site have their own.
TEST(Network, SharedAccessIsOneChannelPerSite) {
  scenario::Tier mobile = fleet::tier("mobile", Location::Device, 1, 6, fleet::device_with_service(0), 4);
  scenario::Scenario scenario = fleet::plain(
      {mobile, fleet::tier("edge", Location::Site, 1, 12, fleet::device_with_service(0))}, 0.1, 4);
  scenario.sites = {"north", "south"};
  scenario.workload.arrival_process = "constant";
  scenario.network.access = fleet::link(1000, 0);
  scenario.network.access.shared = true;
  const RunResult result =
      engine::run({scenario, fleet::alike_samples(1, 10, 100'000), fleet::always("edge")});
  // Two messages of 100 kB on each channel of 1 kB/s: from the first arrival to the last end the channel
  // carries 200 kB.
  for (const std::uint32_t site : {0U, 1U}) {
    double first = 1e9;
    double last = 0;
    for (std::size_t request = 0; request < 4; ++request) {
      if (result.requests[request].device % 2 == site) {
        first = std::min(first, result.visit(request, 1).sent_s);
        last = std::max(last, result.visit(request, 1).received_s);
      }
    }
    EXPECT_NEAR(last - first, 200.0, 1e-6);
  }
}

}  // namespace
}  // namespace dimsim
