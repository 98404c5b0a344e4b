#include "support/shell.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dimsim {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(TraceCommand, ListsItsSubcommandsAndSuggestsTheNearest) {
  const Shell shell;
  const Outcome help = shell.run("$DIMSIM trace --help");
  EXPECT_EQ(help.status, 0);
  EXPECT_THAT(help.output, AllOf(StartsWith("Usage: dimsim trace"), HasSubstr("\n  show ")));
  const Outcome wrong = shell.run("$DIMSIM trace shwo x.h5");
  EXPECT_EQ(wrong.status, 2);
  EXPECT_EQ(wrong.messages, "error: unknown subcommand of trace: 'shwo'\n  hint: did you mean 'show'?\n");
  EXPECT_EQ(shell.run("$DIMSIM trace").status, 2);
}

TEST(TraceShow, PrintsHelpWithExamples) {
  const Outcome help = Shell().run("$DIMSIM trace show --help");
  EXPECT_EQ(help.status, 0);
  EXPECT_THAT(help.output, AllOf(StartsWith("Usage: dimsim trace show TRACE [options]"),
                                 HasSubstr("ICML 2017"), HasSubstr("Examples:\n  dimsim trace show ")));
}

TEST(TraceShow, DescribesTheShippedTrace) {
  const Outcome outcome = Shell().run("$DIMSIM trace show $SCENARIOS/traces/trec6.h5");
  EXPECT_EQ(outcome.status, 0) << outcome.messages;
  EXPECT_EQ(outcome.messages, "");
  EXPECT_THAT(outcome.output,
              AllOf(HasSubstr("model                   L-12_H-128_A-2\n"), Not(HasSubstr("SYNTHETIC")),
                    HasSubstr("test       500     12        6      27.6    11.9   8/11/19"),
                    HasSubstr("\n6         70.6        69.2        79.2        45.2  12.3       71.6\n"),
                    HasSubstr("\ntrain   accuracy  p(gold)\n")));
}

TEST(TraceShow, ShowsOneSplitAsJson) {
  const Shell shell;
  const Outcome outcome = shell.run("$DIMSIM trace show $SCENARIOS/traces/trec6.h5 --split test --json -");
  ASSERT_EQ(outcome.status, 0) << outcome.messages;
  const auto json = nlohmann::json::parse(outcome.output);
  EXPECT_EQ(json["format"], "dimsim.trace");
  EXPECT_EQ(json["synthetic"], false);
  ASSERT_EQ(json["splits"].size(), 1U);
  EXPECT_EQ(json["splits"][0]["complexity"]["easy"], 141);  // 28.2 % of 500
  EXPECT_EQ(json["splits"][0]["by_exit"][11]["accuracy"], 0.816);
  EXPECT_EQ(json["dynamics"], nullptr);
  const std::string to_file = "$DIMSIM trace show $SCENARIOS/traces/trec6.h5 --split test --json out.json";
  EXPECT_THAT(shell.run(to_file).output, HasSubstr("agreement"));
  EXPECT_EQ(read_file(shell / "out.json"), outcome.output);
  EXPECT_EQ(shell.run(to_file).status, 0);  // replaces an older one
}

TEST(TraceShow, RejectsFilesThatAreNotTracesAndOverwritesNoOtherFile) {
  const Shell shell;
  shell.write("notes.txt", "mine");
  const Outcome text = shell.run("$DIMSIM trace show notes.txt");
  EXPECT_EQ(text.status, 2);
  EXPECT_EQ(text.messages, "notes.txt: error: is not an HDF5 file\n");
  const Outcome missing = shell.run("$DIMSIM trace show $SCENARIOS/traces/trec6.h5 --split tset");
  EXPECT_EQ(missing.status, 2);
  EXPECT_THAT(missing.messages, HasSubstr("has no split 'tset'\n  hint: it has: dev, test, train"));
  const Outcome taken = shell.run("$DIMSIM trace show $SCENARIOS/traces/trec6.h5 --json notes.txt");
  EXPECT_EQ(taken.status, 2);
  EXPECT_THAT(taken.messages, HasSubstr("not overwritten"));
  EXPECT_EQ(read_file(shell / "notes.txt"), "mine");
}

}  // namespace
}  // namespace dimsim
