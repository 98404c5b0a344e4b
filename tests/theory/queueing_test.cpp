/// Stations against queueing theory (Kleinrock, Queueing Systems, volume 1, 1975). A fleet of one device is a
/// queue without a network; two tiers that split the layers are a tandem.

#include "support/expect_statistics.hpp"
#include "support/fleet.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

namespace dimsim {
namespace {

using model::Jitter;
using results::RunResult;
using scenario::Location;

constexpr std::uint64_t kRequests = 1'000'000;

/// A single station of c servers at the device, with mean service time 10 ms.
RunResult run_station(double load, int servers, Jitter::Kind jitter) {
  constexpr double kServiceS = 0.010;
  const scenario::Scenario scenario =
      fleet::plain({fleet::tier("mobile", Location::Device, 1, 12,
                                fleet::device_with_service(kServiceS, servers, jitter))},
                   load * servers / kServiceS, kRequests);
  return engine::run({scenario, fleet::alike_samples(), fleet::always("mobile")});
}

std::vector<double> waits(const RunResult& result, std::size_t tier = 0) {
  std::vector<double> series;
  for (std::size_t request = 0; request < result.requests.size(); ++request) {
    series.push_back(result.visit(request, tier).started_s - result.visit(request, tier).received_s);
  }
  return series;
}

std::vector<double> sojourns(const RunResult& result) {
  std::vector<double> series;
  for (const results::RequestRecord& record : result.requests) {
    series.push_back(record.finish_s - record.arrival_s);
  }
  return series;
}

/// M/M/1: E[T] = s / (1 − ρ).
TEST(Queueing, MM1SojournTime) {
  const RunResult result = run_station(0.7, 1, Jitter::Kind::Exponential);
  expect::near("M/M/1 sojourn [s]", 0.010 / (1 - 0.7), expect::batch_means(sojourns(result)));
}

/// M/D/1: E[W] = ρ s / (2 (1 − ρ)) (Pollaczek–Khinchine).
TEST(Queueing, MD1WaitingTime) {
  const RunResult result = run_station(0.8, 1, Jitter::Kind::None);
  expect::near("M/D/1 wait [s]", 0.8 * 0.010 / (2 * (1 - 0.8)), expect::batch_means(waits(result)));
}

/// M/M/c: E[W] = C(c, a) s / (c (1 − ρ)), with Erlang's C computed by his B recursion.
TEST(Queueing, MMcWaitingTimeIsErlangC) {
  constexpr int kServers = 4;
  constexpr double kLoad = 0.85;
  const RunResult result = run_station(kLoad, kServers, Jitter::Kind::Exponential);
  const double offered = kServers * kLoad;
  double erlang_b = 1;
  for (int k = 1; k <= kServers; ++k) {
    erlang_b = offered * erlang_b / (k + offered * erlang_b);
  }
  const double erlang_c = erlang_b / (1 - kLoad * (1 - erlang_b));
  expect::near("M/M/4 wait [s]", erlang_c * 0.010 / (kServers * (1 - kLoad)),
               expect::batch_means(waits(result)), 0.03);
}

/// Lognormal service: M/G/1, E[W] = ρ s (1 + cv²) / (2 (1 − ρ)).
TEST(Queueing, MG1WaitingTimeWithLognormalService) {
  model::Device device = fleet::device_with_service(0.010, 1, Jitter::Kind::Lognormal);
  device.jitter.coefficient_of_variation = 0.5;
  const scenario::Scenario scenario =
      fleet::plain({fleet::tier("mobile", Location::Device, 1, 12, device)}, 70, kRequests);
  const RunResult result = engine::run({scenario, fleet::alike_samples(), fleet::always("mobile")});
  expect::near("M/G/1 wait [s]", 0.7 * 0.010 * 1.25 / (2 * 0.3), expect::batch_means(waits(result)));
}

/// Tandem of two M/M/1 stations (Burke, Jackson): each waits as if alone.
TEST(Queueing, TandemOfTwoExponentialStations) {
  const auto exponential = [](double mean) {
    return fleet::device_with_service(mean, 1, Jitter::Kind::Exponential);
  };
  const scenario::Scenario scenario =
      fleet::plain({fleet::tier("mobile", Location::Device, 1, 6, exponential(0.010)),
                    fleet::tier("edge", Location::Site, 7, 12, exponential(0.008))},
                   70, kRequests);
  const RunResult result = engine::run({scenario, fleet::alike_samples(), fleet::always("edge")});
  expect::near("first station's wait [s]", 0.7 * 0.010 / (1 - 0.7), expect::batch_means(waits(result, 0)));
  expect::near("second station's wait [s]", 0.56 * 0.008 / (1 - 0.56), expect::batch_means(waits(result, 1)));
  expect::near("sojourn [s]", 0.010 / 0.3 + 0.008 / 0.44, expect::batch_means(sojourns(result)));
}

/// Number in a system over time, from the instants at which something enters (+1) and leaves (-1): their
/// sweep in order of date, integrated up to the last [s].
double area_under_number(std::vector<std::pair<double, int>> changes) {
  std::sort(changes.begin(), changes.end());
  double area = 0;
  double since = 0;
  int number = 0;
  for (const auto& [date, change] : changes) {
    area += number * (date - since);
    since = date;
    number += change;
  }
  EXPECT_EQ(number, 0) << "the system does not end empty";
  return area;
}

/// Little: L = λ W, an identity when the run starts and ends empty, once for the queue and once for the whole
/// station. L comes from a sweep over the instants of arrivals, starts and departures; W from the requests
/// one by one; both must be what the station has integrated itself.
TEST(Queueing, LittlesLaw) {
  const RunResult result = run_station(0.7, 1, Jitter::Kind::Exponential);
  std::vector<std::pair<double, int>> in_queue;
  std::vector<std::pair<double, int>> in_system;
  for (std::size_t request = 0; request < result.requests.size(); ++request) {
    const results::RequestRecord& record = result.requests[request];
    in_system.insert(in_system.end(), {{record.arrival_s, 1}, {record.finish_s, -1}});
    in_queue.insert(in_queue.end(), {{record.arrival_s, 1}, {result.visit(request, 0).started_s, -1}});
  }
  const auto mean = [](const std::vector<double>& series) {
    return std::accumulate(series.begin(), series.end(), 0.0) / static_cast<double>(series.size());
  };
  const double rate = static_cast<double>(result.requests.size()) / result.end_s;
  const double in_system_mean = area_under_number(in_system) / result.end_s;
  const double in_queue_mean = area_under_number(in_queue) / result.end_s;
  EXPECT_NEAR(in_system_mean, rate * mean(sojourns(result)), 1e-9 * in_system_mean);
  EXPECT_NEAR(in_queue_mean, rate * mean(waits(result)), 1e-9 * in_queue_mean);
  ASSERT_EQ(result.stations.size(), 1U);
  const results::StationAccount& station = result.stations[0];
  EXPECT_NEAR(station.queue_s / result.end_s, in_queue_mean, 1e-9 * in_queue_mean);
  EXPECT_NEAR((station.queue_s + station.busy_s) / result.end_s, in_system_mean, 1e-9 * in_system_mean);
  // Not only consistent but right: M/M/1 has ρ / (1 − ρ) in the system, ρ² / (1 − ρ) of them waiting.
  const double tolerance = 4 * expect::batch_means(sojourns(result)).standard_error * 70;
  EXPECT_NEAR(in_system_mean, 0.7 / 0.3, tolerance);
  EXPECT_NEAR(in_queue_mean, 0.7 * 0.7 / 0.3, tolerance);
}

/// Utilisation law: busy share = arrival rate × mean service time, whatever the order of service. Arrivals in
/// the window are Poisson, so the standard error of the offered work is s·sqrt(2n) for exponential service
/// times.
TEST(Queueing, UtilisationLaw) {
  const RunResult result = run_station(0.6, 2, Jitter::Kind::Exponential);
  const double window = result.last_arrival_s;
  const double standard_error = 0.010 * std::sqrt(2.0 * kRequests) / (2 * window);
  ASSERT_EQ(result.stations.size(), 1U);
  expect::near("utilisation", 0.6, {result.stations[0].utilisation, standard_error});
  expect::near("offered load", 0.6, {result.stations[0].offered_load, standard_error});
  EXPECT_FALSE(result.stations[0].overloaded);
}

/// Twice the work that can be served: the station says so, and the queue grows by half of what arrives.
TEST(Queueing, OverloadIsSeen) {
  constexpr std::uint64_t kFew = 20'000;
  const scenario::Scenario scenario = fleet::plain(
      {fleet::tier("mobile", Location::Device, 1, 12, fleet::device_with_service(0.010))}, 200, kFew);
  const RunResult result = engine::run({scenario, fleet::alike_samples(), fleet::always("mobile")});
  const results::StationAccount& station = result.stations.at(0);
  EXPECT_TRUE(station.overloaded);
  // The number that arrive while 1 is served is Poisson(2): standard deviation of the queue after n arrivals
  // ~ sqrt(n)/2.
  EXPECT_NEAR(station.offered_load, 2.0, 4 * 2.0 / std::sqrt(kFew));
  EXPECT_NEAR(static_cast<double>(station.queue_end), kFew / 2.0, 4 * std::sqrt(kFew));
  EXPECT_NEAR(static_cast<double>(station.queue_mid), kFew / 4.0, 4 * std::sqrt(kFew));
}

}  // namespace
}  // namespace dimsim
