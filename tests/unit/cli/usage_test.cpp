#include "support/shell.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Usage, MissingCommandIsAnErrorThatPointsToTheHelp) {
  const Outcome outcome = Shell().run("$DIMSIM");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.output, "");
  EXPECT_THAT(outcome.messages, HasSubstr("dimsim --help"));
}

TEST(Usage, SuggestsTheNearestCommand) {
  const Outcome outcome = Shell().run("$DIMSIM rnu x.yaml");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.output, "");
  EXPECT_EQ(outcome.messages, "error: unknown command 'rnu'\n  hint: did you mean 'run'?\n");
}

TEST(Usage, SuggestsTheNearestOption) {
  const Outcome outcome = Shell().run("$DIMSIM run x.yaml --sede 1");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.messages, testing::AllOf(HasSubstr("unknown option '--sede'"), HasSubstr("--seed")));
}

TEST(Usage, HelpListsCommandsAndEachHasExamples) {
  const Shell shell;
  for (const char* help : {"--help", "-h", "help"}) {
    const Outcome overview = shell.run(std::string("$DIMSIM ") + help);
    EXPECT_EQ(overview.status, 0);
    EXPECT_EQ(overview.messages, "");
    EXPECT_THAT(overview.output, HasSubstr("\n  run "));
  }
  for (const std::string command :
       {"run", "merge", "sweep-script", "compare", "explain", "optimise", "export", "plot", "report", "check",
        "list", "show", "schema", "cartography", "trace", "profile", "version"}) {
    const Outcome outcome = shell.run("$DIMSIM " + command + " --help");
    EXPECT_EQ(outcome.status, 0) << command;
    EXPECT_EQ(outcome.messages, "") << command;
    EXPECT_THAT(outcome.output, StartsWith("Usage: dimsim " + command));
    EXPECT_THAT(outcome.output, HasSubstr("Examples:\n  dimsim " + command));
    EXPECT_EQ(shell.run("$DIMSIM help " + command).output, outcome.output);
  }
}

TEST(Usage, SubcommandsHaveHelp) {
  for (const std::string command : {"trace import", "trace show", "trace synthesize"}) {
    const Outcome outcome = Shell().run("$DIMSIM " + command + " --help");
    EXPECT_EQ(outcome.status, 0) << outcome.messages;
    EXPECT_THAT(outcome.output, StartsWith("Usage: dimsim " + command));
    EXPECT_THAT(outcome.output, testing::Not(HasSubstr("{")));
  }
}

TEST(Usage, VersionNamesTheKernel) {
  const Outcome outcome = Shell().run("$DIMSIM version");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.output, testing::AllOf(StartsWith("dimsim "), HasSubstr("\nkernel SimGrid")));
  EXPECT_EQ(Shell().run("$DIMSIM --version").output, outcome.output);
}

TEST(Output, FailureToWriteIsReportedWithItsReason) {
  const Shell shell;
  const Outcome full = shell.run("$DIMSIM list devices > /dev/full");
  EXPECT_EQ(full.status, 1);
  EXPECT_EQ(full.messages, "error: cannot write to standard output: No space left on device\n");
  const Outcome closed = shell.run("$DIMSIM list devices >&-");
  EXPECT_EQ(closed.status, 1);
  EXPECT_EQ(closed.messages, "error: cannot write to standard output: Bad file descriptor\n");
  // Descriptor 4 writes into a pipe whose only reader, descriptor 3, is closed.
  const Outcome pipe = shell.run("mkfifo p && exec 3<>p 4>p 3<&- && { $DIMSIM list devices >&4; echo $?; }");
  EXPECT_EQ(pipe.output, "1\n");
  EXPECT_EQ(pipe.messages, "error: cannot write to standard output: Broken pipe\n");
}

TEST(Output, IsTheSameWithoutStderr) {
  const Shell shell;
  EXPECT_EQ(shell.run("$DIMSIM list devices 2>&-").output, shell.run("$DIMSIM list devices").output);
}

}  // namespace
}  // namespace dimsim
