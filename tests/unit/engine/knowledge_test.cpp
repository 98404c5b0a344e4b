/// What the engine tells a policy: no more than could be known at that place and time.

#include "dimsim/engine/run.hpp"
#include "dimsim/policy/forecast.hpp"
#include "support/fleet.hpp"
#include "support/watching_policy.hpp"

#include <cmath>
#include <set>

#include <gtest/gtest.h>

namespace dimsim::engine {
namespace {

using policy::Action;
using scenario::Location;

/// One phone whose service of 0.5 s is asked for every 0.2 s, and a cloud that is never busy for long.
scenario::Scenario busy_phone_and_cloud(std::uint64_t requests) {
  scenario::Scenario scenario =
      fleet::plain({fleet::tier("phone", Location::Device, 1, 12, fleet::device_with_service(0.5)),
                    fleet::tier("cloud", Location::Cloud, 1, 12, fleet::device_with_service(0.01))},
                   5, requests);
  scenario.workload.arrival_process = "constant";
  return scenario;
}

/// Even requests stay on the phone, odd ones go to the cloud.
Action in_turn(const policy::Request& request) { return Action::run_to_exit(request.number % 2, 12, true); }

TEST(Knowledge, TheLoadOfTheDeviceIsKnownOnTheDeviceOnly) {
  const scenario::Scenario scenario = busy_phone_and_cloud(40);
  WatchingPolicy::Log log;
  log.start = in_turn;
  const scenario::PolicyChoice watching = WatchingPolicy::choice(log);
  static_cast<void>(run({.scenario = scenario, .samples = fleet::alike_samples(), .policy = watching}));
  std::uint32_t most_at_arrival = 0;
  std::uint32_t most_on_phone = 0;
  std::size_t in_cloud = 0;
  for (const WatchingPolicy::Call& call : log.calls) {
    if (call.is_start) {
      most_at_arrival = std::max(most_at_arrival, call.request.device_load);
    } else if (call.progress.tier == 0) {
      most_on_phone = std::max(most_on_phone, call.request.device_load);
    } else {
      ++in_cloud;
      EXPECT_EQ(call.request.device_load, 0U) << "request " << call.request.number << " in the cloud";
    }
  }
  EXPECT_EQ(in_cloud, 20U);
  EXPECT_GE(most_at_arrival, 4U) << "in 8 s the phone gets 20 requests and serves 16";
  EXPECT_GE(most_on_phone, 4U);
}

/// Which samples a policy is told that its requests carry.
std::set<std::uint32_t> samples_told(policy::Needs needs) {
  const scenario::Scenario scenario = busy_phone_and_cloud(40);
  const trace::Split samples = fleet::alike_samples(7);
  WatchingPolicy::Log log;
  log.start = in_turn;
  bool has_hindsight = false;
  log.on_begin = [&has_hindsight](const policy::Knowledge& knowledge) {
    has_hindsight = knowledge.hindsight != nullptr;
  };
  const scenario::PolicyChoice watching = WatchingPolicy::choice(log, needs);
  const results::RunResult result = run({.scenario = scenario, .samples = samples, .policy = watching});
  EXPECT_EQ(has_hindsight, needs.hindsight);
  std::set<std::uint32_t> told;
  for (const WatchingPolicy::Call& call : log.calls) {
    told.insert(call.request.sample);
    if (needs.hindsight) {
      EXPECT_EQ(call.request.sample, result.requests[call.request.number].sample);
    }
  }
  return told;
}

TEST(Knowledge, APolicyWithoutHindsightIsNotToldTheSample) {
  EXPECT_EQ(samples_told({}), std::set<std::uint32_t>{0});
}

TEST(Knowledge, ABoundWithHindsightIsToldTheSample) {
  EXPECT_GT(samples_told({.hindsight = true}).size(), 3U);
}

/// One slow host and three fast ones, of which each request gets one: the mean over hosts, not over groups.
TEST(Knowledge, TheForecastOfATierIsTheMeanOverItsHosts) {
  scenario::Scenario scenario = busy_phone_and_cloud(2);
  scenario.tiers[1].hosts.push_back(scenario.tiers[1].hosts[0]);
  scenario.tiers[1].hosts[0].device = fleet::device_with_service(0.9);
  scenario.tiers[1].hosts[1].device = fleet::device_with_service(0.1);
  scenario.tiers[1].hosts[1].name = "fast";
  scenario.tiers[1].hosts[1].count = 3;
  WatchingPolicy::Log log;
  log.start = in_turn;
  double cloud_s = 0;
  double phone_s = 0;
  log.on_begin = [&](const policy::Knowledge& knowledge) {
    phone_s = knowledge.forecast.service_s(0, {0, 1, 12, true}, 10);
    cloud_s = knowledge.forecast.service_s(0, {1, 1, 12, true}, 10);
  };
  const scenario::PolicyChoice watching = WatchingPolicy::choice(log);
  static_cast<void>(run({.scenario = scenario, .samples = fleet::alike_samples(), .policy = watching}));
  EXPECT_DOUBLE_EQ(phone_s, 0.5);
  EXPECT_DOUBLE_EQ(cloud_s, (0.9 + 3 * 0.1) / 4);
}

/// A site's forecast is of the hosts that it reaches.
TEST(Knowledge, TheForecastOfATierLeavesOutHostsOfOtherSites) {
  scenario::Scenario scenario = busy_phone_and_cloud(2);
  scenario.sites = {"north", "south"};
  scenario.tiers[0].hosts[0].count = 2;  // dealt out to the sites in turn
  scenario.tiers[1].location = Location::Site;
  scenario.tiers[1].hosts.push_back(scenario.tiers[1].hosts[0]);
  scenario.tiers[1].hosts[0].device = fleet::device_with_service(0.9);
  scenario.tiers[1].hosts[0].site = "north";
  scenario.tiers[1].hosts[1].device = fleet::device_with_service(0.1);
  scenario.tiers[1].hosts[1].name = "southern";
  scenario.tiers[1].hosts[1].site = "south";
  WatchingPolicy::Log log;
  log.start = in_turn;
  std::vector<double> site_s;
  log.on_begin = [&](const policy::Knowledge& knowledge) {
    for (std::uint32_t device = 0; device < knowledge.devices; ++device) {
      site_s.push_back(knowledge.forecast.service_s(device, {1, 1, 12, true}, 10));
    }
  };
  const scenario::PolicyChoice watching = WatchingPolicy::choice(log);
  static_cast<void>(run({.scenario = scenario, .samples = fleet::alike_samples(), .policy = watching}));
  EXPECT_EQ(site_s, (std::vector<double>{0.9, 0.1}));
}

}  // namespace
}  // namespace dimsim::engine
