#include "dimsim/cartography/label_splits.hpp"
#include "dimsim/cli/text/synthesis_text.hpp"
#include "dimsim/synthesis/recipe_file.hpp"
#include "dimsim/synthesis/synthesize.hpp"
#include "support/shell.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;

/// Every shipped recipe in its default size. Their points are spread evenly, so that figures deviate by less
/// than standard errors; the seed is that of the command.
class ShippedRecipe : public testing::TestWithParam<std::string> {
 protected:
  const synthesis::Recipe recipe_ = synthesis::load_recipe(synthesis::recipe_file(GetParam()));
  const SynthesisComparison comparison_ =
      compare(recipe_, synthesis::synthesize(recipe_, recipe_.samples, 1));
};

TEST_P(ShippedRecipe, IsMetByItsExits) {
  ASSERT_EQ(comparison_.split, "test");
  ASSERT_GE(comparison_.samples, 5000U);
  ASSERT_EQ(comparison_.accuracy.generated.size(), 12U);
  EXPECT_LE(comparison_.accuracy.worst().deviation, 0.01);
  EXPECT_LE(comparison_.correlation_with_last.worst().deviation, 0.05);
  EXPECT_LE(comparison_.confidence_correlation.worst().deviation, 0.05);
  EXPECT_TRUE(comparison_.is_within_tolerance());
  // Confidences deviate by some 0.16: 0.002 a standard error of 8,000 right answers, 0.005 of 1,000 wrong
  // ones.
  EXPECT_LE(comparison_.confidence_right.worst().deviation, 0.008);
  EXPECT_LE(comparison_.confidence_wrong.worst().deviation, 0.02);
}

TEST_P(ShippedRecipe, IsMetByItsTexts) {
  for (const Compared& each : comparison_.tokens) {
    // Linear interpolation between few quantiles distorts the distribution, mainly in its thin tails: a tenth
    // of the deviation.
    EXPECT_NEAR(each.generated, each.target, std::max(1.0, 0.1 * each.target)) << each.name;
  }
}

TEST_P(ShippedRecipe, IsMetByItsDataMap) {
  // Means of 5,000 samples that deviate by 0.1 have a standard error of 0.0014.
  const std::map<std::string, double> tolerances{
      {"confidence", 0.006},       {"sd of confidence", 0.01},  {"variability", 0.006},
      {"sd of variability", 0.01}, {"their correlation", 0.05}, {"sent back to own pool", 0.03}};
  for (const Compared& each : comparison_.map) {
    EXPECT_NEAR(each.generated, each.target, tolerances.at(each.name)) << each.name;
  }
  for (const Compared& each : comparison_.correctness) {
    EXPECT_NEAR(each.generated, each.target, 0.07) << each.name;  // not fitted
  }
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Glue, ShippedRecipe, testing::Values("sst-2", "mrpc", "qnli", "qqp", "mnli", "rte"),
                         test_name);

TEST(ShippedRecipes, AreTheSixTasks) {
  EXPECT_THAT(synthesis::recipe_names(), testing::ElementsAre("mnli", "mrpc", "qnli", "qqp", "rte", "sst-2"));
}

/// A figure that is not fitted: early exit by a threshold on the 872 real sentences of SST-2.
TEST(Sst2, ExitsByThresholdLikeRealAnswers) {
  const synthesis::Recipe recipe = synthesis::load_recipe(synthesis::recipe_file("sst-2"));
  const SynthesisComparison comparison = compare(recipe, synthesis::synthesize(recipe, recipe.samples, 1));
  ASSERT_EQ(comparison.checks.size(), 5U);
  for (const ComparedCheck& check : comparison.checks) {
    // A share of 872 has a standard error of 1.7 points, an accuracy of 1.1.
    EXPECT_NEAR(check.generated.accuracy, check.real.accuracy, 0.015);
    for (std::size_t i = 0; i < check.real.shares.size(); ++i) {
      EXPECT_NEAR(check.generated.shares[i], check.real.shares[i], 0.05);
    }
  }
}

/// Another figure that is not fitted: the number of exits of 12 that are right on a sentence.
TEST(Sst2, HasTheNumberOfRightExitsPerSentenceOfRealAnswers) {
  const synthesis::Recipe recipe = synthesis::load_recipe(synthesis::recipe_file("sst-2"));
  const trace::Split split =
      synthesis::synthesize(recipe, {.train = 0, .dev = 0, .test = 10000}, 1).front().split;
  std::map<int, double> share;
  for (std::size_t sample = 0; sample < split.samples; ++sample) {
    int right = 0;
    for (int exit = 1; exit <= split.exits; ++exit) {
      right += split.prediction(sample, exit) == split.gold[sample] ? 1 : 0;
    }
    share[right] += 1e-4;
  }
  // Two standard errors of 872 sentences.
  EXPECT_NEAR(share[0], 0.028, 0.011);
  EXPECT_NEAR(share[11], 0.337, 0.032);
  EXPECT_NEAR(share[12], 0.403, 0.033);
}

/// The pools of the data map are related to the exits: easy samples are right earlier.
TEST(Sst2, EasyPoolsAreRightEarlier) {
  const Shell shell;
  ASSERT_EQ(shell.run("$DIMSIM trace synthesize sst-2 -o t.h5").status, 0);
  ASSERT_EQ(shell.run("$DIMSIM cartography t.h5 -o t.h5").status, 0);
  const trace::Trace trace = trace::read(shell / "t.h5", "test");

  const synthesis::Recipe recipe = synthesis::load_recipe(synthesis::recipe_file("sst-2"));
  auto in_memory = synthesis::synthesize(recipe, recipe.samples, 1);
  cartography::label_splits(in_memory, {});
  EXPECT_EQ(in_memory.back().split.complexity, trace.split.complexity);

  std::map<trace::Complexity, std::pair<double, double>> right_and_all;
  for (std::size_t i = 0; i < trace.split.samples; ++i) {
    auto& [right, all] = right_and_all[trace.split.complexity[i]];
    right += trace.split.prediction(i, 3) == trace.split.gold[i] ? 1 : 0;
    all += 1;
  }
  const auto accuracy = [&](trace::Complexity pool) {
    return right_and_all[pool].first / right_and_all[pool].second;
  };
  // Half of the samples are assigned to another pool; standard errors are 0.7 points.
  EXPECT_GT(accuracy(trace::Complexity::Easy), accuracy(trace::Complexity::Medium));
  EXPECT_GT(accuracy(trace::Complexity::Easy), accuracy(trace::Complexity::Hard) + 0.05);
}

TEST(TraceSynthesize, PrintsTargetsAndMarksTheTraceAsSynthetic) {
  const Shell shell;
  const Outcome outcome = shell.run("$DIMSIM trace synthesize sst-2 -o sst-2.h5");
  EXPECT_EQ(outcome.status, 0) << outcome.messages;
  EXPECT_EQ(outcome.messages, "Synthetic trace: sst-2.h5\n");
  EXPECT_THAT(outcome.output,
              AllOf(testing::StartsWith("SYNTHETIC: generated from the recipe sst-2"),
                    HasSubstr("test, 10,000 samples; targets in brackets"), HasSubstr("(90.2)"),
                    HasSubstr("within tolerance."), HasSubstr("53.7/15.4/31.0"),
                    HasSubstr("Assumed: exits.highest_confidence,")));
  EXPECT_THAT(shell.run("$DIMSIM trace show sst-2.h5").output, HasSubstr("SYNTHETIC"));
}

TEST(TraceSynthesize, RunsAndIsReportedAsSynthetic) {
  const Shell shell;
  ASSERT_EQ(shell.run("$DIMSIM trace synthesize rte --model distilbert --samples 300 -o rte.h5").status, 0);
  ASSERT_EQ(shell.run("$DIMSIM cartography rte.h5 -o rte.h5").status, 0);
  const Outcome outcome = shell.run(
      "$DIMSIM run $SCENARIOS/quickstart.yaml --set workload.trace=$PWD/rte.h5 --set model=distilbert "
      "--set deployment.tiers.mobile.layers=1-2 --set deployment.tiers.edge.layers=1-4 "
      "--set deployment.tiers.cloud.layers=1-6 -o out.h5");
  EXPECT_EQ(outcome.status, 0) << outcome.messages;
  EXPECT_THAT(outcome.output, HasSubstr("synthetic input: trace rte.h5"));
}

TEST(TraceSynthesize, ReportsWhereFewSamplesMissTheirTargets) {
  const Outcome outcome = Shell().run("$DIMSIM trace synthesize qqp --samples 40 -o t.h5");
  EXPECT_EQ(outcome.status, 0) << outcome.messages;
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("BEYOND"), HasSubstr("standard error")));
}

TEST(TraceSynthesize, WritesOnlyTheRequestedSplits) {
  const Shell shell;
  ASSERT_EQ(shell.run("$DIMSIM trace synthesize mrpc --train 0 --dev 0 --test 20 -o t.h5").status, 0);
  const Outcome outcome = shell.run("$DIMSIM trace show t.h5 --split dev");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.messages, HasSubstr("it has: test"));
}

TEST(TraceSynthesize, RefusesInvalidOptions) {
  const Shell shell;
  const auto refused = [&](const std::string& arguments) {
    const Outcome outcome = shell.run("$DIMSIM trace synthesize " + arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    return outcome.messages;
  };
  EXPECT_EQ(refused("sst2 -o t.h5"),
            "error: there is no recipe 'sst2'\n"
            "  hint: known: mnli, mrpc, qnli, qqp, rte and sst-2; or give a file that ends in .yaml\n");
  EXPECT_THAT(refused("sst-2"), HasSubstr("add -o FILE"));
  EXPECT_THAT(refused("sst-2 --model gpt -o t.h5"), HasSubstr("it has: bert-base, bert-tiny"));
  EXPECT_THAT(refused("sst-2 --samples 0 -o t.h5"), HasSubstr("expected a number from 1 to 10000000"));
  EXPECT_THAT(refused("sst-2 --train 0 --dev 0 --test 0 -o t.h5"), HasSubstr("no samples are asked for"));
  EXPECT_THAT(refused("sst-2 --seed -1 -o t.h5"), HasSubstr("expected a number from 0 on"));
  EXPECT_THAT(refused("missing.yaml -o t.h5"), HasSubstr("missing.yaml"));
  EXPECT_TRUE(shell.run("ls").output.empty());
}

}  // namespace
}  // namespace dimsim::cli
