#include "dimsim/engine/arrivals.hpp"

#include "support/fleet.hpp"

#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>

namespace dimsim::engine {
namespace {

using scenario::Location;

scenario::Scenario fleet_of(const std::vector<int>& group_sizes, std::uint64_t requests) {
  scenario::Tier mobile =
      fleet::tier("mobile", Location::Device, 1, 12, fleet::device_with_service(1), group_sizes[0]);
  for (std::size_t group = 1; group < group_sizes.size(); ++group) {
    scenario::HostGroup hosts = mobile.hosts[0];
    hosts.name = "group-" + std::to_string(group);
    hosts.count = group_sizes[group];
    mobile.hosts.push_back(hosts);
  }
  return fleet::plain({mobile}, 2.0, requests);
}

std::vector<platform::DevicePlace> places_of(const scenario::Scenario& scenario) {
  std::vector<platform::DevicePlace> places;
  for (std::uint32_t group = 0; group < scenario.tiers[0].hosts.size(); ++group) {
    for (int number = 0; number < scenario.tiers[0].hosts[group].count; ++number) {
      platform::DevicePlace place;
      place.group = group;
      place.entity = {scenario.tiers[0].hosts[group].name, static_cast<std::uint32_t>(number)};
      places.push_back(place);
    }
  }
  return places;
}

/// Dates of the arrivals by (hash of the group's name, number).
std::map<std::pair<std::uint64_t, std::uint32_t>, std::vector<double>> dates(
    const scenario::Scenario& scenario) {
  const auto places = places_of(scenario);
  Arrivals arrivals(scenario, places, 0);
  std::map<std::pair<std::uint64_t, std::uint32_t>, std::vector<double>> by_device;
  while (const auto arrival = arrivals.next()) {
    const Entity& entity = places[arrival->device].entity;
    by_device[{entity.group, entity.number}].push_back(arrival->date_s);
  }
  return by_device;
}

TEST(Arrivals, ComeInOrderAndAreAsManyAsAsked) {
  const scenario::Scenario scenario = fleet_of({5, 3}, 1000);
  const auto places = places_of(scenario);
  Arrivals arrivals(scenario, places, 0);
  double before = 0;
  int count = 0;
  while (const auto arrival = arrivals.next()) {
    EXPECT_GE(arrival->date_s, before);
    before = arrival->date_s;
    ++count;
  }
  EXPECT_EQ(count, 1000);
}

TEST(Arrivals, StopAtTheEndOfTheDuration) {
  scenario::Scenario scenario = fleet_of({10}, 1);
  scenario.workload.requests.reset();
  scenario.workload.duration_s = 100;
  double last = 0;
  double count = 0;
  for (const auto& [device, list] : dates(scenario)) {
    last = std::max(last, list.back());
    count += static_cast<double>(list.size());
  }
  EXPECT_LE(last, 100);
  EXPECT_NEAR(count, 10 * 2.0 * 100, 4 * std::sqrt(2000.0));  // Poisson
}

/// Poisson: gaps have mean 1/rate and the same standard deviation.
TEST(Arrivals, PoissonGapsAreExponential) {
  const auto list = dates(fleet_of({1}, 100'000)).begin()->second;
  double sum = 0;
  double squares = 0;
  for (std::size_t i = 1; i < list.size(); ++i) {
    const double gap = list[i] - list[i - 1];
    sum += gap;
    squares += gap * gap;
  }
  const double count = static_cast<double>(list.size() - 1);
  const double mean = sum / count;
  EXPECT_NEAR(mean, 0.5, 4 * 0.5 / std::sqrt(count));
  // The second moment of an exponential is 2/rate², its standard error sqrt(20)/rate² / sqrt(n).
  EXPECT_NEAR(squares / count, 0.5, 4 * std::sqrt(20.0) * 0.25 / std::sqrt(count));
}

TEST(Arrivals, ConstantGapsAreConstantWithAPhaseOfTheDevicesOwn) {
  scenario::Scenario scenario = fleet_of({3}, 300);
  scenario.workload.arrival_process = "constant";
  std::set<double> phases;
  for (const auto& [device, list] : dates(scenario)) {
    EXPECT_GT(list[0], 0);
    EXPECT_LT(list[0], 0.5);
    phases.insert(list[0]);
    for (std::size_t i = 1; i < list.size(); ++i) {
      EXPECT_NEAR(list[i] - list[i - 1], 0.5, 1e-9);
    }
  }
  EXPECT_EQ(phases.size(), 3U);
}

/// Common random numbers: devices added to a group, or a group put before the others, change nobody else's
/// arrivals.
TEST(Arrivals, AddedDevicesChangeNobodyElses) {
  scenario::Scenario small = fleet_of({2, 2}, 1);
  scenario::Scenario large = fleet_of({4, 3}, 1);
  std::vector<scenario::HostGroup>& groups = large.tiers[0].hosts;
  groups.insert(groups.begin(), groups[0]);
  groups[0].name = "newcomers";
  for (auto* scenario : {&small, &large}) {
    scenario->workload.requests.reset();
    scenario->workload.duration_s = 50;
  }
  const auto before = dates(small);
  const auto after = dates(large);
  for (const auto& [device, list] : before) {
    EXPECT_EQ(after.at(device), list);
  }
  EXPECT_EQ(after.size(), 11U);
}

TEST(Arrivals, ReplicationsDiffer) {
  const scenario::Scenario scenario = fleet_of({1}, 1);
  const auto places = places_of(scenario);
  EXPECT_NE(Arrivals(scenario, places, 0).next()->date_s, Arrivals(scenario, places, 1).next()->date_s);
}

TEST(Samples, InOrderGoesRoundAndRound) {
  scenario::Scenario scenario = fleet_of({1}, 1);
  scenario.workload.sampling = scenario::Sampling::InOrder;
  Samples samples(scenario, 3, 0);
  for (std::uint64_t number = 0; number < 9; ++number) {
    EXPECT_EQ(samples.pick(number, 0, number), number % 3);
  }
}

TEST(Samples, ShuffledTakesEachOnceARoundInANewOrder) {
  scenario::Scenario scenario = fleet_of({1}, 1);
  scenario.workload.sampling = scenario::Sampling::Shuffled;
  Samples samples(scenario, 50, 0);
  std::vector<std::vector<std::uint32_t>> rounds(2);
  for (std::uint64_t number = 0; number < 100; ++number) {
    rounds[number / 50].push_back(samples.pick(number, 0, 0));
  }
  EXPECT_NE(rounds[0], rounds[1]);
  for (const auto& round : rounds) {
    EXPECT_EQ(std::set<std::uint32_t>(round.begin(), round.end()).size(), 50U);
  }
}

/// Random: every sample as often as any other, and a device's draws do not depend on its requests' numbers in
/// the run.
TEST(Samples, RandomDrawsAreUniformAndTheDevicesOwn) {
  scenario::Scenario scenario = fleet_of({1}, 1);
  Samples samples(scenario, 10, 0);
  std::vector<double> counts(10, 0);
  for (std::uint64_t number = 0; number < 100'000; ++number) {
    counts[samples.pick(number, 7, number)] += 1;
  }
  double chi_square = 0;
  for (const double count : counts) {
    chi_square += (count - 10'000) * (count - 10'000) / 10'000;
  }
  EXPECT_LT(chi_square, 33.7);  // 9 degrees of freedom, one seed in 10,000
  EXPECT_EQ(samples.pick(3, 7, 42), samples.pick(99, 7, 42));
}

/// 2 requests a second from one device of the scenario's rate, 20 from one of a group with its own: a share
/// of 10/11.
TEST(Arrivals, GroupsMayHaveARateOfTheirOwn) {
  scenario::Scenario scenario = fleet_of({1, 1}, 2200);
  scenario.tiers[0].hosts[1].rate_per_s = 20;
  const std::vector<platform::DevicePlace> places = places_of(scenario);
  Arrivals arrivals(scenario, places, 0);
  int of_group = 0;
  while (const auto arrival = arrivals.next()) {
    of_group += arrival->device == 1 ? 1 : 0;
  }
  EXPECT_NEAR(of_group, 2000, 4 * std::sqrt(2200 * (10 / 11.0) * (1 / 11.0)));
}

}  // namespace
}  // namespace dimsim::engine
