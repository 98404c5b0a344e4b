/// A request's life, energy and money on cases small enough to compute by hand.

#include "dimsim/base/error.hpp"
#include "dimsim/base/random.hpp"
#include "dimsim/engine/service_times.hpp"
#include "support/fleet.hpp"
#include "support/learning.hpp"

#include <algorithm>
#include <cmath>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::engine {
namespace {

using results::RunResult;
using scenario::Location;

/// Dates lie below 8192 s, where each of three services is added with an error of half an ulp, 2^-41 s.
constexpr double kDateTolerance = 3.0 / (1ULL << 41U);

model::Device powered(double service_s, double idle_w, double load_w, double usd_per_s) {
  model::Device device = fleet::device_with_service(service_s);
  device.idle_power_w = idle_w;
  device.load_power_w = load_w;
  device.usd_per_s = usd_per_s;
  return device;
}

/// One phone and a cloud host that serves in 0.5 s; links of 1000 B/s, 10, 20 and 30 ms.
scenario::Scenario phone_and_cloud(std::uint64_t requests) {
  scenario::Scenario scenario =
      fleet::plain({fleet::tier("mobile", Location::Device, 1, 3, powered(0.25, 1, 3, 0)),
                    fleet::tier("cloud", Location::Cloud, 1, 12, powered(0.5, 100, 300, 0.001))},
                   0.001, requests);
  scenario.network.access = fleet::link(1000, 0.010);
  scenario.network.access.radio.up_j_per_byte = 2e-3;
  scenario.network.access.radio.down_j_per_byte = 1e-3;
  scenario.network.backhaul = fleet::link(1e9, 0.020);
  scenario.network.wan = fleet::link(1e9, 0.030);
  scenario.network.transport.answer_bytes = 50;
  scenario.tiers[1].offload_lambda = 5;
  scenario.cost.egress = {{0, 1e-6}};
  return scenario;
}

TEST(Simulation, LatencyOfOneRequestIsTheSumOfItsParts) {
  const scenario::Scenario scenario = phone_and_cloud(1);
  const RunResult result = run({scenario, fleet::alike_samples(), fleet::always("cloud")});
  const results::RequestRecord& record = result.requests.at(0);
  const results::Visit& visit = result.visit(0, 1);
  EXPECT_NEAR(visit.received_s - visit.sent_s, 0.100 + 0.060, 1e-8);  // 100 B at 1000 B/s, 60 ms
  EXPECT_DOUBLE_EQ(visit.started_s, visit.received_s);
  EXPECT_NEAR(visit.finished_s - visit.started_s, 0.5, 1e-12);
  EXPECT_NEAR(record.finish_s - visit.finished_s, 0.050 + 0.060, 1e-8);
  EXPECT_LT(result.visit(0, 0).sent_s, 0);
  EXPECT_EQ(record.answered_tier, 1);
  EXPECT_EQ(record.exit_layer, 12);
  EXPECT_TRUE(record.correct);
  EXPECT_DOUBLE_EQ(record.lambda, 17);
}

TEST(Simulation, EnergyIsPowerOverTimeAndRadioPerByte) {
  const scenario::Scenario scenario = phone_and_cloud(2);
  const RunResult result = run({scenario, fleet::alike_samples(), fleet::always("cloud")});
  const results::StationAccount& phone = result.stations.at(0);
  const results::StationAccount& cloud = result.stations.at(1);
  EXPECT_NEAR(phone.idle_j, 1 * result.end_s, 1e-9 * result.end_s);
  EXPECT_DOUBLE_EQ(phone.active_j, 0);
  EXPECT_NEAR(cloud.idle_j, 100 * result.end_s, 1e-9 * 100 * result.end_s);
  EXPECT_NEAR(cloud.active_j, 200 * 2 * 0.5, 1e-6);
  EXPECT_NEAR(result.requests[0].compute_j, 100, 1e-9);
  EXPECT_NEAR(result.requests[0].radio_j, 100 * 2e-3 + 50 * 1e-3, 1e-12);
  EXPECT_NEAR(result.radio.sum(), 2 * 0.25, 1e-12);
}

TEST(Simulation, AnInferenceMayHaveEnergyOfItsOwn) {
  scenario::Scenario scenario = phone_and_cloud(3);
  scenario.tiers[1].hosts[0].device.inference_j = 7;
  const RunResult result = run({scenario, fleet::alike_samples(), fleet::always("cloud")});
  EXPECT_NEAR(result.stations.at(1).active_j, 3 * (200 * 0.5 + 7), 1e-6);
  EXPECT_NEAR(result.requests[0].compute_j, 107, 1e-9);
}

TEST(Simulation, MoneyIsHostTimeAndEgress) {
  const scenario::Scenario scenario = phone_and_cloud(3);
  const RunResult result = run({scenario, fleet::alike_samples(), fleet::always("cloud")});
  EXPECT_NEAR(result.stations.at(1).usd, 0.001 * result.end_s, 1e-12 * result.end_s);
  EXPECT_DOUBLE_EQ(result.egress_bytes, 3 * 50);
  EXPECT_NEAR(result.egress_usd, 3 * 50e-6, 1e-15);
}

TEST(Simulation, AnswersOnTheDeviceUseNoNetwork) {
  const scenario::Scenario scenario = phone_and_cloud(5);
  const RunResult result = run({scenario, fleet::alike_samples(), fleet::always("mobile")});
  for (std::size_t request = 0; request < 5; ++request) {
    EXPECT_NEAR(result.requests[request].finish_s - result.requests[request].arrival_s, 0.25, 1e-12);
    EXPECT_EQ(result.requests[request].up_bytes, 0U);
    EXPECT_EQ(result.requests[request].exit_layer, 3);
  }
  for (const results::LinkAccount& link : result.links) {
    EXPECT_EQ(link.bytes, 0) << link.name;
  }
}

TEST(Simulation, APolicyWithoutTheSplitItTunesItselfOnIsADefect) {
  const scenario::Scenario scenario = phone_and_cloud(1);
  const scenario::PolicyChoice choice = {
      .policy = "aggregated", .label = "sums", .parameters = learning::bound("aggregated")};
  EXPECT_THROW(static_cast<void>(run({scenario, fleet::alike_samples(), choice})), InvariantError);
}

struct Spread {
  const char* name;
  model::Jitter::Kind kind;
};

void PrintTo(const Spread& spread, std::ostream* out) { *out << spread.name; }

/// What one stay takes whose service is asked for exit by exit.
class ServiceOfAStay : public testing::TestWithParam<Spread> {};

/// Exits 1, 2 and 3 of the phone are evaluated one after another, none of them sure enough: three services,
/// which make one stay. Jitter's factor belongs to the request, so the same one holds for the stay in one go.
TEST_P(ServiceOfAStay, IsThatOfItsLayersInOneGoWithAHeadForEachExit) {
  scenario::Scenario scenario = phone_and_cloud(5);
  model::Device& phone = scenario.tiers[0].hosts[0].device;
  phone.flops_per_s = 1e9;
  phone.jitter = {GetParam().kind, 0.5};
  scenario.tiers[0].exits = {1, 2, 3};
  const trace::Split samples = fleet::alike_samples(1, 16);
  const scenario::PolicyChoice choice = {
      .policy = "aggregated",
      .label = "never",
      .parameters = learning::bound("aggregated", {{"threshold", "1000"}, {"weights", "equal"}})};
  scenario.tiers[1].hosts[0].device.load_power_w = scenario.tiers[1].hosts[0].device.idle_power_w;
  const RunResult result = run({scenario, samples, choice});
  const double expected_s = model::service_time_s(phone, scenario.model, {1, 3, 3, samples.classes}, 16, 1);
  for (std::uint64_t request = 0; request < result.requests.size(); ++request) {
    const RandomStream stream(scenario.seed, 0, Purpose::Jitter, {phone.name, 0});
    const double factor = jitter_factor(phone.jitter, stream, request * scenario::kMostTiers);
    const results::Visit& visit = result.visit(request, 0);
    EXPECT_EQ(result.requests[request].exit_layer, 12);
    EXPECT_NEAR(visit.finished_s - visit.started_s, factor * expected_s, kDateTolerance);
    EXPECT_DOUBLE_EQ(result.requests[request].compute_j,
                     (3.0 - 1.0) * factor * expected_s);  // no dates in it
  }
}

INSTANTIATE_TEST_SUITE_P(Jitters, ServiceOfAStay,
                         testing::Values(Spread{"None", model::Jitter::Kind::None},
                                         Spread{"Exponential", model::Jitter::Kind::Exponential},
                                         Spread{"Lognormal", model::Jitter::Kind::Lognormal}));

/// Two hosts: round robin alternates, the shortest queue takes the free one.
TEST(Simulation, BalancersSpreadOverTheHostsOfATier) {
  scenario::Scenario scenario = phone_and_cloud(100);
  scenario.tiers[1].hosts[0].count = 2;
  scenario.tiers[1].balance = scenario::Balance::RoundRobin;
  const RunResult result = run({scenario, fleet::alike_samples(), fleet::always("cloud")});
  ASSERT_EQ(result.stations.size(), 3U);
  EXPECT_EQ(result.stations[1].name, "cloud/server/0");
  EXPECT_EQ(result.stations[1].served, 50U);
  EXPECT_EQ(result.stations[2].served, 50U);
}

/// Two hosts at load 0.75 whose arrivals were split at random would wait ρs / 2(1 − ρ) = 0.75 s (M/D/1);
/// joining the shortest queue waits far less. Ties go to the first host, which is the busier one.
TEST(Simulation, ShortestQueueBeatsARandomSplit) {
  scenario::Scenario scenario = phone_and_cloud(20'000);
  scenario.tiers[0].hosts[0].count = 50;
  scenario.workload.rate_per_s = 0.06;  // 3 requests/s for 2 hosts of 2 requests/s
  scenario.tiers[1].hosts[0].count = 2;
  const RunResult result = run({scenario, fleet::alike_samples(), fleet::always("cloud")});
  double wait = 0;
  for (std::size_t request = 0; request < result.requests.size(); ++request) {
    wait += (result.visit(request, 1).started_s - result.visit(request, 1).received_s) / 20'000;
  }
  EXPECT_LT(wait, 0.5 * 0.75);
  EXPECT_GT(result.stations[1].utilisation, result.stations[2].utilisation);
  // Offered work is Poisson: its standard error in host-seconds per second is 0.5·sqrt(n) / window.
  const double standard_error = 0.5 * std::sqrt(20'000.0) / result.last_arrival_s;
  EXPECT_NEAR(result.stations[1].utilisation + result.stations[2].utilisation, 1.5, 4 * standard_error);
}

/// Loads are compared per server: with one busy server of one, the host with four free ones is the emptier.
/// Six requests arrive before any is done; ties go to the first host.
TEST(Simulation, TheShortestQueueIsThatPerServer) {
  scenario::Scenario scenario = phone_and_cloud(6);
  scenario.workload.arrival_process = "constant";
  scenario.workload.rate_per_s = 1;
  scenario.tiers[1].hosts[0].device = fleet::device_with_service(100, 1);
  scenario.tiers[1].hosts.push_back(scenario.tiers[1].hosts[0]);
  scenario.tiers[1].hosts[1].name = "large";
  scenario.tiers[1].hosts[1].device = fleet::device_with_service(100, 4);
  const RunResult result = run({scenario, fleet::alike_samples(), fleet::always("cloud")});
  std::vector<std::int32_t> stations;
  for (std::size_t request = 0; request < 6; ++request) {
    stations.push_back(result.visit(request, 1).station);
  }
  EXPECT_EQ(stations, (std::vector<std::int32_t>{1, 2, 2, 2, 2, 1}));
}

TEST(Simulation, SitesKeepToTheirOwnEdgeHosts) {
  scenario::Scenario scenario =
      fleet::plain({fleet::tier("mobile", Location::Device, 1, 3, fleet::device_with_service(0.1), 4),
                    fleet::tier("edge", Location::Site, 1, 12, fleet::device_with_service(0.1))},
                   1, 400);
  scenario.sites = {"north", "south"};
  scenario.tiers[1].hosts.push_back(scenario.tiers[1].hosts[0]);
  scenario.tiers[1].hosts[0].site = "north";
  scenario.tiers[1].hosts[1].site = "south";
  scenario.tiers[1].hosts[1].name = "southern";
  const RunResult result = run({scenario, fleet::alike_samples(), fleet::always("edge")});
  std::uint64_t northern = 0;
  for (const results::RequestRecord& record : result.requests) {
    northern += record.device % 2 == 0 ? 1 : 0;  // devices without a site are dealt out in turn
  }
  EXPECT_EQ(result.stations.at(1).served, northern);
  EXPECT_EQ(result.stations.at(2).served, 400 - northern);
  EXPECT_EQ(result.egress_bytes, 0) << "answers of the edge are not sent out of the cloud";
}

TEST(Simulation, WarmUpIsNotMeasured) {
  scenario::Scenario scenario = phone_and_cloud(100);
  scenario.workload.warm_up_requests = 40;
  const RunResult result = run({scenario, fleet::alike_samples(), fleet::always("cloud")});
  for (std::size_t request = 0; request < 100; ++request) {
    EXPECT_EQ(result.requests[request].measured, request >= 40) << request;
  }
  EXPECT_DOUBLE_EQ(result.warm_up_end_s, result.requests[40].arrival_s);
}

/// 60 of 100 requests are sent in the window, which lasts 59 of their intervals.
TEST(Simulation, OnlyBytesSentInTheWindowAreOffered) {
  scenario::Scenario scenario = phone_and_cloud(100);
  scenario.workload.arrival_process = "constant";
  scenario.workload.rate_per_s = 0.5;
  scenario.workload.warm_up_requests = 40;
  const RunResult result = run({scenario, fleet::alike_samples(), fleet::always("cloud")});
  const double window_s = result.last_arrival_s - result.warm_up_end_s;
  EXPECT_NEAR(window_s, 59 * 2.0, 1e-9);
  const auto offered_load = [&result](const std::string& name) {
    const auto link = std::find_if(result.links.begin(), result.links.end(),
                                   [&name](const results::LinkAccount& each) { return each.name == name; });
    return link == result.links.end() ? std::nan("") : link->offered_load;
  };
  EXPECT_NEAR(offered_load("access/server/up"), 60 * 100 / (window_s * 1000), 1e-9);
  // Of the answers, which leave 0.66 s after the arrival, the last one comes after the window.
  EXPECT_NEAR(offered_load("access/server/down"), 59 * 50 / (window_s * 1000), 1e-9);
}

/// Its stays at two tiers have two factors, each keyed by the request and the tier.
TEST(Simulation, JitterIsDrawnForEachTier) {
  scenario::Scenario scenario = phone_and_cloud(20);
  scenario.workload.rate_per_s = 0.01;
  scenario.tiers[1].first_layer = 4;
  for (scenario::Tier& tier : scenario.tiers) {
    tier.hosts[0].device.jitter = {model::Jitter::Kind::Exponential, 1};
  }
  const RunResult result = run({scenario, fleet::alike_samples(), fleet::always("cloud")});
  const model::Device& phone = scenario.tiers[0].hosts[0].device;
  const RandomStream stream(scenario.seed, 0, Purpose::Jitter, {phone.name, 0});
  const std::vector<double> expected_s = {0.25, 0.5};
  for (std::uint64_t request = 0; request < result.requests.size(); ++request) {
    for (std::uint64_t tier = 0; tier < 2; ++tier) {
      const results::Visit& visit = result.visit(request, tier);
      const double factor = jitter_factor(phone.jitter, stream, request * scenario::kMostTiers + tier);
      EXPECT_NEAR(visit.finished_s - visit.started_s, factor * expected_s[tier], kDateTolerance)
          << "request " << request << ", tier " << tier;
    }
  }
}

/// With split layers the exit in the cloud is evaluated, and none on the phone.
TEST(Simulation, AVisitHasTheConfidenceOfItsLastExit) {
  scenario::Scenario scenario = phone_and_cloud(5);
  scenario.tiers[1].first_layer = 4;
  const trace::Split samples = fleet::alike_samples();
  const RunResult result = run({scenario, samples, fleet::always("cloud")});
  const auto confidence = static_cast<float>(std::exp(1.0) / (1 + std::exp(1.0)));  // logits 0 and 1
  for (std::size_t request = 0; request < 5; ++request) {
    EXPECT_GT(result.visit(request, 0).finished_s, 0);
    EXPECT_TRUE(std::isnan(result.visit(request, 0).confidence));
    EXPECT_FLOAT_EQ(result.visit(request, 1).confidence, confidence);
  }
}

TEST(Simulation, RunThatMeasuresNothingIsRefused) {
  scenario::Scenario scenario = phone_and_cloud(10);
  scenario.workload.warm_up_s = 1e9;
  EXPECT_THROW(static_cast<void>(run({scenario, fleet::alike_samples(), fleet::always("mobile")})),
               InputError);
}

TEST(Simulation, RunWithoutARequestIsRefused) {
  scenario::Scenario scenario = phone_and_cloud(10);
  scenario.workload.requests.reset();
  scenario.workload.duration_s = 1e-9;
  EXPECT_THROW(static_cast<void>(run({scenario, fleet::alike_samples(), fleet::always("mobile")})),
               InputError);
}

/// The answer of a split run is that of the exit that answered, and hidden states are paid for.
TEST(Simulation, SplitTiersSendTheHiddenState) {
  scenario::Scenario scenario = phone_and_cloud(1);
  scenario.tiers[1].first_layer = 4;
  const RunResult result = run({scenario, fleet::alike_samples(1, 16), fleet::always("cloud")});
  EXPECT_EQ(result.requests[0].up_bytes, 16U * 768 * 4);
  const results::Visit& phone = result.visit(0, 0);
  const results::Visit& cloud = result.visit(0, 1);
  EXPECT_NEAR(phone.finished_s - phone.started_s, 0.25, 1e-12);
  EXPECT_DOUBLE_EQ(cloud.sent_s, phone.finished_s);
}

}  // namespace
}  // namespace dimsim::engine
