#include "dimsim/results/summary_json.hpp"

#include "support/run_example.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dimsim::results {
namespace {

nlohmann::ordered_json json_of(const Summary& summary) { return to_json({&summary, 1}); }

using Json = nlohmann::ordered_json;

Summary summary_example() {
  Summary summary = make_summary(scenario_example(), trace_example());
  summary.policies = {summarise(run_example())};
  return summary;
}

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> names;
  for (const auto& item : object.items()) {
    names.push_back(item.key());
  }
  return names;
}

TEST(SummaryJson, HasTheDocumentedKeysInOrder) {
  using Names = std::vector<std::string>;
  const Json json = json_of(summary_example());
  EXPECT_EQ(keys(json), (Names{"format", "version", "scenario", "seed", "dimsim", "points", "sources"}));
  EXPECT_EQ(json["format"], "dimsim.summary");
  EXPECT_EQ(json["version"], 1);
  const Json& point = json["points"][0];
  EXPECT_EQ(keys(point), (Names{"parameters", "labels", "replications", "policies", "assumptions"}));
  EXPECT_TRUE(point["parameters"].is_object());
  const Json& policy = point["policies"][0];
  EXPECT_EQ(keys(policy), (Names{"policy", "requests", "accuracy", "latency_s", "latency_parts_s", "energy_j",
                                 "energy_marginal_j", "carbon_g", "battery", "cost", "tier_share",
                                 "utilisation", "overloaded"}));
  EXPECT_EQ(keys(policy["requests"]),
            (Names{"arrived", "answered", "dropped", "timed_out", "failed", "measured"}));
  EXPECT_EQ(keys(policy["latency_s"]), (Names{"mean", "ci95", "p50", "p90", "p95", "p99", "p999", "max"}));
  EXPECT_EQ(keys(policy["latency_parts_s"]), (Names{"queue", "compute", "network"}));
  EXPECT_EQ(keys(policy["energy_j"]), (Names{"phone", "cloud", "network", "total"}));
  EXPECT_EQ(keys(policy["cost"]), (Names{"usd_per_1000", "lambda"}));
  EXPECT_EQ(keys(policy["tier_share"]), (Names{"phone", "cloud"}));
  EXPECT_EQ(policy["utilisation"]["stations"]["cloud/c"], 0.75);
  EXPECT_EQ(policy["utilisation"]["links"]["access/phone/up"], 0.125);
}

TEST(SummaryJson, WritesNullForAbsentValues) {
  const Json json = json_of(summary_example());
  EXPECT_TRUE(json["points"][0]["policies"][0]["latency_s"]["ci95"].is_null());
}

TEST(SummaryJson, HasThePolicyReportWithUnits) {
  RunResult run = run_example();
  run.policy_report.figures = {{"regret", 12.5, "reward", "what it lost"},
                               {"best_split_layer", 4, "", "where"}};
  Summary summary = make_summary(scenario_example(), trace_example());
  summary.policies = {summarise(run)};
  const Json json = json_of(summary)["points"][0]["policies"][0];
  EXPECT_EQ(keys(json).back(), "policy_report");
  EXPECT_EQ(json["policy_report"], (Json{{"regret", {{"value", 12.5}, {"unit", "reward"}}},
                                         {"best_split_layer", {{"value", 4.0}, {"unit", ""}}}}));
}

TEST(SummaryJson, HasThePoolSeparationOfTheTrace) {
  trace::Trace trace = trace_example();
  trace.description.pool_separation = {.own_pool_share = 0.75, .own_pool_share_balanced = 0.5};
  const Json json = json_of(make_summary(scenario_example(), trace));
  EXPECT_EQ(json["points"][0]["assumptions"]["pool_separation"],
            (Json{{"own_pool_share", 0.75}, {"own_pool_share_balanced", 0.5}}));
}

TEST(SummaryJson, StatesTheAssumptions) {
  const Json json = json_of(summary_example());
  EXPECT_EQ(json["points"][0]["assumptions"]["synthetic_trace"], false);
  EXPECT_TRUE(json["points"][0]["assumptions"].at("pool_separation").is_null());
  EXPECT_EQ(json["points"][0]["assumptions"]["compute_model"], "bert-base");
  EXPECT_EQ(json["points"][0]["assumptions"]["answer_model"], "L-12_H-128_A-2");
  EXPECT_EQ(json["points"][0]["assumptions"]["assumed_figures"].size(), 2U);
  EXPECT_EQ(json["sources"][0]["text"], "measured by hand");
}

TEST(SummaryJson, TextReplacesBytesThatAreNotUtf8) {
  EXPECT_EQ(to_text(Json{{"name", "a\xFFz"}}), "{\n  \"name\": \"a\xEF\xBF\xBDz\"\n}");
}

TEST(SummaryJson, RefusesEqualNames) {
  Summary summary;
  summary.policies.push_back(summarise(run_example()));
  summary.policies[0].station_utilisation = {{"edge/a", 0.5}, {"edge/a", 0.25}};
  EXPECT_THROW(static_cast<void>(json_of(summary)), InvariantError);
}

}  // namespace
}  // namespace dimsim::results
