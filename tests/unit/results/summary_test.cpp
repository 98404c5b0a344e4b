#include "dimsim/results/summary.hpp"

#include "support/run_example.hpp"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::results {
namespace {

using testing::ElementsAre;
using testing::Field;

auto named(const std::string& name, double value) {
  return testing::AllOf(Field(&NamedValue::name, name), Field(&NamedValue::value, testing::DoubleEq(value)));
}

TEST(Summary, CountsRequestsByOutcome) {
  const Counts counts = summarise(run_example()).requests;
  EXPECT_EQ(counts.arrived, 4U);
  EXPECT_EQ(counts.answered, 3U);
  EXPECT_EQ(counts.dropped, 1U);
  EXPECT_EQ(counts.timed_out, 0U);
  EXPECT_EQ(counts.failed, 0U);
  EXPECT_EQ(counts.measured, 3U);
}

TEST(Summary, UsesOnlyMeasuredAnswersForLatencyAccuracyAndShares) {
  // Latencies 2 and 6; the warm-up's 9 and the dropped request's 0 do not count.
  const PolicySummary summary = summarise(run_example());
  EXPECT_DOUBLE_EQ(summary.latency_s.mean, 4);
  EXPECT_DOUBLE_EQ(summary.latency_s.p50, 4);
  EXPECT_DOUBLE_EQ(summary.latency_s.p90, 5.6);
  EXPECT_DOUBLE_EQ(summary.latency_s.p95, 5.8);
  EXPECT_DOUBLE_EQ(summary.latency_s.p99, 5.96);
  EXPECT_DOUBLE_EQ(summary.latency_s.p999, 5.996);
  EXPECT_DOUBLE_EQ(summary.latency_s.max, 6);
  EXPECT_DOUBLE_EQ(summary.accuracy, 0.5);
  EXPECT_DOUBLE_EQ(summary.lambda, 10);
  EXPECT_THAT(summary.tier_share, ElementsAre(named("phone", 0.5), named("cloud", 0.5)));
}

TEST(Summary, SplitsTheMeanLatencyIntoPartsThatAddUpToIt) {
  const PolicySummary summary = summarise(run_example());
  EXPECT_DOUBLE_EQ(summary.latency_parts_s.queue, (0.5 + 3) / 2);
  EXPECT_DOUBLE_EQ(summary.latency_parts_s.compute, (1.5 + 1) / 2);
  EXPECT_DOUBLE_EQ(summary.latency_parts_s.network, (0 + 2) / 2.0);
  EXPECT_DOUBLE_EQ(
      summary.latency_parts_s.queue + summary.latency_parts_s.compute + summary.latency_parts_s.network,
      summary.latency_s.mean);
}

TEST(Summary, DividesTheEnergyOfTheRunByAllAnswersAndCountsRadiosForTheDevices) {
  const PolicySummary summary = summarise(run_example());
  EXPECT_THAT(summary.energy_j, ElementsAre(named("phone", (30 + 6 + 3) / 3.0), named("cloud", 309 / 3.0),
                                            named("network", 0), named("total", 348 / 3.0)));
  EXPECT_THAT(summary.energy_marginal_j, ElementsAre(named("phone", (6 + 3) / 3.0), named("cloud", 9 / 3.0),
                                                     named("network", 0), named("total", 18 / 3.0)));
}

/// Radios asleep take 6 J, whatever the requests do.
TEST(Summary, CountsSleepingRadiosButNotAboveIdle) {
  results::RunResult run = run_example();
  const PolicySummary without = summarise(run);
  run.radio_sleep_j += 6;
  const PolicySummary summary = summarise(run);
  EXPECT_DOUBLE_EQ(summary.energy_j.front().value, without.energy_j.front().value + 6 / 3.0);
  EXPECT_DOUBLE_EQ(summary.energy_marginal_j.front().value, without.energy_marginal_j.front().value);
}

TEST(Summary, AddsHostHoursAndEgressToTheCostOfAThousandAnswers) {
  EXPECT_DOUBLE_EQ(summarise(run_example()).usd_per_1000, (0.25 + 0.5 + 0.75) / 3 * 1000);
}

TEST(Summary, NamesTheBusiestTierAndOverloadedStationsAndLinks) {
  RunResult run = run_example();
  run.stations[1].overloaded = true;
  run.stations[1].offered_load = 1.5;
  run.stations[1].queue_mid = 10;
  run.stations[1].queue_end = 20;
  run.links[0].overloaded = true;
  run.links[0].offered_load = 1.2;
  const PolicySummary summary = summarise(run);
  EXPECT_THAT(summary.station_utilisation, ElementsAre(named("phone/p", 0.25), named("cloud/c", 0.75)));
  EXPECT_THAT(summary.link_utilisation, ElementsAre(named("access/phone/up", 0.125)));
  EXPECT_THAT(summary.busiest_station, named("cloud", 0.75));
  ASSERT_EQ(summary.overloaded_stations.size(), 1U);
  EXPECT_EQ(summary.overloaded_stations[0].name, "cloud/c");
  EXPECT_EQ(summary.overloaded_stations[0].load, 1.5);
  EXPECT_EQ(summary.overloaded_stations[0].queue_mid, 10U);
  EXPECT_EQ(summary.overloaded_stations[0].queue_end, 20U);
  ASSERT_EQ(summary.overloaded_links.size(), 1U);
  EXPECT_EQ(summary.overloaded_links[0].load, 1.2);
}

/// Enough measured answers for an interval, with latencies 1, 2, 1, 2, …
RunResult long_run() {
  RunResult run = run_example();
  const RequestRecord like = run.requests[1];
  run.requests.clear();
  run.visits.clear();
  for (int i = 0; i < 400; ++i) {
    RequestRecord request = like;
    request.arrival_s = i;
    request.finish_s = i + 1 + (i / 20) % 2;
    run.requests.push_back(request);
    run.visits.push_back({request.arrival_s, request.arrival_s, request.arrival_s, request.finish_s});
    run.visits.emplace_back();
  }
  return run;
}

TEST(Summary, HasAnIntervalUnlessTheRunIsShortOrOverloaded) {
  EXPECT_TRUE(std::isnan(summarise(run_example()).latency_s.ci95));
  // 20 batches with means 1, 2, 1, 2, …: s² = 20 × 0.25 / 19, t(0.975, 19) = 2.093024054.
  RunResult run = long_run();
  EXPECT_NEAR(summarise(run).latency_s.ci95, 2.093024054 * std::sqrt(5.0 / 19 / 20), 1e-8);
  run.stations[0].overloaded = true;
  EXPECT_TRUE(std::isnan(summarise(run).latency_s.ci95));
}

TEST(Summary, OfARunWithoutAnswersHasAbsentValuesInsteadOfZeros) {
  RunResult run = run_example();
  for (RequestRecord& request : run.requests) {
    request.outcome = Outcome::Failed;
  }
  const PolicySummary summary = summarise(run);
  EXPECT_EQ(summary.requests.failed, 4U);
  EXPECT_TRUE(std::isnan(summary.accuracy));
  EXPECT_TRUE(std::isnan(summary.latency_s.mean));
  EXPECT_TRUE(std::isnan(summary.latency_parts_s.queue));
  EXPECT_TRUE(std::isnan(summary.energy_j.back().value));
  EXPECT_TRUE(std::isnan(summary.usd_per_1000));
  EXPECT_TRUE(std::isnan(summary.lambda));
  EXPECT_TRUE(std::isnan(summary.tier_share.front().value));
}

TEST(Summary, StatesTheAssumptions) {
  const Summary summary = make_summary(scenario_example(), trace_example());
  EXPECT_EQ(summary.scenario, "example");
  EXPECT_EQ(summary.seed, 7U);
  EXPECT_EQ(summary.assumptions.trace, "trec6.h5");
  EXPECT_EQ(summary.assumptions.compute_model, "bert-base");
  EXPECT_EQ(summary.assumptions.answer_model, "L-12_H-128_A-2");
  EXPECT_EQ(summary.assumptions.compute_layers, 12);
  EXPECT_EQ(summary.assumptions.answer_exits, 12);
  EXPECT_EQ(summary.assumptions.assumed.size(), 2U);
  EXPECT_EQ(summary.sources.size(), 3U);
}

}  // namespace
}  // namespace dimsim::results
