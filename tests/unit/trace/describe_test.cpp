#include "dimsim/trace/describe.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/trace/exit_statistics.hpp"
#include "support/readme_table.hpp"
#include "support/temporary_folder.hpp"
#include "support/trace_content.hpp"

#include <cmath>
#include <filesystem>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::trace {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr double kRounding = 1e-7;  ///< of float scores: see trace_test.cpp

FileFigures describe_small(const TraceContent& content = small_trace()) {
  const TemporaryFolder folder;
  content.write(folder / "small.h5");
  return describe(folder / "small.h5");
}

TEST(Describe, CountsTheContentsOfASplit) {
  const FileFigures figures = describe_small();
  ASSERT_EQ(figures.splits.size(), 2U);
  const SplitFigures& test = figures.splits[0];
  EXPECT_EQ(test.name, "test");
  EXPECT_EQ(test.samples, 3U);
  EXPECT_EQ(test.exits, 2);
  EXPECT_EQ(test.classes, 2);
  EXPECT_EQ(test.embedding_size, 2);
  EXPECT_NEAR(test.majority, 2.0 / 3, 1e-15);
  EXPECT_EQ(test.tokens.mean, 6);
  EXPECT_EQ(test.tokens.minimum, 5);
  EXPECT_NEAR(test.tokens.p5, 5.1, 1e-14);
  EXPECT_EQ(test.text_bytes.p50, 60);
  EXPECT_EQ(test.text_bytes.maximum, 70);
  EXPECT_THAT(test.complexity.value(), ElementsAre(1, 1, 1));
  EXPECT_EQ(figures.splits[1].exits, 0);
  EXPECT_THAT(figures.splits[1].by_exit, IsEmpty());
  EXPECT_EQ(figures.description.task, "parity");
}

TEST(Describe, GivesTheQualityOfEachExit) {
  // Gold 1, 0, 1; exit 1 answers 1 (3/4), 0 (1/2, a tie), 0 (1); exit 2 answers 1 (9/10), 0 (e/(1+e)), 1 (1).
  const std::vector<ExitFigures> exits = describe_small().splits[0].by_exit;
  ASSERT_EQ(exits.size(), 2U);
  EXPECT_NEAR(exits[0].accuracy, 2.0 / 3, 1e-15);
  EXPECT_NEAR(exits[0].confidence, (0.75 + 0.5 + 1) / 3, kRounding);
  EXPECT_NEAR(exits[0].confidence_when_right, (0.75 + 0.5) / 2, kRounding);
  EXPECT_EQ(exits[0].confidence_when_wrong, 1);
  EXPECT_NEAR(exits[0].calibration_error, (0.25 + 0.5 + 1) / 3, kRounding);  // three bins of one sample
  EXPECT_NEAR(exits[0].agreement_with_last, 2.0 / 3, 1e-15);
  EXPECT_EQ(exits[1].accuracy, 1);
  EXPECT_TRUE(std::isnan(exits[1].confidence_when_wrong));
  EXPECT_EQ(exits[1].agreement_with_last, 1);
}

/// Two samples of gold class 1. Exit 1 answers 1 (3/4) and 0 (3/4), exit 2 answers 1 (9/10) and 0 (9/10).
Split two_samples() {
  const auto likely = static_cast<float>(std::log(3));
  const auto likelier = static_cast<float>(std::log(9));
  Split split;
  split.samples = 2;
  split.exits = 2;
  split.classes = 2;
  split.guid = {1, 2};
  split.gold = {1, 1};
  split.tokens = {5, 6};
  split.text_bytes = {50, 60};
  split.logits = {0, likely, 0, likelier, likely, 0, likelier, 0};
  return split;
}

TEST(Describe, AgreementIsWithTheLastExitEvenIfThatIsWrong) {
  const std::vector<ExitFigures> exits = describe("two", two_samples()).by_exit;
  EXPECT_EQ(exits.at(0).agreement_with_last, 1);
  EXPECT_EQ(exits.at(0).accuracy, 0.5);
}

TEST(Trace, EntropyIsAShareOfTheLargestPossible) {
  Split split = two_samples();
  EXPECT_NEAR(split.entropy(0, 1), -(0.75 * std::log(0.75) + 0.25 * std::log(0.25)) / std::log(2), 1e-7);
  split.classes = 4;
  split.exits = 1;
  split.logits.assign(8, 1);
  EXPECT_NEAR(split.entropy(0, 1), 1, 1e-12);
}

TEST(ThresholdExit, AnExitAnswersAtOrAboveTheThreshold) {
  const Split split = two_samples();
  const double confidence = split.confidence(0, 1);
  EXPECT_THAT(threshold_exit(split, {1, 2}, confidence).shares, ElementsAre(1, 0));
  EXPECT_THAT(threshold_exit(split, {1, 2}, std::nextafter(confidence, 1)).shares, ElementsAre(0, 1));
  EXPECT_EQ(threshold_exit(split, {1, 2}, confidence).accuracy, 0.5);
}

TEST(Describe, GivesTheProgressOfTraining) {
  // Gold is 0; its probability after epoch 1: 3/4, 9/10, 1/4, 3/4, 1/4, 1/10; 2: 3/4, 9/10, 3/4, 9/10, 1/4,
  // 3/4.
  const DynamicsFigures dynamics = describe_small().dynamics.value();
  EXPECT_EQ(dynamics.samples, 6U);
  EXPECT_THAT(dynamics.accuracy, ElementsAre(0.5, 5.0 / 6));
  EXPECT_THAT(dynamics.gold_probability,
              ElementsAre(testing::DoubleNear(3.0 / 6, kRounding), testing::DoubleNear(4.3 / 6, kRounding)));
  TraceContent content = small_trace();
  content.numbers["train/exit_logits"] = {{6, 1, 2}, std::vector<float>(12, 1)};
  content.numbers.erase("train/dynamics_exit2");
  EXPECT_FALSE(describe_small(content).dynamics);
}

TEST(Describe, ReportsTheErrorsOfAllSplits) {
  TraceContent content = small_trace();
  content.integers["test/tokens"].values[1] = 0;
  content.integers["train/gold"].values[2] = 7;
  try {
    describe_small(content);
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), testing::AllOf(HasSubstr("'test/tokens'[1]"), HasSubstr("'train/gold'[2]")));
  }
}

TEST(CalibrationError, IsTheMeanGapBetweenConfidenceAndAccuracyOverBins) {
  EXPECT_NEAR(calibration_error({0.6, 0.7, 0.9}, {true, false, true}, 2), std::abs((0.6 + 0.7 + 0.9) - 2) / 3,
              1e-15);
  // Bins include their upper edge: with two bins, 1/2 belongs to the lower and 1 to the upper one.
  EXPECT_NEAR(calibration_error({0.5, 1}, {true, false}, 2), (0.5 + 1) / 2, 1e-15);
  EXPECT_NEAR(calibration_error({0.75, 1}, {true, false}, 2), 0.375, 1e-15);
  EXPECT_TRUE(std::isnan(calibration_error({}, {})));
}

const std::filesystem::path kMeasured = DIMSIM_SOURCE_DIR "/../shared/data/traces";

/// A figure of each exit in percent with one decimal, as the READMEs of the measured traces print them.
std::vector<std::string> printed(const std::vector<ExitFigures>& exits, double ExitFigures::*figure) {
  std::vector<std::string> cells;
  for (const ExitFigures& exit : exits) {
    cells.push_back(fmt::format("{:.1f}", 100 * exit.*figure));
  }
  return cells;
}

class DescribeMeasured : public testing::TestWithParam<std::string> {};

// The tables of those READMEs were computed by a program in another language.
TEST_P(DescribeMeasured, MatchesTheReadmeToThePrintedDigit) {
  if (!std::filesystem::exists(kMeasured)) {
    GTEST_SKIP() << "the measured traces are not beside the repository";
  }
  const std::string& task = GetParam();
  for (const std::string folder : {"joint", "two-stage"}) {
    const std::filesystem::path readme = kMeasured / folder / "README.md";
    const auto exits = describe(kMeasured / folder / task / (task + ".h5"), "test").splits.at(0).by_exit;
    ASSERT_EQ(exits.size(), 12U);
    EXPECT_EQ(printed(exits, &ExitFigures::accuracy),
              readme_row(readme, folder == "joint" ? "Test accuracy per exit" : "Accuracy per exit", task));
    EXPECT_EQ(printed(exits, &ExitFigures::calibration_error),
              readme_row(readme, "Expected calibration error per exit", task));
    if (folder == "two-stage") {
      EXPECT_EQ(printed(exits, &ExitFigures::agreement_with_last),
                readme_row(readme, "Test samples on which the exit predicts the same class", task));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Tasks, DescribeMeasured, testing::Values("sst2", "trec6", "subj"),
                         [](const testing::TestParamInfo<std::string>& task) { return task.param; });

}  // namespace
}  // namespace dimsim::trace
