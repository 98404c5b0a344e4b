/// Each law of conservation, broken on purpose.

#include "dimsim/engine/conservation.hpp"

#include "dimsim/base/error.hpp"
#include "support/fleet.hpp"

#include <cmath>
#include <functional>
#include <limits>
#include <ostream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::engine {
namespace {

using results::RunResult;
using scenario::Location;

/// A few requests of one phone over a slow link to a host that makes them wait.
RunResult good_run() {
  scenario::Scenario scenario =
      fleet::plain({fleet::tier("mobile", Location::Device, 1, 3, fleet::device_with_service(0.01), 5),
                    fleet::tier("edge", Location::Site, 1, 12, fleet::device_with_service(0.1))},
                   3, 50);
  scenario.tiers[1].hosts[0].device.load_power_w = 10;
  scenario.network.access = fleet::link(1e4, 0.01);
  return run({scenario, fleet::alike_samples(), fleet::always("edge")});
}

struct Break {
  const char* name;
  std::function<void(RunResult&)> apply;
  const char* said;
};

void PrintTo(const Break& each, std::ostream* out) { *out << each.name; }

class Conservation : public testing::TestWithParam<Break> {};

TEST_P(Conservation, IsMissedWhenBroken) {
  RunResult result = good_run();
  EXPECT_NO_THROW(check_conservation(result));
  ASSERT_GT(result.stations[1].queue_s, 0);
  GetParam().apply(result);
  try {
    check_conservation(result);
    FAIL() << "nothing was noticed";
  } catch (const InvariantError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr(GetParam().said));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Laws, Conservation,
    testing::Values(
        Break{"Requests", [](RunResult& r) { r.requests[3].outcome = results::Outcome::Pending; },
              "requests that ended"},
        Break{"Instants", [](RunResult& r) { r.visits[7].started_s = r.visits[7].received_s - 1; },
              "go back in time"},
        Break{"Infinity",
              [](RunResult& r) { r.requests[3].finish_s = std::numeric_limits<double>::infinity(); },
              "go back in time"},
        Break{"BusyTime", [](RunResult& r) { r.stations[1].busy_s += 1e-3; }, "busy time"},
        Break{"Queue", [](RunResult& r) { r.stations[1].queue_s += 1e-3; }, "queues at stations"},
        Break{"Services", [](RunResult& r) { ++r.stations[1].served; }, "services at stations"},
        Break{"Energy", [](RunResult& r) { r.stations[1].active_j += 1e-3; }, "energy of stations"},
        Break{"NotANumber",
              [](RunResult& r) { r.stations[1].active_j = std::numeric_limits<double>::quiet_NaN(); },
              "energy of stations"},
        Break{"Radio", [](RunResult& r) { r.radio.tail_j += 1e-3; }, "energy of radios"},
        Break{"AccessBytes", [](RunResult& r) { ++r.requests[3].up_bytes; }, "bytes on access links"},
        Break{"MessageBytes", [](RunResult& r) { r.message_bytes += 1; }, "bytes on all links"}),
    [](const auto& each) { return std::string(each.param.name); });

/// Of 500 devices at load 0.6 with some 20 requests each, chance offers a few more than they can do.
class ChanceOverload : public testing::TestWithParam<int> {};

TEST_P(ChanceOverload, IsNoOverload) {
  scenario::Scenario scenario = fleet::plain(
      {fleet::tier("mobile", Location::Device, 1, 3, fleet::device_with_service(0.6), 500)}, 1, 10'000);
  scenario.seed = static_cast<std::uint64_t>(GetParam());
  const RunResult result = run({scenario, fleet::alike_samples(), fleet::always("mobile")});
  EXPECT_FALSE(result.stations[0].overloaded);
  EXPECT_NEAR(result.stations[0].offered_load, 0.6, 0.6 * 4 / std::sqrt(10'000.0));  // Poisson
}

INSTANTIATE_TEST_SUITE_P(Seeds, ChanceOverload, testing::Range(1, 13));

/// The middle of the window lies half-way between its first and its last request.
TEST(MeasurementWindow, MiddleCountsFromTheEndOfAWarmUpInSeconds) {
  scenario::Scenario scenario =
      fleet::plain({fleet::tier("mobile", Location::Device, 1, 3, fleet::device_with_service(2))}, 1, 1000);
  scenario.workload.arrival_process = "constant";
  scenario.workload.warm_up_s = 600;
  const RunResult result = run({scenario, fleet::alike_samples(), fleet::always("mobile")});
  // Half of the arrivals wait: 300 or so at the beginning of the window, 400 at its middle, 500 at its end.
  EXPECT_NEAR(static_cast<double>(result.stations[0].queue_mid), 400, 2);
  EXPECT_NEAR(static_cast<double>(result.stations[0].queue_end), 500, 2);
}

TEST(MeasurementWindow, WorkOfTheWarmUpIsNotOffered) {
  constexpr double kService = 0.5;
  scenario::Scenario scenario = fleet::plain(
      {fleet::tier("mobile", Location::Device, 1, 3, fleet::device_with_service(kService))}, 1, 1000);
  scenario.workload.arrival_process = "constant";
  scenario.workload.warm_up_requests = 600;
  const RunResult result = run({scenario, fleet::alike_samples(), fleet::always("mobile")});
  EXPECT_NEAR(result.stations[0].offered_s, 400 * kService, 1e-9);                 // sums of halves
  EXPECT_NEAR(result.stations[0].offered_load, kService, kService / 399 * 1.001);  // 400 services in 399 s
}

}  // namespace
}  // namespace dimsim::engine
