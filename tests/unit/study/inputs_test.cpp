#include "dimsim/study/inputs.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/policy/registry.hpp"
#include "support/fleet.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::study {
namespace {

using testing::AllOf;
using testing::HasSubstr;

scenario::Scenario two_tiers() {
  using scenario::Location;
  return fleet::plain({fleet::tier("phone", Location::Device, 1, 3, fleet::device_with_service(0.1)),
                       fleet::tier("cloud", Location::Cloud, 1, 12, fleet::device_with_service(0.1))},
                      1, 10);
}

trace::Trace alike_trace() {
  trace::Trace trace;
  trace.file = "t.h5";
  trace.split = fleet::alike_samples(4);
  trace.split.complexity.assign(4, trace::Complexity::Easy);
  return trace;
}

/// All pools start at the last tier, and no threshold is tuned.
scenario::PolicyChoice cartography(const std::string& label) {
  using language::Node;
  Node thresholds = Node::list();
  thresholds.items.push_back(Node::scalar("0.5"));
  Node parameters = Node::map();
  parameters.set("thresholds", thresholds);
  parameters.set("mu", Node::scalar("0.01"));
  parameters.set("drop", Node::scalar("0"));
  Node pools = Node::map();
  for (const char* pool : {"easy", "medium", "hard"}) {
    pools.set(pool, Node::scalar("cloud"));
  }
  parameters.set("pools", pools);
  return {
      .policy = "cartography", .label = label, .parameters = policy::find("cartography")->bind(parameters)};
}

std::string message(const scenario::Scenario& scenario, const trace::Trace& trace) {
  try {
    check_together(scenario, trace, "s.yaml");
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(Inputs, ThatFitPass) {
  scenario::Scenario scenario = two_tiers();
  scenario.policies = {fleet::always("cloud")};
  EXPECT_EQ(message(scenario, alike_trace()), "");
}

TEST(Inputs, RefuseAnExitThatTheTraceHasNoAnswersFor) {
  trace::Trace trace = alike_trace();
  trace.split = fleet::alike_samples(4, 10, 100, 6);
  EXPECT_EQ(message(two_tiers(), trace),
            "s.yaml: error: tier 'cloud' answers at exit 12, but the trace t.h5 has answers of exits 1 to 6\n"
            "  hint: choose a model with as many layers as the trace has exits, or move the exit");
}

TEST(Inputs, RefuseAPolicyByComplexityOnATraceWithoutLabels) {
  scenario::Scenario scenario = two_tiers();
  scenario.policies = {cartography("cartography")};
  trace::Trace trace = alike_trace();
  EXPECT_EQ(message(scenario, trace), "");
  trace.split.complexity[2] = trace::Complexity::Unknown;
  EXPECT_THAT(message(scenario, trace),
              AllOf(HasSubstr("policy 'cartography'"), HasSubstr("lacks it for 1 of 4")));
  trace.split.complexity.clear();
  EXPECT_THAT(message(scenario, trace), AllOf(HasSubstr("policy 'cartography'"), HasSubstr("t.h5 has none"),
                                              HasSubstr("dimsim cartography")));
}

TEST(Inputs, RefuseSamplesOutsideOfAMeasuredTable) {
  scenario::Scenario scenario = two_tiers();
  scenario.tiers[1].hosts[0].device.measured = {
      {.model = "bert-base", .tokens = {16, 128}, .batch = {1}, .seconds = {{0.01}, {0.02}}}};
  trace::Trace trace = alike_trace();
  trace.split.tokens = {20, 30, 16, 128};
  EXPECT_EQ(message(scenario, trace), "");
  trace.split.tokens = {20, 9, 30, 40};
  EXPECT_THAT(message(scenario, trace), AllOf(HasSubstr("trace t.h5"), HasSubstr("not for 9\n")));
  trace.split.tokens = {20, 129, 30, 40};
  EXPECT_THAT(message(scenario, trace), AllOf(HasSubstr("trace t.h5"), HasSubstr("not for 129\n")));
}

// BERT-base at 10 tokens in fp32: 438 MB of parameters and a head of 2.4 MB; a phone's three layers take 180
// MB.
TEST(Inputs, RefuseLayersThatDoNotFitIntoMemory) {
  scenario::Scenario scenario = two_tiers();
  scenario.tiers[1].hosts[0].device.memory_bytes = 500e6;
  EXPECT_EQ(message(scenario, alike_trace()), "");
  scenario.tiers[1].hosts[0].device.memory_bytes = 400e6;
  EXPECT_THAT(message(scenario, alike_trace()),
              AllOf(HasSubstr("tier 'cloud': layers 1-12 of bert-base take 43"), HasSubstr("has 400 MB")));
}

TEST(Inputs, RefuseAPrecisionOfAMetricThatResultsDoNotHave) {
  const scenario::Scenario scenario = two_tiers();
  for (const char* known : {"latency.p95", "accuracy", "energy.phone", "tier_share.cloud", "report.regret"}) {
    EXPECT_NO_THROW(check_metric({.metric = known, .relative = 0.1, .metric_place = {}}, scenario)) << known;
  }
  try {
    check_metric({.metric = "latency.p96", .relative = 0.1, .metric_place = {}}, scenario);
    FAIL() << "an unknown metric was accepted";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("precision.metric: results have no 'latency.p96'"),
                                    HasSubstr("did you mean")));
  }
}

TEST(Inputs, ReportEverythingAtOnce) {
  scenario::Scenario scenario = two_tiers();
  scenario.policies = {cartography("by-label")};
  trace::Trace trace = alike_trace();
  trace.split = fleet::alike_samples(4, 10, 100, 6);
  EXPECT_THAT(message(scenario, trace), AllOf(HasSubstr("exit 12"), HasSubstr("'by-label'")));
}

}  // namespace
}  // namespace dimsim::study
