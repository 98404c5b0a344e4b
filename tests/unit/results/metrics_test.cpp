#include "dimsim/results/metrics.hpp"

#include "support/run_example.hpp"

#include <cmath>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::results {
namespace {

std::map<std::string, Metric> metrics_of(const PolicySummary& summary) {
  std::map<std::string, Metric> all;
  visit_metrics(summary, [&all](const Metric& metric, double) { all.emplace(metric.name, metric); });
  return all;
}

TEST(Metrics, HaveNamesUnitsAndDirections) {
  const auto metrics = metrics_of(summarise(run_example()));
  EXPECT_EQ(metrics.at("latency.p95").column, "latency_p95_s");
  EXPECT_EQ(metrics.at("latency.p95").unit, "s");
  EXPECT_EQ(metrics.at("latency.p95").better, Better::Smaller);
  EXPECT_EQ(metrics.at("accuracy").better, Better::Larger);
  EXPECT_EQ(metrics.at("energy.phone").column, "energy_phone_j");
  EXPECT_EQ(metrics.at("tier_share.cloud").better, Better::Neither);
  EXPECT_TRUE(metrics.contains("cost.lambda"));
}

TEST(Metrics, HaveDistinctColumns) {
  std::set<std::string> columns;
  for (const auto& [name, metric] : metrics_of(summarise(run_example()))) {
    EXPECT_TRUE(columns.insert(metric.column).second) << metric.column;
    EXPECT_EQ(metric.column.find_first_of("./"), std::string::npos) << metric.column;
    EXPECT_NE(metric.meaning, "") << name;
  }
}

TEST(Metrics, HaveTheValuesOfTheSummary) {
  const PolicySummary summary = summarise(run_example());
  EXPECT_EQ(value_of(summary, "latency.mean"), 4);
  EXPECT_EQ(value_of(summary, "accuracy"), 0.5);
  EXPECT_EQ(value_of(summary, "energy.total"), summary.energy_j.back().value);
  EXPECT_TRUE(std::isnan(value_of(summary, "latency.p42")));
}

// Accuracies 0.25, 0.5, 0.75: mean 0.5, s = 0.25, t(0.975; 2) = 4.302653 (tables), half width t s / √3.
TEST(Replications, HaveMeansAndStudentsIntervals) {
  std::vector<PolicySummary> runs(3, summarise(run_example()));
  runs[0].accuracy = 0.25;
  runs[2].accuracy = 0.75;
  runs[1].requests.arrived = 10;
  const PolicySummary all = across_replications(runs);
  EXPECT_EQ(all.replications, 3U);
  EXPECT_DOUBLE_EQ(all.accuracy, 0.5);
  EXPECT_EQ(all.requests.arrived, 4U + 10 + 4);
  std::map<std::string, double> half_widths;
  for (const NamedValue& each : all.ci95) {
    half_widths[each.name] = each.value;
  }
  EXPECT_NEAR(half_widths.at("accuracy"), 4.302653 * 0.25 / std::sqrt(3.0), 1e-6);
  EXPECT_EQ(half_widths.at("latency.p95"), 0);
  EXPECT_EQ(all.latency_s.ci95, 0);
  EXPECT_NEAR(relative_half_width(runs, {.metric = "accuracy", .relative = 0.1, .metric_place = {}}),
              half_widths.at("accuracy") / 0.5, 1e-12);
}

TEST(Replications, LackAMetricThatOneOfThemLacks) {
  std::vector<PolicySummary> runs(2, summarise(run_example()));
  runs[0].report = {{"regret", 1, "reward", "what it lost"}};
  const PolicySummary all = across_replications(runs);
  EXPECT_TRUE(std::isnan(all.report.front().value));
}

TEST(Replications, AreOverloadedIfOneIs) {
  std::vector<PolicySummary> runs(2, summarise(run_example()));
  runs[1].overloaded_stations = {{"cloud/c", 1.5, 3, 9}};
  const PolicySummary all = across_replications(runs);
  ASSERT_EQ(all.overloaded_stations.size(), 1U);
  EXPECT_TRUE(std::isnan(all.latency_s.ci95));
}

TEST(Replications, ReportTheLargestOverload) {
  std::vector<PolicySummary> runs(3, summarise(run_example()));
  for (std::size_t run = 0; run < runs.size(); ++run) {
    const std::vector<double> loads = {1.5, 2.5, 2.0};
    runs[run].overloaded_stations = {{"cloud/c", loads[run], 3, 10 + run}};
  }
  const std::vector<Overload> all = across_replications(runs).overloaded_stations;
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].load, 2.5);
  EXPECT_EQ(all[0].queue_end, 11U);
}

TEST(Replications, AddUpTheCountsOfEveryOutcome) {
  std::vector<PolicySummary> runs(2, summarise(run_example()));
  runs[0].requests = {
      .arrived = 100, .answered = 40, .dropped = 30, .timed_out = 20, .failed = 10, .measured = 90};
  runs[1].requests = {.arrived = 10, .answered = 4, .dropped = 3, .timed_out = 2, .failed = 1, .measured = 9};
  const Counts all = across_replications(runs).requests;
  EXPECT_EQ(all.arrived, 110U);
  EXPECT_EQ(all.answered, 44U);
  EXPECT_EQ(all.dropped, 33U);
  EXPECT_EQ(all.timed_out, 22U);
  EXPECT_EQ(all.failed, 11U);
  EXPECT_EQ(all.measured, 99U);
}

TEST(Replications, OneAloneIsUnchanged) {
  const std::vector<PolicySummary> one = {summarise(run_example())};
  EXPECT_TRUE(across_replications(one).ci95.empty());
  EXPECT_EQ(across_replications(one).replications, 1U);
}

}  // namespace
}  // namespace dimsim::results
