#include "dimsim/study/study.hpp"

#include "support/fleet.hpp"
#include "support/study_runs.hpp"

#include <gtest/gtest.h>

namespace dimsim::study {
namespace {

Inputs phones_and_cloud() {
  using scenario::Location;
  Inputs inputs;
  inputs.scenario =
      fleet::plain({fleet::tier("phone", Location::Device, 1, 3, fleet::device_with_service(0.1), 3),
                    fleet::tier("cloud", Location::Cloud, 1, 12, fleet::device_with_service(0.05))},
                   1, 200);
  inputs.scenario.policies = {fleet::always("phone"), fleet::always("cloud")};
  trace::Trace trace;
  trace.split = fleet::alike_samples(4);
  inputs.trace = std::make_shared<const trace::Trace>(std::move(trace));
  return inputs;
}

TEST(Study, RunsEveryPolicyOnTheSameArrivalsWhateverTheNumberOfWorkers) {
  const Inputs inputs = phones_and_cloud();
  const auto one = study_runs({&inputs, 1}, {.workers = 1});
  const auto two = study_runs({&inputs, 1}, {.workers = 2});
  ASSERT_EQ(one.size(), 2U);
  ASSERT_EQ(two.size(), 2U);
  EXPECT_EQ(one[0].run.policy, "all-phone");
  EXPECT_EQ(one[1].run.policy, "all-cloud");
  for (std::size_t i = 0; i < 200; ++i) {
    EXPECT_EQ(one[0].run.requests[i].arrival_s, one[1].run.requests[i].arrival_s);
    EXPECT_EQ(one[0].run.requests[i].finish_s, two[0].run.requests[i].finish_s);
    EXPECT_EQ(one[1].run.requests[i].finish_s, two[1].run.requests[i].finish_s);
  }
}

TEST(Study, DeliversPointsInOrder) {
  std::vector<Inputs> points = {phones_and_cloud(), phones_and_cloud()};
  points[1].scenario.policies.pop_back();
  points[1].scenario.workload.requests = 50;
  std::vector<std::pair<std::size_t, std::size_t>> found;
  for (const results::RunRecord& record : study_runs(points, {.workers = 2})) {
    found.emplace_back(record.key.point, record.run.requests.size());
  }
  EXPECT_EQ(found, (std::vector<std::pair<std::size_t, std::size_t>>{{0, 200}, {0, 200}, {1, 50}}));
}

/// The results of a worker reach its parent: here energy, recomputed from other fields of the result.
TEST(Study, ReturnsTheEnergyOfEveryPartFromTheWorker) {
  Inputs inputs = phones_and_cloud();
  model::Device& phone = inputs.scenario.tiers[0].hosts[0].device;
  phone.idle_power_w = 0.25;
  phone.battery_j = 18'000;
  inputs.scenario.network.access.radio.up_j_per_byte = 2e-3;
  inputs.scenario.network.access.radio.sleep_w = 0.01;
  inputs.scenario.network.core_j_per_byte = 1e-4;
  const results::RunResult run = study_runs({&inputs, 1}).at(1).run;  // always the cloud
  const results::StationAccount& phones = run.stations.at(0);
  EXPECT_NEAR(phones.idle_j, 3 * 0.25 * run.end_s, 1e-9 * phones.idle_j);
  EXPECT_NEAR(run.radio_sleep_j, 3 * 0.01 * run.end_s, 0.01 * run.radio_sleep_j);  // less what is awake
  EXPECT_GT(run.radio_sleep_j, 0);
  EXPECT_NEAR(phones.radio_j, 200 * 100 * 2e-3 + run.radio_sleep_j, 1e-9 * phones.radio_j);
  EXPECT_NEAR(phones.battery_h, 3 * 18'000 / ((phones.idle_j + phones.radio_j) / run.end_s) / 3600,
              1e-9 * phones.battery_h);
  EXPECT_NEAR(run.core_j, 200 * (100 + 100) * 1e-4, 1e-9);  // text there, answer back
}

TEST(Study, ReportsItsProgress) {
  const Inputs inputs = phones_and_cloud();
  Progress last;
  Options options;
  options.on_progress = [&last](const Progress& progress) { last = progress; };
  study_runs({&inputs, 1}, options);
  EXPECT_EQ(last.runs_done, 2U);
  EXPECT_EQ(last.runs, 2U);
  EXPECT_EQ(last.points_done, 1U);
  EXPECT_EQ(last.done, 400U);
  EXPECT_EQ(last.expected, 400U);
}

TEST(ExpectedRequests, FollowFromDurationAndTheRatesOfAllDevices) {
  scenario::Scenario scenario = phones_and_cloud().scenario;
  EXPECT_EQ(expected_requests(scenario), 200U);
  scenario.workload.requests.reset();
  scenario.workload.duration_s = 100;
  EXPECT_EQ(expected_requests(scenario), 300U);  // 3 phones × 1/s × 100 s
  scenario.tiers[0].hosts[0].rate_per_s = 2;
  EXPECT_EQ(expected_requests(scenario), 600U);
}

}  // namespace
}  // namespace dimsim::study
