#include "dimsim/language/document.hpp"
#include "support/shell.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

language::Node read_entry(const std::string& text) {
  Diagnostics diagnostics;
  language::Node entry = language::parse_document(make_source("entry.yaml", text), diagnostics);
  diagnostics.throw_if_any();
  return entry;
}

/// 12 layers with 22.35 GFLOP at 128 tokens. An overhead of 2 ms per layer and 100 GFLOP/s give these times,
/// apart from the head.
constexpr const char* kRows =
    "device,model,tokens,batch,precision,seconds,source,use\n"
    "box,bert-base,128,1,fp16,0.2475,\"Doe, table 3\",\n"
    "box,bert-base,128,2,fp16,0.4710,\"Doe, table 3\",\n"
    "box,bert-base,128,4,fp16,0.9180,\"Doe, table 4\",\n"
    "box,bert-base,128,8,fp16,1.9,\"Doe, table 4\",check\n"
    "box,bert-base,128,1,int8,0.1,,\n"
    "box,bert-base,128,2,int8,0.2,,\n"
    "other,bert-base,128,1,fp32,0.1,,\n";

TEST(Profile, MeasuresThisMachineAndWritesItsEntry) {
  const Shell shell;
  Outcome outcome;
  for (int attempt = 0; outcome.status != 0 && attempt < 20; ++attempt) {
    outcome = shell.run(
        "$DIMSIM profile --model bert-tiny --tokens 16,8 --batch 1,2 --max-seconds 0.2 --precision 10% "
        "--idle-power 3W -o here.yaml");
    // The only failure that a busy machine excuses.
    ASSERT_TRUE(outcome.status == 0 || outcome.messages.find("no entry is written") != std::string::npos);
  }
  ASSERT_EQ(outcome.status, 0) << outcome.messages;
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("1 thread"), HasSubstr("Eigen 3."), HasSubstr("\nbert-tiny\n"),
                                    HasSubstr("tokens  batch"), HasSubstr("fp32: overhead")));
  EXPECT_THAT(outcome.messages, HasSubstr("Device entry: here.yaml\n"));
  const language::Node entry = read_entry(read_file(shell / "here.yaml"));
  EXPECT_GT(entry.at("compute").at("fp32").at("rate").quantity(Dimension::Compute), 0);
  EXPECT_EQ(entry.at("power").at("idle").quantity(Dimension::Power), 3);
  EXPECT_THAT(entry.at("sources").at("power.idle").string(), HasSubstr("--idle-power"));
  EXPECT_THAT(entry.at("sources").at("power.load").string(), StartsWith("assumed"));
  EXPECT_THAT(
      entry.at("sources").at("measured").string(),
      AllOf(StartsWith("dimsim profile --model bert-tiny"), HasSubstr("dimsim 0."), HasSubstr("thread")));
  ASSERT_EQ(entry.at("measured").items.size(), 2U);  // the whole model, and up to the exit after layer 1 of 2
  const language::Node& whole = entry.at("measured").items[0];
  const language::Node& half = entry.at("measured").items[1];
  EXPECT_FALSE(whole.has("layers"));
  EXPECT_EQ(half.at("layers").integer(), 1);
  ASSERT_EQ(whole.at("times").items.size(), 2U);
  ASSERT_EQ(whole.at("times").items[0].items.size(), 2U);
  EXPECT_EQ(whole.at("tokens").items[0].integer(), 8);
  ASSERT_EQ(half.at("times").items.size(), 2U);
}

// On a busy machine, times may fall by more than their intervals despite repetitions. The command then states
// the reason and writes no entry. It never writes an entry that cannot be read.
TEST(Profile, WritesOnlyEntriesThatTheCatalogueReads) {
  const Shell shell;
  const std::string entry = "c/platforms/devices/here.yaml";
  ASSERT_EQ(shell.run("mkdir -p c/platforms/devices && ln -s $SCENARIOS/../models c/models").status, 0);
  shell.write("rows.csv", kRows);
  for (const std::string arguments :
       {"--model bert-tiny,bert-mini --tokens 8,16 --max-seconds 0.1 --precision 50%",
        "--fit rows.csv --device box"}) {
    const Outcome outcome = shell.run("$DIMSIM profile " + arguments + " -o " + entry);
    if (outcome.status != 0) {
      EXPECT_EQ(outcome.status, 1);
      EXPECT_THAT(outcome.messages, HasSubstr("no entry is written. Leave the machine alone"));
      EXPECT_FALSE(std::filesystem::exists(shell / entry));
      EXPECT_THAT(arguments, HasSubstr("--model")) << "a fit does not depend on the machine";
      continue;
    }
    const Outcome show = shell.run("DIMSIM_CATALOGUE=$PWD/c $DIMSIM show here");
    EXPECT_EQ(show.status, 0) << show.messages;
    EXPECT_THAT(show.output, HasSubstr("layer_overhead"));
    std::filesystem::remove(shell / entry);
  }
}

TEST(Profile, RefusesToWriteAnInvalidEntry) {
  const Shell shell;
  // 22 GFLOP in 10 us is more than a device with the assumed 15 W can compute.
  shell.write("rows.csv",
              "device,model,tokens,batch,precision,seconds\nbox,bert-base,128,1,fp16,0.00001\n"
              "box,bert-base,128,2,fp16,0.00002\nbox,bert-base,128,4,fp16,0.00004\n");
  const std::string command = "$DIMSIM profile --fit rows.csv -o box.yaml";
  const Outcome refused = shell.run(command);
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.messages,
              AllOf(HasSubstr("the entry was not written, because dimsim could not read it"),
                    HasSubstr("exceeds the efficiency of any hardware")));
  EXPECT_FALSE(std::filesystem::exists(shell / "box.yaml"));
  EXPECT_EQ(shell.run(command + " --load-power 100kW").status, 0);
  EXPECT_TRUE(std::filesystem::exists(shell / "box.yaml"));
}

TEST(Profile, FitsMeasuredRowsAndPrintsTheEntry) {
  const Shell shell;
  shell.write("rows.csv", kRows);
  const Outcome outcome = shell.run("$DIMSIM profile --fit rows.csv --device box");
  ASSERT_EQ(outcome.status, 0) << outcome.messages;
  EXPECT_THAT(
      outcome.output,
      AllOf(HasSubstr("model      tokens  batch  precision  measured, ms  predicted  deviation  left out"),
            HasSubstr("check"), HasSubstr("fp16: overhead 0 s, layer overhead 2 ms, rate 100 GFLOP/s"),
            HasSubstr("3 rows, median deviation"), HasSubstr("int8: ")));
  const language::Node entry = read_entry(outcome.output.substr(outcome.output.find("\ndescription:") + 1));
  EXPECT_EQ(entry.at("compute").at("precision").string(), "fp16");
  EXPECT_NEAR(entry.at("compute").at("fp16").at("rate").quantity(Dimension::Compute) / 100e9, 1, 0.01);
  EXPECT_THAT(entry.at("sources").at("compute").string(),
              AllOf(HasSubstr("leaving each out"), HasSubstr("rows from: Doe, table 3; Doe, table 4")));
}

TEST(Profile, KeepsFixedParameters) {
  const Shell shell;
  shell.write("rows.csv", kRows);
  const Outcome few = shell.run("$DIMSIM profile --fit rows.csv --device other -o x.yaml");
  EXPECT_EQ(few.status, 2);
  EXPECT_THAT(few.messages,
              HasSubstr("1 row to fit to in fp32; at least 2 are needed for layer overhead and rate"));
  const Outcome fixed = shell.run(
      "$DIMSIM profile --fit rows.csv --device other --layer-overhead 1ms --overhead 2ms --memory-bandwidth "
      "none");
  ASSERT_EQ(fixed.status, 0) << fixed.messages;
  EXPECT_THAT(fixed.output,
              AllOf(HasSubstr("overhead: 2 ms, layer_overhead: 1 ms"), Not(HasSubstr("memory_"))));
}

TEST(Profile, FitsOnePrecisionAlone) {
  const Shell shell;
  shell.write("rows.csv", kRows);
  const Outcome outcome = shell.run("$DIMSIM profile --fit rows.csv --device box --only int8");
  ASSERT_EQ(outcome.status, 0) << outcome.messages;
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("precision: int8"), Not(HasSubstr("fp16"))));
  EXPECT_THAT(shell.run("$DIMSIM profile --fit rows.csv --device box --only fp32").messages,
              HasSubstr("device 'box' has no rows in fp32"));
  EXPECT_THAT(shell.run("$DIMSIM profile --fit rows.csv --only int4").messages,
              HasSubstr("expected fp32, fp16"));
}

TEST(Profile, RejectsWrongArgumentsAndWritesNothing) {
  const Shell shell;
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"", "nothing to do"},
      {"--model bert-bse", "did you mean 'bert-base'?"},
      {"--model deberta-v3-small", "disentangled attention"},
      {"--model bert-tiny --fit rows.csv", "--model cannot be combined with --fit"},
      {"--fit rows.csv --tokens 8", "--tokens cannot be combined with --fit"},
      {"--model bert-tiny --device box", "--device cannot be combined with --model"},
      {"--model bert-tiny --tokens 8,,16", "expected whole numbers from 1"},
      {"--model bert-tiny --tokens 0", "expected whole numbers from 1"},
      {"--model bert-tiny --tokens 1024", "bert-tiny supports at most 512 tokens"},
      {"--model bert-tiny --batch two", "--batch 'two'"},
      {"--model bert-tiny --threads 0", "--threads '0'"},
      {"--model bert-tiny --threads 100000", "use at most"},
      {"--model bert-tiny --precision 2", "expected a percentage"},
      {"--model bert-tiny --max-seconds soon", "expected a number of seconds"},
      {"--model bert-tiny --instructions mmx", "available: sse2"},
      {"--model bert-tiny --idle-power 5", "--idle-power: '5' has no unit"},
      {"--model bert-tiny --idle-power 5W --load-power 4W", "below --idle-power"},
      {"--model bert-tiny --rate 0GFLOP/s", "above 0"},
      {"--fit nothing.csv", "nothing.csv: error: cannot be read: No such file"},
      {"--fit .", "is a folder"},
  };
  for (const auto& [arguments, said] : wrong) {
    const Outcome outcome = shell.run("$DIMSIM profile -o x.yaml " + arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_THAT(outcome.messages, HasSubstr(said)) << arguments;
    EXPECT_EQ(outcome.output, "") << arguments;
  }
  EXPECT_TRUE(shell.is_empty());
}

TEST(Profile, ChecksTheOutputBeforeItMeasures) {
  const Outcome outcome = Shell().run("$DIMSIM profile --model bert-base -o no/such/folder.yaml");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.messages, HasSubstr("no/such/folder.yaml"));
  EXPECT_EQ(outcome.output, "");
}

TEST(Profile, RequiresTheDeviceAndReportsErrorsInTheTable) {
  const Shell shell;
  shell.write("rows.csv", kRows);
  EXPECT_THAT(
      shell.run("$DIMSIM profile --fit rows.csv").messages,
      AllOf(HasSubstr("rows of 2 devices"), HasSubstr("add --device NAME; devices in the file: box, other")));
  EXPECT_THAT(shell.run("$DIMSIM profile --fit rows.csv --device bax").messages,
              HasSubstr("did you mean 'box'?"));
  shell.write("holes.csv", "device,model,tokens,batch,precision,seconds\nbox,bert-bse,,1,fp32,\n");
  const Outcome holes = shell.run("$DIMSIM profile --fit holes.csv -o x.yaml");
  EXPECT_EQ(holes.status, 2);
  EXPECT_THAT(holes.messages, AllOf(HasSubstr("holes.csv:2:5: error: model: unknown model 'bert-bse'"),
                                    HasSubstr("did you mean 'bert-base'?"),
                                    HasSubstr("holes.csv:2:14: error: tokens is missing"),
                                    HasSubstr("holes.csv:2:22: error: seconds is missing")));
}

}  // namespace
}  // namespace dimsim
