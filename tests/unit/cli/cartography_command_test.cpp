#include "support/shell.hpp"

#include <cmath>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

/// Nine samples of two epochs. Both epochs give the gold class the same probability, so that variability is 0
/// and samples differ only in confidence.
void write_dynamics(const Shell& shell) {
  for (const std::string epoch : {"0", "1"}) {
    std::string text;
    for (int i = 1; i <= 9; ++i) {
      const double p = 0.1 * i;
      text += R"({"guid":"s)" + std::to_string(i) + R"(","logits_epoch_)" + epoch + R"(":[)" +
              std::to_string(std::log(p / (1 - p))) + R"(,0],"gold":0})" + "\n";
    }
    shell.write("dynamics_epoch_" + epoch + ".jsonl", text);
  }
}

TEST(CartographyCommand, PrintsTheMapTheCutsAndThePools) {
  const Shell shell;
  write_dynamics(shell);
  const Outcome outcome = shell.run("$DIMSIM cartography .");
  EXPECT_EQ(outcome.status, 0) << outcome.messages;
  EXPECT_EQ(outcome.messages, "");
  EXPECT_THAT(outcome.output, StartsWith("9 samples, 2 epochs.\n"));
  // Five are at or above the median of 0.5; of the others half are below 0.25.
  EXPECT_THAT(outcome.output, HasSubstr("easy:   confidence >= 0.5 (q0.5) and variability <= 0 (q0.5)\n"
                                        "medium: of the others, confidence >= 0.25 (q0.5 of the others)\n"));
  EXPECT_THAT(outcome.output, HasSubstr("all        5   55.6 %        2   22.2 %      2   22.2 %\n"));
  EXPECT_THAT(outcome.output,
              AllOf(HasSubstr("\nquantile * "), HasSubstr("\nabsolute "), HasSubstr("\nthirds ")));
  EXPECT_THAT(outcome.output,
              HasSubstr("The choice of cuts decides how many samples are hard: 33.3 % (thirds)"));
}

TEST(CartographyCommand, MarksTheCutsInUseByTheirValuesNotByTheirPools) {
  const Shell shell;
  write_dynamics(shell);
  // q0.51 separates the nine samples exactly as the median does.
  const std::string nearly = shell.run("$DIMSIM cartography . --hard-confidence q0.51").output;
  EXPECT_THAT(nearly, AllOf(HasSubstr("\nquantile  "), HasSubstr("\nthese cuts * ")));
  const std::string by_hand =
      shell.run("$DIMSIM cartography . --easy-confidence 0.75 --easy-variability 0.2 --hard-confidence 0.25")
          .output;
  EXPECT_THAT(by_hand, AllOf(HasSubstr("\nabsolute * "), testing::Not(HasSubstr("these cuts"))));
}

TEST(CartographyCommand, WritesLabelsByTheRequestedCuts) {
  const Shell shell;
  write_dynamics(shell);
  const Outcome outcome =
      shell.run("$DIMSIM cartography dynamics_epoch_*.jsonl --pools thirds -o x.csv && cut -d, -f1,8 x.csv");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.messages, "Labels: x.csv\n");
  EXPECT_THAT(outcome.output,
              testing::EndsWith("guid,complexity\ns1,hard\ns2,hard\ns3,hard\ns4,medium\ns5,medium\n"
                                "s6,medium\ns7,easy\ns8,easy\ns9,easy\n"));
  EXPECT_EQ(shell.run("$DIMSIM cartography . --pools absolute --hard-confidence 0.45 -o x.csv").status, 0);
  EXPECT_THAT(shell.run("grep -c hard x.csv").output, "4\n");
}

TEST(CartographyCommand, LabelsATraceThatCanBeSimulated) {
  const Shell shell;
  const Outcome label = shell.run("$DIMSIM cartography $SCENARIOS/traces/trec6.h5 -o labelled.h5");
  ASSERT_EQ(label.status, 0) << label.messages;
  EXPECT_THAT(label.output, AllOf(HasSubstr("easy"), HasSubstr("\ntest ")));
  EXPECT_EQ(label.messages, "Labelled trace: labelled.h5\n");
  const std::string run =
      "$DIMSIM run $SCENARIOS/quickstart.yaml -q --set workload.requests=500 --set "
      "workload.warm_up_requests=0 "
      "--set workload.trace=";
  const Outcome shipped = shell.run(run + "$SCENARIOS/traces/trec6.h5");
  ASSERT_EQ(shipped.status, 0) << shipped.messages;
  // The shipped labels come from the same cuts, and the table does not name the trace file.
  EXPECT_EQ(shell.run(run + "$PWD/labelled.h5").output, shipped.output);
}

TEST(CartographyCommand, WritesNothingWithoutAnOutputOption) {
  const Shell shell;
  EXPECT_EQ(shell.run("$DIMSIM cartography $SCENARIOS/traces/trec6.h5").status, 0);
  EXPECT_EQ(shell.run("$DIMSIM cartography nothing.h5 -o x.h5").status, 2);
  EXPECT_TRUE(shell.is_empty());
}

TEST(CartographyCommand, WritesTheLabelsOfATraceAsATable) {
  const Shell shell;
  const Outcome outcome =
      shell.run("$DIMSIM cartography $SCENARIOS/traces/trec6.h5 -o x.jsonl && wc -l <x.jsonl");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("\ntrain   2,239   44.8 %"), HasSubstr("\ntest "),
                                    testing::EndsWith("5000\n")));
  EXPECT_TRUE(read_file(shell / "x.jsonl").find("\"forgetfulness\":1000") != std::string::npos);
}

TEST(CartographyCommand, ChoosesCutsByRewardButNeverOnATestSplit) {
  const Shell shell;
  const std::string trace = "$DIMSIM cartography $SCENARIOS/traces/trec6.h5 --pools reward ";
  const Outcome outcome = shell.run(trace + "-o x.h5 --mu 0.02");
  EXPECT_EQ(outcome.status, 0) << outcome.messages;
  EXPECT_THAT(outcome.output,
              AllOf(HasSubstr("Chosen for the largest mean of confidence - 0.02 λ on 452 dev samples: "),
                    HasSubstr("\nthresholds: "), HasSubstr("\nreward * ")));
  const Outcome test = shell.run(trace + "--calibration test");
  EXPECT_EQ(test.status, 2);
  EXPECT_EQ(test.output, "");
  EXPECT_THAT(test.messages, HasSubstr("may not be chosen on 'test'"));
}

TEST(CartographyCommand, DrawsTheMap) {
  const Shell shell;
  write_dynamics(shell);
  if (shell.run("gnuplot --version").status != 0) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  const Outcome outcome = shell.run("$DIMSIM cartography ./ --plot map.svg");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.messages, "Data map: map.svg, with map.dat and map.gp\n");
  EXPECT_TRUE(read_file(shell / "map.svg").find("confidence") != std::string::npos);
  EXPECT_TRUE(read_file(shell / "map.dat").find("# cuts: variability, confidence\n") != std::string::npos);
}

TEST(CartographyCommand, NamesThePackageOfGnuplot) {
  const Shell shell;
  write_dynamics(shell);
  const Outcome outcome = shell.run("PATH=/absent; $DIMSIM cartography . --plot map.svg");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.messages, HasSubstr("install the package gnuplot-nox"));
  EXPECT_FALSE(std::filesystem::exists(shell / "map.svg"));
}

TEST(CartographyCommand, RejectsConflictingOptions) {
  const Shell shell;
  write_dynamics(shell);
  shell.write("map.jsonl", "{\"guid\":1,\"confidence\":0.5,\"variability\":0,\"correctness\":1}\n");
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"", "DYNAMICS is missing"},
      {"absent", "there is no such file"},
      {". map.jsonl", "map.jsonl: error: holds map coordinates, but . holds training dynamics"},
      {". --pools third", "did you mean 'thirds'?"},
      {". --pools reward", "needs a trace (HDF5)"},
      {". --pools thirds --easy-confidence 0.5", "--easy-confidence cannot be combined with --pools thirds"},
      {". --hard-confidence 50", "--hard-confidence: '50' is not a cut"},
      {". --mu 1", "--mu requires --pools reward"},
      {". --burn-out 0", "--burn-out 0: expected at least 1 epoch"},
      {". --burn-out 1 --include-ci", "in one epoch only"},
      {"map.jsonl --include-ci", "--include-ci has no effect on map coordinates"},
      {"map.jsonl --incomplete", "--incomplete requires training dynamics"},
      {". -o labels", "use the extension .csv or .jsonl"},
      {". --plot map.jpg", "end it in .png, .pdf, .svg or .tex"},
      {"$SCENARIOS/traces/trec6.h5 --pools reward --exits 6,3,12",
       "--exits '6,3,12': expected three exit layers"},
      {"$SCENARIOS/traces/trec6.h5 --pools reward --exits 3,6", "--exits '3,6': expected three exit layers"},
      {"$SCENARIOS/traces/trec6.h5 --pools reward --offload 1,2,5",
       "--offload '1,2,5': expected three costs"},
      {"$SCENARIOS/traces/trec6.h5 --pools reward --mu -1", "--mu '-1': expected a weight"},
  };
  for (const auto& [arguments, message] : wrong) {
    const Outcome outcome = shell.run("$DIMSIM cartography " + arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_EQ(outcome.output, "") << arguments;
    EXPECT_THAT(outcome.messages, HasSubstr(message));
  }
  EXPECT_THAT(shell.run("ls").output, "dynamics_epoch_0.jsonl\ndynamics_epoch_1.jsonl\nmap.jsonl\n");
}

}  // namespace
}  // namespace dimsim
