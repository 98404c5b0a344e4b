/// Links whose capacity or latency changes while messages are on their way, by hand: dates of arrival, and
/// the accounts of the links.

#include "dimsim/base/error.hpp"
#include "dimsim/engine/link_accounts.hpp"
#include "dimsim/engine/radio.hpp"
#include "dimsim/engine/transport.hpp"
#include "support/fleet.hpp"

#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::engine {
namespace {

using scenario::Location;

enum class Kind : std::uint64_t { RoundStart, RoundSent, Delivered, Step };

template <Kind kind>
std::uint64_t token_of(std::uint32_t slot) {
  return (std::uint64_t{slot} << 2U) | static_cast<std::uint64_t>(kind);
}

/// Two phones with 1 MB/s and 0.2 s each, and a metro host behind a backhaul of 1 MB/s and 0.3 s.
scenario::Scenario two_phones() {
  scenario::Scenario scenario =
      fleet::plain({fleet::tier("phone", Location::Device, 1, 3, fleet::device_with_service(0), 2),
                    fleet::tier("metro", Location::Metro, 1, 12, fleet::device_with_service(0))},
                   1, 2);
  scenario.network.access = fleet::link(1e6, 0.2);
  scenario.network.backhaul = fleet::link(1e6, 0.3);
  return scenario;
}

class LinkChanges : public testing::Test, public platform::Kernel::Events {
 protected:
  void when(double date, std::function<void()> step) {
    kernel.at(date, token_of<Kind::Step>(static_cast<std::uint32_t>(steps.size())), 0);
    steps.push_back(std::move(step));
  }
  void send(std::uint32_t slot, std::uint32_t device, std::uint64_t bytes) {
    transport.send(slot, topology.up(device, Location::Device, Location::Metro), device, 1, Direction::Up,
                   true, bytes, slot);
  }
  void on_event(const platform::Kernel::Event& event) override {
    const auto slot = static_cast<std::uint32_t>(event.token >> 2U);
    switch (static_cast<Kind>(event.token & 3U)) {
      case Kind::RoundStart:
        transport.on_round_start(slot);
        return;
      case Kind::RoundSent:
        transport.on_round_sent(slot);
        return;
      case Kind::Delivered:
        arrived[slot] = kernel.now();
        return;
      case Kind::Step:
        steps[slot]();
        return;
    }
  }
  /// The links' accounts of a run whose window is all of it, up to `last_arrival_s`.
  results::RunResult accounts(double last_arrival_s) {
    results::RunResult result;
    result.last_arrival_s = last_arrival_s;
    result.end_s = kernel.now();
    fill_links({.scenario = scenario,
                .stations = stations,
                .first_station = {},
                .devices = topology.devices(),
                .link_groups = topology.link_groups(),
                .group_of_link = topology.group_of_link(),
                .link_meters = transport.meters(),
                .link_capacities = transport.capacities(),
                .link_courses = transport.courses(),
                .radio_awake = {},
                .radio_sleep_j = {}},
               result);
    return result;
  }
  static const results::LinkAccount& account(const results::RunResult& result, const std::string& name) {
    for (const results::LinkAccount& link : result.links) {
      if (link.name == name) {
        return link;
      }
    }
    throw InvariantError("no link is called " + name);
  }

  scenario::Scenario scenario = two_phones();
  std::vector<results::RequestRecord> records;
  platform::Kernel kernel;
  platform::Topology topology{scenario, kernel};
  Radios radios{scenario, topology, records};
  Transport transport{scenario,
                      kernel,
                      topology,
                      radios,
                      {token_of<Kind::RoundStart>, token_of<Kind::RoundSent>, token_of<Kind::Delivered>},
                      {.has_latency_changes = true}};
  Stations stations;
  platform::Kernel::LinkId backhaul_up = topology.up(0, Location::Site, Location::Metro).links()[0];
  platform::Kernel::LinkId access_up = topology.devices()[0].up;
  std::vector<std::function<void()>> steps;
  std::map<std::uint32_t, double> arrived;
};

TEST_F(LinkChanges, WithoutChangesAMessageTakesItsBytesAndBothLatencies) {
  when(1, [&] { send(0, 0, 500'000); });
  kernel.run(*this);
  EXPECT_NEAR(arrived[0], 1 + 0.5 + 0.5, 1e-12);
}

/// The latency at the date at which the last byte leaves is the one that counts.
TEST_F(LinkChanges, LatencyThatRisesHoldsForWhatLeavesLater) {
  when(1, [&] { send(0, 0, 500'000); });
  when(1.6, [&] { transport.set_latency(backhaul_up, 1.3); });
  when(2, [&] { send(1, 0, 500'000); });
  kernel.run(*this);
  EXPECT_NEAR(arrived[0], 2.0, 1e-12);
  EXPECT_NEAR(arrived[1], 2.5 + 0.2 + 1.3, 1e-12);
}

/// The first leaves at 1.1 s and takes 0.2 + 0.3 s: there at 1.6 s. The second leaves at 1.3 s, when the
/// backhaul takes 0.01 s: it would be there at 1.51 s, and is held to 1.6 s. The third leaves at 1.5 s: 1.71
/// s.
TEST_F(LinkChanges, LatencyThatFallsLetsNoMessageOvertake) {
  when(1, [&] { send(0, 0, 100'000); });
  when(1.15, [&] { transport.set_latency(backhaul_up, 0.01); });
  when(1.2, [&] { send(1, 1, 100'000); });
  when(1.4, [&] { send(2, 1, 100'000); });
  kernel.run(*this);
  EXPECT_NEAR(arrived[0], 1.6, 1e-12);
  EXPECT_NEAR(arrived[1], 1.6, 1e-12);
  EXPECT_NEAR(arrived[2], 1.71, 1e-12);
}

/// A message that has nobody to overtake is not held.
TEST_F(LinkChanges, LatencyThatFallsHoldsForALoneMessageAtOnce) {
  when(1, [&] { transport.set_latency(backhaul_up, 0.01); });
  when(1, [&] { send(0, 0, 100'000); });
  kernel.run(*this);
  EXPECT_NEAR(arrived[0], 1.31, 1e-12);
  EXPECT_NEAR(topology.up(0, Location::Device, Location::Metro).latency_s, 0.21, 1e-12);
  EXPECT_NEAR(topology.down(0, Location::Metro).latency_s, 0.5, 1e-12) << "the other direction has its own";
}

/// 1 MB from 0 s on; an outage of the access link from 0.5 s to 1 s, then 2 MB/s there, 1 MB/s on the
/// backhaul. Sent at 1.5 s. In the window, 0 s to 2 s, the access link could carry 0.5 + 0 + 2 MB, of another
/// phone 2 MB.
TEST_F(LinkChanges, AccountsDivideByTheIntegralOfCapacity) {
  transport.set_window_open(true);
  when(0, [&] { send(0, 0, 1'000'000); });
  when(0.5, [&] { transport.set_capacity(access_up, 0); });
  when(1, [&] { transport.set_capacity(access_up, 2e6); });
  when(2, [&] { transport.set_window_open(false); });
  kernel.run(*this);
  transport.close(kernel.now());
  EXPECT_NEAR(arrived[0], 2.0, 1e-12);
  const results::RunResult result = accounts(2);
  const results::LinkAccount& access = account(result, "access/server/up");
  EXPECT_DOUBLE_EQ(access.busiest_utilisation, 1.0 / 2.5);
  EXPECT_DOUBLE_EQ(access.utilisation, (1.0 / 2.5 + 0) / 2);
  EXPECT_DOUBLE_EQ(access.offered_load, (1.0 / 2.5 + 0) / 2);
  EXPECT_DOUBLE_EQ(account(result, "backhaul/up").utilisation, 0.5);
}

/// 1 MB is offered in a second in which the link is out for 0.4 s: it cannot keep up.
TEST_F(LinkChanges, OutageMakesALinkOverloaded) {
  transport.set_window_open(true);
  when(0, [&] { send(0, 0, 900'000); });
  when(0.2, [&] { transport.set_capacity(backhaul_up, 0); });
  when(0.6, [&] { transport.set_capacity(backhaul_up, 1e6); });
  when(1, [&] { transport.set_window_open(false); });
  kernel.run(*this);
  transport.close(kernel.now());
  const results::RunResult result = accounts(1);
  EXPECT_NEAR(account(result, "backhaul/up").offered_load, 0.9 / 0.6, 1e-12);
  EXPECT_TRUE(account(result, "backhaul/up").overloaded);
  EXPECT_FALSE(account(result, "access/server/up").overloaded);
}

/// A message waits for a link that is out until after the window.
TEST_F(LinkChanges, LinkThatIsOutDuringTheWholeWindowIsOverloaded) {
  transport.set_window_open(true);
  when(0, [&] { transport.set_capacity(backhaul_up, 0); });
  when(0, [&] { send(0, 0, 100'000); });
  when(1, [&] { transport.set_window_open(false); });
  when(2, [&] { transport.set_capacity(backhaul_up, 1e6); });
  kernel.run(*this);
  transport.close(kernel.now());
  const results::RunResult result = accounts(1);
  EXPECT_EQ(account(result, "backhaul/up").utilisation, 0);
  EXPECT_TRUE(std::isinf(account(result, "backhaul/up").offered_load));
  EXPECT_TRUE(account(result, "backhaul/up").overloaded);
  EXPECT_EQ(account(result, "backhaul/down").offered_load, 0);
  EXPECT_FALSE(account(result, "access/server/up").overloaded);
}

/// Bytes over time: nothing during the outage, although the message was on the link from 0 s to 1.5 s, when
/// the run ends.
TEST_F(LinkChanges, CourseOfALinkShowsItsOutage) {
  transport.set_latency(access_up, 0);
  transport.set_latency(backhaul_up, 0);
  when(0, [&] { send(0, 0, 1'000'000); });
  when(0.5, [&] { transport.set_capacity(backhaul_up, 0); });
  when(1, [&] { transport.set_capacity(backhaul_up, 1e6); });
  kernel.run(*this);
  transport.close(kernel.now());
  const results::RunResult result = accounts(1);
  const std::vector<double>& course = account(result, "backhaul/up").course;
  const auto between = [&](double from_s, double to_s) {
    double bytes = 0;
    for (std::size_t bin = 0; bin < course.size(); ++bin) {
      const double begin_s = static_cast<double>(bin) * result.bin_s;
      bytes += begin_s >= from_s && begin_s < to_s ? course[bin] : 0;
    }
    return bytes;
  };
  EXPECT_NEAR(between(0, 0.5), 500'000, 1e-3);
  EXPECT_NEAR(between(0.5, 1), 0, 1e-3);
  EXPECT_NEAR(between(1, 1.5), 500'000, 1e-3);
}

}  // namespace
}  // namespace dimsim::engine
