#include "support/shell.hpp"

#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dimsim {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;

/// Early exit between phone and cloud: a higher threshold gives more accuracy at a higher cost.
const std::string kOptimise =
    "$DIMSIM optimise $SCENARIOS/quickstart.yaml -q --set 'policies=[{policy: early-exit, thresholds: [0.5, "
    "0.5]}]' "
    "--set workload.requests=2500 ";

json best_of(const json& all) {
  for (const json& trial : all.at("trials")) {
    if (trial.at("best") == true) {
      return trial;
    }
  }
  return nullptr;
}

TEST(Optimise, FindsTheOptimumOfAFineGrid) {
  const Shell shell;
  const std::string goal =
      "--minimise latency.mean --subject-to 'accuracy >= 78%' --vary "
      "'policies.early-exit.thresholds.0=0.3..0.99' ";
  const json coarse = json::parse(shell.run(kOptimise + goal + "--grid 4 --json -").output);
  const json fine = json::parse(shell.run(kOptimise + goal + "--grid 70 --evaluations 1 --json -").output);
  const json found = best_of(coarse);
  const json wanted = best_of(fine);
  ASSERT_TRUE(found.is_object());
  ASSERT_TRUE(wanted.is_object());
  EXPECT_GE(found["metrics"]["accuracy"].get<double>(), 0.78);
  EXPECT_EQ(found["by"], "search");
  // The steps of the grid are 0.01 wide. Latency is a step function of the threshold: each of 500 texts moves
  // up or not, and 2 % are ten of them.
  EXPECT_LE(found["metrics"]["latency.mean"].get<double>(),
            1.02 * wanted["metrics"]["latency.mean"].get<double>());
  EXPECT_LT(coarse["trials"].size(), 40U) << "with far fewer runs";
}

/// A grid of one value has nothing but its middle, also for policies that the variable does not concern.
TEST(Optimise, RunsEveryPolicyOnAGridOfOneValue) {
  const Shell shell;
  const json all = json::parse(
      shell
          .run("$DIMSIM optimise $SCENARIOS/quickstart.yaml -q --set 'policies=[all-edge, {policy: "
               "early-exit, "
               "thresholds: [0.5, 0.5]}]' --set workload.requests=500 --set workload.warm_up_requests=100 "
               "--minimise latency.mean --vary "
               "'policies.early-exit.thresholds.0=0.3..0.99' --grid 1 --evaluations 1 --json -")
          .output);
  std::set<std::string> policies;
  for (const json& trial : all.at("trials")) {
    policies.insert(trial.at("policy"));
  }
  EXPECT_EQ(policies, (std::set<std::string>{"all-edge", "early-exit"}));
}

TEST(Optimise, PrintsTheTrialsAndTheCommandOfTheBest) {
  const Shell shell;
  const std::string goal =
      "--minimise cost.lambda --subject-to 'accuracy >= 0.7' --vary "
      "deployment.tiers.edge.hosts.0.count=1..2 ";
  const Outcome outcome =
      shell.run("$DIMSIM optimise $SCENARIOS/quickstart.yaml -q --set workload.requests=1000 " + goal);
  EXPECT_EQ(outcome.status, 0) << outcome.messages;
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("10 candidates evaluated: 10 on the grid, 0 by search"),
                                    HasSubstr("all-mobile"), HasSubstr(" !"), HasSubstr("Best: policy ")));
  const std::string command = outcome.output.substr(outcome.output.find("dimsim run") + 7);
  EXPECT_EQ(shell.run("$DIMSIM " + command.substr(0, command.find('\n')) + " -q -o best.h5").status, 0);
}

TEST(Optimise, IsDeterministic) {
  const Shell shell;
  const std::string goal =
      "--minimise cost.lambda --subject-to 'accuracy >= 80%' --vary "
      "'policies.early-exit.thresholds.1=0.3..0.99' --json - ";
  const std::string once = shell.run(kOptimise + goal + "-j 1").output;
  EXPECT_FALSE(once.empty());
  EXPECT_EQ(once, shell.run(kOptimise + goal + "-j 2").output);
}

/// A sweep of one value is a point like any other.
TEST(Optimise, RepeatsSweepsInTheCommandOfTheBestCandidate) {
  const Shell shell;
  const Outcome outcome = shell.run(kOptimise + "--minimise cost.lambda --sweep 'seed=[2]'");
  EXPECT_EQ(outcome.status, 0) << outcome.messages;
  EXPECT_THAT(outcome.output, HasSubstr(" --set workload.requests=2500 --sweep 'seed=[2]'\n"));
}

TEST(Optimise, FailsIfNoCandidateIsFeasible) {
  const Shell shell;
  const Outcome outcome = shell.run(kOptimise + "--minimise cost.lambda --subject-to 'accuracy >= 99.9%'");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.messages, HasSubstr("no candidate satisfies all limits"));
  EXPECT_THAT(outcome.output, HasSubstr("early-exit"));
}

TEST(Optimise, ExitsWithStatus2OnWrongInput) {
  const Shell shell;
  const auto message_of = [&shell](const std::string& arguments) {
    const Outcome outcome = shell.run(kOptimise + arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    return outcome.messages;
  };
  EXPECT_THAT(message_of(""), HasSubstr("--minimise METRIC"));
  EXPECT_THAT(message_of("--minimise a --maximise b"), HasSubstr("--minimise METRIC"));
  EXPECT_THAT(message_of("--minimise latency.p96"), HasSubstr("did you mean 'latency.p9"));
  EXPECT_THAT(message_of("--minimise accuracy --vary nothing.here=1..3"), HasSubstr("nothing"));
  EXPECT_THAT(message_of("--minimise accuracy --json ''"), HasSubstr("expected the name of a file, or -"));
  EXPECT_THAT(message_of("--minimise accuracy --vary policies.early-exit.thresholds.0=0.5..1.5"),
              HasSubstr("out of range"));
  EXPECT_THAT(message_of("--minimise accuracy --grid 0"), HasSubstr("--grid 0"));
  EXPECT_THAT(message_of("--minimise accuracy --set 'sweep={a: {seed: [1, 2]}}'"), HasSubstr("sweep"));
}

}  // namespace
}  // namespace dimsim
