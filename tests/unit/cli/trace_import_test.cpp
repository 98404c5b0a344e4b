#include "support/shell.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dimsim {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kRows =
    "Sample_ID,Exit,Confidence,Prediction,Label\n"
    "0,1,0.6,1,1\n0,2,0.9,1,1\n1,1,0.7,1,0\n1,2,0.8,0,0\n";

TEST(TraceImport, PrintsHelpWithExamples) {
  const Outcome help = Shell().run("$DIMSIM trace import --help");
  EXPECT_EQ(help.status, 0);
  EXPECT_THAT(help.output,
              AllOf(StartsWith("Usage: dimsim trace import INPUT… [options]"),
                    HasSubstr("--column NAME=THEIRS"), HasSubstr("Examples:\n  dimsim trace import ")));
}

TEST(TraceImport, PrintsTheOutputOfTraceShow) {
  const Shell shell;
  shell.write("rows.csv", kRows);
  const Outcome import = shell.run(
      "$DIMSIM trace import dev=rows.csv --tokens 26 --text-bytes 103 --task sst2 --model bert-base "
      "--description 'a few rows' -o out.h5");
  ASSERT_EQ(import.status, 0) << import.messages;
  EXPECT_EQ(import.messages, "Trace: out.h5\n");
  EXPECT_THAT(import.output,
              AllOf(HasSubstr("task             sst2\n"), HasSubstr("a few rows"),
                    HasSubstr("assumed: 26 for every sample"), HasSubstr("\n2        100.0 ")));
  EXPECT_EQ(shell.run("$DIMSIM trace show out.h5").output, import.output);
  const auto json = nlohmann::json::parse(shell.run("$DIMSIM trace show out.h5 --json -").output);
  EXPECT_EQ(json["splits"][0]["split"], "dev");
  EXPECT_EQ(json["splits"][0]["by_exit"][0]["accuracy"], 0.5);
  EXPECT_NEAR(json["splits"][0]["by_exit"][1]["confidence"], 0.85, 1e-6);  // float logits
}

TEST(TraceImport, WritesATraceThatCanBeSimulated) {
  const Shell shell;
  std::string rows = "sample,exit,confidence,prediction,label,tokens,text_bytes,complexity\n";
  for (int sample = 0; sample < 30; ++sample) {
    for (int exit = 1; exit <= 12; ++exit) {
      rows += std::to_string(sample) + "," + std::to_string(exit) + ",0.75,1,1,12,60,easy\n";
    }
  }
  shell.write("rows.csv", rows);
  ASSERT_EQ(shell.run("$DIMSIM trace import rows.csv -o out.h5").status, 0);
  const Outcome run = shell.run(
      "$DIMSIM run $SCENARIOS/quickstart.yaml -q --set workload.requests=60 --set "
      "workload.warm_up_requests=0 --set workload.trace=$PWD/out.h5");
  EXPECT_EQ(run.status, 0) << run.messages;
  EXPECT_THAT(run.output, HasSubstr("\ncartography 100.0 "));
}

TEST(TraceImport, RejectsWrongArgumentsAndWritesNothing) {
  const Shell shell;
  shell.write("rows.csv", kRows);
  const std::string lengths = " --tokens 26 --text-bytes 103 ";
  const auto expect_refused = [&](const std::string& arguments, const std::string& message, int status = 2) {
    const Outcome outcome = shell.run("$DIMSIM trace import " + arguments);
    EXPECT_EQ(outcome.status, status) << arguments;
    EXPECT_EQ(outcome.output, "") << arguments;
    EXPECT_THAT(outcome.messages, HasSubstr(message)) << arguments;
  };
  expect_refused("rows.csv" + lengths, "add -o FILE");
  expect_refused("-o out.h5" + lengths, "INPUT is missing");
  expect_refused("rows.csv -o out.h5", "--tokens N");
  expect_refused("rows.csv -o rows.csv" + lengths, "is one of the inputs");
  expect_refused("absent.csv -o out.h5" + lengths, "absent.csv: error: cannot be read: No such file");
  expect_refused("rows.csv -o out.h5 --column labl=y" + lengths, "did you mean 'label'?");
  expect_refused("rows.csv -o out.h5 --column label" + lengths, "expected NAME=THEIRS");
  expect_refused("rows.csv -o out.h5 --tokens 0", "--tokens 0: expected 1 to");
  expect_refused("rows.csv -o out.h5 --classes 1" + lengths, "--classes 1: expected 2 to");
  expect_refused("rows.csv -o out.h5 --split a/b" + lengths, "--split: invalid split name");
  expect_refused("rows.csv -o no/out.h5" + lengths, "cannot write 'no/out.h5': No such file or directory", 1);
  EXPECT_FALSE(std::filesystem::exists(shell / "out.h5"));
  EXPECT_EQ(read_file(shell / "rows.csv"), kRows);
}

}  // namespace
}  // namespace dimsim
