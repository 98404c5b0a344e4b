#include "dimsim/cli/text/summary_table.hpp"

#include "dimsim/cli/text/text_grid.hpp"
#include "support/run_example.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::cli {
namespace {

using results::PolicySummary;
using results::Summary;
using testing::HasSubstr;
using testing::Not;

std::string table_of(const Summary& summary, bool colour) { return summary_table({&summary, 1}, colour); }

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> result;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    result.push_back(line);
  }
  return result;
}

/// A policy summary with the figures of a real run.
PolicySummary cartography() {
  PolicySummary policy;
  policy.policy = "cartography";
  policy.requests = {.arrived = 10500, .answered = 10500, .measured = 10000};
  policy.accuracy = 0.814;
  policy.latency_s = {
      .mean = 0.10234, .ci95 = 0.0021, .p50 = 0.0871, .p90 = 0.2, .p95 = 0.2504, .p99 = 1.2345, .max = 3};
  policy.energy_j = {{"mobile", 0.0591}, {"edge", 1}, {"cloud", 0.4}, {"network", 0}, {"total", 1.4591}};
  policy.usd_per_1000 = 0.00828;
  policy.lambda = 9.11;
  policy.tier_share = {{"mobile", 0.284}, {"edge", 0.436}, {"cloud", 0.28}};
  policy.busiest_station = {"edge", 0.234};
  return policy;
}

Summary summary_of(std::vector<PolicySummary> policies) {
  Summary summary = results::make_summary(scenario_example(), trace_example());
  summary.policies = std::move(policies);
  return summary;
}

PolicySummary overloaded_policy() {
  PolicySummary policy = cartography();
  policy.policy = "all-edge";
  policy.latency_s = {.mean = 14.3702, .p50 = 14.348, .p90 = 20, .p95 = 26.744, .p99 = 27.474, .max = 28};
  policy.busiest_station = {"edge", 1};
  policy.overloaded_stations = {{"edge/c6i-2xlarge", 1.283, 685, 1314}};
  return policy;
}

TEST(Table, ShowsAPolicyInOneLine) {
  const std::vector<std::string> text = lines(table_of(summary_of({cartography()}), false));
  EXPECT_EQ(text[0], "example, seed 7: 10500 requests per policy, 10000 of them measured");
  EXPECT_EQ(text[1], "");
  EXPECT_EQ(
      text[2],
      "             acc.  latency, ms                   J/req.  J/req.    $ per           share   busiest");
  EXPECT_EQ(
      text[3],
      "policy          %     mean±95%   p50  p95   p99  mobile   total     1000     λ         %   station");
  EXPECT_EQ(
      text[4],
      "cartography  81.4        102±3  87.1  250  1234  0.0591    1.46  0.00828  9.11  28/44/28  23% edge");
}

TEST(Table, ExplainsColumnsAndAssumptions) {
  const std::string text = table_of(summary_of({cartography()}), false);
  EXPECT_THAT(text, HasSubstr("answered on mobile/edge/cloud\n"));
  EXPECT_THAT(text, HasSubstr("idle time included, per answered request; mobile with its radio\n"));
  EXPECT_THAT(text, HasSubstr("\nassumed input: phone (power), lte (radio).\n"));
  EXPECT_THAT(text,
              HasSubstr("\nexits' answers: L-12_H-128_A-2 of the trace; compute profile: bert-base.\n"));
  EXPECT_THAT(text, Not(HasSubstr("synthetic")));
}

TEST(Table, ShowsPolicyReportsBelow) {
  PolicySummary policy = cartography();
  policy.report = {{"regret", 123.4, "reward", ""},
                   {"best_split_layer", 4, "", ""},
                   {"mean_reward", 0.56789, "reward", ""}};
  EXPECT_THAT(table_of(summary_of({policy, overloaded_policy()}), false),
              HasSubstr("and its tier\n\ncartography: regret = 123 reward, best split layer = 4, "
                        "mean reward = 0.568 reward.\n\n! all-edge"));
}

/// With several points, each has its policy reports below its rows.
TEST(Table, ShowsPolicyReportsAtEachPoint) {
  PolicySummary policy = cartography();
  policy.report = {{"regret", 2, "reward", ""}};
  const std::vector<Summary> points = {summary_of({policy}), summary_of({policy})};
  const std::string text = summary_table(points, false);
  EXPECT_THAT(text, HasSubstr("edge\ncartography: regret = 2 reward.\n\nexample"));
  EXPECT_THAT(text, HasSubstr("edge\ncartography: regret = 2 reward.\n\n±"));
}

/// With several points, their assumptions are listed once, together.
TEST(Table, CollectsTheAssumptionsOfAllPoints) {
  Summary first = summary_of({cartography()});
  first.assumptions.synthetic = true;
  first.assumptions.trace = "a.yaml";
  first.assumptions.hindsight = {"oracle"};
  Summary second = first;
  second.assumptions.trace = "b.yaml";
  const std::string text = summary_table(std::vector<Summary>{first, second}, false);
  EXPECT_THAT(text, HasSubstr("synthetic input: trace a.yaml, b.yaml.\n"));
  EXPECT_THAT(text, HasSubstr("oracle: uses the correct answers; a bound"));
  EXPECT_EQ(text.find("assumed input"), text.rfind("assumed input"));
}

TEST(Table, OmitsAssumptionsIfThereAreNone) {
  Summary summary = summary_of({cartography()});
  summary.assumptions.assumed.clear();
  summary.assumptions.answer_model = summary.assumptions.compute_model;
  EXPECT_THAT(table_of(summary, false),
              testing::EndsWith("busiest  utilisation of the busiest station, and its tier\n"));
}

TEST(Table, ReportsModelsOfDifferentDepth) {
  Summary summary = summary_of({cartography()});
  summary.assumptions.compute_model = "distilbert";
  summary.assumptions.compute_layers = 6;
  EXPECT_THAT(
      table_of(summary, false),
      HasSubstr(
          "answers: L-12_H-128_A-2 of the trace (12 exits); compute profile: distilbert (6 layers).\n"));
}

TEST(Table, NamesASyntheticTrace) {
  Summary summary = summary_of({cartography()});
  summary.assumptions.synthetic = true;
  EXPECT_THAT(table_of(summary, false), HasSubstr("\nsynthetic input: trace trec6.h5.\n"));
}

TEST(Table, MarksAnOverloadedRunAndNamesTheStation) {
  const std::string text = table_of(summary_of({overloaded_policy(), cartography()}), false);
  EXPECT_THAT(text, HasSubstr(">=100% ! edge\n"));
  EXPECT_THAT(
      text,
      HasSubstr("! all-edge: edge/c6i-2xlarge is overloaded: offered load 1.28, queue still growing (685 "
                "waiting\n  half-way, 1314 at the end). Its latency grows with the run.\n"));
  EXPECT_THAT(text, HasSubstr("cartography"));
}

TEST(Table, MarksAnOverloadedLink) {
  PolicySummary policy = cartography();
  policy.overloaded_links = {{"backhaul/site/up", 0.998, 0, 0}};
  EXPECT_THAT(table_of(summary_of({policy}), false),
              HasSubstr("! cartography: link backhaul/site/up is overloaded"));
}

TEST(Table, SharesAddUpToAHundred) {
  PolicySummary policy = cartography();
  policy.tier_share = {{"a", 1.0 / 3}, {"b", 1.0 / 3}, {"c", 1.0 / 3}};
  EXPECT_THAT(table_of(summary_of({policy}), false), HasSubstr("34/33/33"));
  policy.tier_share = {{"a", 0.005}, {"b", 0.005}, {"c", 0.99}};
  EXPECT_THAT(table_of(summary_of({policy}), false), HasSubstr("1/0/99"));
}

TEST(Table, ShowsADashForAbsentValues) {
  PolicySummary policy;
  policy.policy = "nothing";
  EXPECT_THAT(lines(table_of(summary_of({policy}), false))[4], testing::MatchesRegex("nothing( +-){11}"));
}

TEST(Table, RoundsHalfWidthsUpToTheirFirstDigit) {
  PolicySummary policy = cartography();
  policy.latency_s.mean = 0.023194;
  policy.latency_s.ci95 = 0.0000012;
  EXPECT_THAT(table_of(summary_of({policy}), false), HasSubstr("23.19±0.01"));
  policy.latency_s.ci95 = 0.00041;
  EXPECT_THAT(table_of(summary_of({policy}), false), HasSubstr("23.2±0.5"));
  policy.latency_s.ci95 = 0;
  EXPECT_THAT(table_of(summary_of({policy}), false), HasSubstr("23.19±0.00"));
}

TEST(Table, IsNeverWiderThanAHundredColumns) {
  PolicySummary wide = overloaded_policy();
  wide.policy = std::string(90, 'p');
  wide.latency_s.ci95 = 3790;
  wide.usd_per_1000 = 1.234e-7;
  wide.lambda = 1.234e9;
  wide.energy_j.front().name = std::string(40, 't');
  wide.busiest_station.name = std::string(40, 't');
  wide.overloaded_stations.front().name = std::string(200, 's');
  wide.tier_share.assign(20, {std::string(40, 't'), 0.05});
  for (const auto& policies :
       {std::vector{wide}, std::vector{wide, cartography()}, std::vector{overloaded_policy()}}) {
    for (const std::string& line : lines(table_of(summary_of(policies), false))) {
      EXPECT_LE(display_width(line), kTableWidth) << line;
    }
  }
}

TEST(Table, NumbersPoliciesIfTheirNamesDoNotFit) {
  PolicySummary long_name = cartography();
  long_name.policy = "cartography-with-a-long-name-that-says-it-all";
  const std::string text = table_of(summary_of({long_name, cartography()}), false);
  EXPECT_THAT(text, HasSubstr("\n[2]    81.4       102±3"));
  EXPECT_THAT(text,
              HasSubstr("\n[1]      cartography-with-a-long-name-that-says-it-all\n[2]      cartography\n"));
}

TEST(Table, ShortensTierNamesBeforePolicyNames) {
  PolicySummary policy = cartography();
  policy.busiest_station.name = "metropolitan-edge";
  EXPECT_THAT(table_of(summary_of({policy}), false),
              testing::AllOf(HasSubstr("23% metropoli…\n"), HasSubstr("\ncartography ")));
}

TEST(Table, IsColouredOnRequestOnly) {
  const Summary summary = summary_of({overloaded_policy()});
  EXPECT_THAT(table_of(summary, true), HasSubstr("\033[31m"));
  EXPECT_THAT(table_of(summary, false), Not(HasSubstr("\033")));
}

}  // namespace
}  // namespace dimsim::cli
