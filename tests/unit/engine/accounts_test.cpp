/// Accounts made from plain figures, without a run.

#include "dimsim/engine/accounts.hpp"

#include "support/fleet.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::engine {
namespace {

using scenario::Location;

/// Two hosts of one server, 2 W idle and 12 W busy, 3 USD/s; the run lasts 20 s, its window 2 s to 12 s.
class Accounts : public testing::Test {
 protected:
  Accounts() {
    model::Device device = fleet::device_with_service(1);
    device.idle_power_w = 2;
    device.load_power_w = 12;
    device.inference_j = 0.5;
    device.usd_per_s = 3;
    device.billing_s = 6;
    device.purchase = {.usd_per_s = 0.1, .usd_per_j = 0.01};
    scenario_ = fleet::plain({fleet::tier("edge", Location::Device, 1, 12, device, 2)}, 1, 1);
    const std::uint32_t kind =
        stations_.add_kind({.servers = 1, .idle_power_w = 2, .active_power_w = 10, .usd_per_s = 3},
                           make_discipline("fifo", Node::map()));
    stations_.add(kind);
    stations_.add(kind);
    result_.tiers = {"edge"};
    result_.last_arrival_s = 12;
    result_.end_s = 20;
  }

  void serve(std::uint32_t station, double from_s, double to_s) {
    ASSERT_TRUE(stations_.join(station, 0, from_s));
    stations_.member_left(station, true);
    stations_.release(station, to_s);
  }

  const results::StationAccount& account() {
    const std::vector<std::vector<std::uint32_t>> first_station{{0}};
    const std::vector<platform::DevicePlace> devices(2);
    const std::vector<double> sleep_j{0};
    const LinkCapacities capacities(0);
    fill_accounts({.scenario = scenario_,
                   .window_start_s = 2,
                   .stations = stations_,
                   .first_station = first_station,
                   .devices = devices,
                   .link_groups = {},
                   .group_of_link = {},
                   .link_meters = {},
                   .link_capacities = capacities,
                   .link_courses = {},
                   .radio_awake = {},
                   .radio_sleep_j = sleep_j},
                  result_);
    return result_.stations.at(0);
  }

  scenario::Scenario scenario_;
  Stations stations_;
  results::RunResult result_;
};

TEST_F(Accounts, HostsThatKeepTheirModeNeedOneProduct) {
  stations_.open_window(2);
  serve(0, 3, 7);
  serve(1, 5, 6);
  stations_.offer(0, 4);
  stations_.close_window(12);
  const results::StationAccount& edge = account();
  EXPECT_EQ(edge.served, 2U);
  EXPECT_EQ(edge.busy_s, 5);
  EXPECT_EQ(edge.idle_j, 2 * 20 * 2);
  EXPECT_EQ(edge.active_j, 10 * 5 + 2 * 0.5);
  EXPECT_DOUBLE_EQ(edge.utilisation, 5.0 / (10 * 2));
  EXPECT_DOUBLE_EQ(edge.busiest_utilisation, 4.0 / 10);
  EXPECT_DOUBLE_EQ(edge.offered_load, 4.0 / (10 * 2));
  EXPECT_DOUBLE_EQ(edge.usd, 2 * (3 * 24 + 0.1 * 20) + 0.01 * (80 + 51));
}

/// The second host has three servers of double speed from 4 s to 10 s, at 4 W idle and 20 W busy each and at
/// 5 USD/s.
TEST_F(Accounts, ChangesAreIntegrated) {
  stations_.open_window(2);
  serve(0, 3, 7);
  stations_.set_mode(1, {.servers = 3, .speed = 2, .idle_power_w = 4, .active_power_w = 20, .usd_per_s = 5},
                     4);
  serve(1, 5, 8);
  stations_.offer(1, 6);
  stations_.set_mode(1, {.servers = 1, .idle_power_w = 2, .active_power_w = 10, .usd_per_s = 3}, 10);
  stations_.close_window(12);
  stations_.close(20);
  const results::StationAccount& edge = account();
  EXPECT_EQ(edge.busy_s, 4 + 3);
  EXPECT_DOUBLE_EQ(edge.idle_j, 2 * 20 + (2 * 4 + 4 * 6 + 2 * 10));
  EXPECT_DOUBLE_EQ(edge.active_j, 10 * 4 + 20 * 3 + 2 * 0.5);
  // In the window: 10 server-seconds of the first host, 2 + 18 + 2 of the second.
  EXPECT_DOUBLE_EQ(edge.utilisation, 7.0 / (10 + 22));
  EXPECT_DOUBLE_EQ(edge.busiest_utilisation, 4.0 / 10);
  EXPECT_DOUBLE_EQ(edge.offered_load, 6.0 / (10 + 2 + 36 + 2));
  const double rent = 3 * 24 + (3 * 6 + 5 * 6 + 3 * 12);  // 4 s, 6 s and 10 s are billed as 6, 6 and 12
  EXPECT_DOUBLE_EQ(edge.usd, rent + 2 * 0.1 * 20 + 0.01 * (edge.idle_j + edge.active_j));
}

/// Work offered to a host without servers is overload, however little it is.
TEST_F(Accounts, WorkWithoutServersIsInfiniteLoad) {
  for (const std::uint32_t station : {0U, 1U}) {
    stations_.set_mode(station, {.servers = 0}, 0);
  }
  stations_.open_window(2);
  EXPECT_FALSE(stations_.join(0, 0, 8));
  stations_.offer(0, 1);
  stations_.close_window(12);
  stations_.close(20);
  const results::StationAccount& edge = account();
  EXPECT_EQ(edge.utilisation, 0);
  EXPECT_TRUE(std::isinf(edge.offered_load));
  EXPECT_TRUE(edge.overloaded);
}

TEST_F(Accounts, WorkForUnansweredRequestsIsWasted) {
  scenario_.tiers[0].hosts[0].device.serverless.usd_per_request = 0.25;
  for (const auto outcome : {results::Outcome::Answered, results::Outcome::Dropped,
                             results::Outcome::TimedOut, results::Outcome::Failed}) {
    results::RequestRecord record;
    record.outcome = outcome;
    record.service_s = 2;
    record.compute_j = 7;
    record.radio_j = 1;
    record.up_bytes = 100;
    record.down_bytes = 10;
    result_.requests.push_back(record);
    results::Visit visit;
    visit.sent_s = visit.received_s = visit.started_s = 1;
    visit.finished_s = 3;
    visit.station = 0;
    result_.visits.push_back(visit);
  }
  account();
  EXPECT_EQ(result_.wasted.service_s, 6);
  EXPECT_EQ(result_.wasted.joules, 24);
  EXPECT_EQ(result_.wasted.bytes, 330);
  EXPECT_EQ(result_.wasted.usd, 0.75);
}

}  // namespace
}  // namespace dimsim::engine
