#include "support/shell.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string kRun =
    "$DIMSIM run $SCENARIOS/quickstart.yaml --set workload.requests=300 --set workload.warm_up_requests=20 ";
/// Takes longer than any test waits.
const std::string kLongRun =
    "exec $DIMSIM run $SCENARIOS/quickstart.yaml -j 2 --set workload.requests=50000000 -o r.h5";

TEST(RunFailure, WrongInputHasStatus2AndWritesNothing) {
  const Shell shell;
  for (const std::string wrong : {"$DIMSIM run nothing.yaml", "$DIMSIM run", "$DIMSIM check nothing.yaml"}) {
    EXPECT_EQ(shell.run(wrong).status, 2) << wrong;
  }
  for (const std::string option :
       {"--set network.access.bandwith=5Mbps", "--set workload.rate=5", "--seed x", "--seed -1", "-j 0",
        "-j x", "extra.yaml", "--set model=bert-large --set deployment.tiers.cloud.layers=1-24",
        "--set workload.trace=no.h5"}) {
    const Outcome outcome = shell.run(kRun + option);
    EXPECT_EQ(outcome.status, 2) << option;
    EXPECT_EQ(outcome.output, "") << option;
    EXPECT_THAT(outcome.messages, HasSubstr("error: ")) << option;
  }
  EXPECT_TRUE(shell.is_empty());
}

TEST(RunFailure, TruncatedTraceHasStatus2) {
  const Shell shell;
  ASSERT_EQ(shell.run("head -c 5000 $SCENARIOS/traces/trec6.h5 > cut.h5").status, 0);
  const Outcome outcome = shell.run(kRun + "-o r.h5 --set workload.trace=$PWD/cut.h5");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.messages, AllOf(HasSubstr("cut.h5"), HasSubstr("truncated")));
  EXPECT_FALSE(std::filesystem::exists(shell / "r.h5"));
}

TEST(RunFailure, ForeignFileIsNotReplaced) {
  const Shell shell;
  shell.write("thesis.txt", "years of work");
  const Outcome outcome = shell.run(kRun + "-o thesis.txt");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.messages, AllOf(HasSubstr("'thesis.txt'"), HasSubstr("-o")));
  EXPECT_EQ(read_file(shell / "thesis.txt"), "years of work");
}

TEST(RunFailure, SummaryDoesNotReplaceAnotherFile) {
  const Shell shell;
  shell.write("thesis.txt", "years of work");
  for (const std::string wrong : {"-o r.h5 --json thesis.txt", "-o r.h5 --json r.h5", "-o r.h5 --json ./r.h5",
                                  "-o r.h5 --json /dev/null", "-o r.h5 --json ''", "-o -", "-o ''"}) {
    EXPECT_EQ(shell.run(kRun + wrong).status, 2) << wrong;
  }
  EXPECT_EQ(read_file(shell / "thesis.txt"), "years of work");
  EXPECT_FALSE(std::filesystem::exists(shell / "r.h5"));
  ASSERT_EQ(shell.run(kRun + "-o r.h5 --json s.json").status, 0);
  EXPECT_EQ(shell.run(kRun + "-o r.h5 --json s.json").status, 0);  // it replaces its own summary
}

TEST(RunFailure, FaultyTraceIsReportedAtItsPlaceInTheScenario) {
  const Shell shell;
  shell.write("s.yaml",
              "include: " DIMSIM_SOURCE_DIR "/scenarios/quickstart.yaml\nworkload:\n  trace: no.h5\n");
  const Outcome outcome = shell.run("$DIMSIM check s.yaml");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.messages, AllOf(HasSubstr("there is no such file"), HasSubstr("s.yaml:3:10: note")));
}

TEST(RunFailure, UnwritableFolderIsReportedBeforeTheRun) {
  const Shell shell;
  // Would take hours if the error appeared only at the end.
  for (const std::string option :
       {"-o /proc/r.h5", "-o no/such/folder/r.h5", "-o r.h5 --json /proc/s.json"}) {
    const Outcome outcome =
        shell.run("$DIMSIM run $SCENARIOS/quickstart.yaml --set workload.requests=50000000 " + option);
    EXPECT_EQ(outcome.status, 1) << option;
    EXPECT_THAT(outcome.messages, HasSubstr("error: cannot")) << option;
  }
  EXPECT_TRUE(shell.is_empty());
}

TEST(RunFailure, FileSizeLimitLeavesNoFile) {
  const Shell shell;
  const Outcome outcome = shell.run("ulimit -f 100; " + kRun + "-o r.h5");  // 51,200 B
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.messages, HasSubstr("File too large"));
  EXPECT_TRUE(shell.is_empty());
}

TEST(RunFailure, FullDiskLeavesOnlyFinishedRuns) {
  const Shell shell;
  if (shell.run("mkdir disk && mount -t tmpfs -o size=200k none disk").status != 0) {
    GTEST_SKIP() << "mounting a small disk takes more rights";
  }
  const Outcome outcome = shell.run(kRun + "-o disk/r.h5");
  const Outcome left = shell.run("ls -A disk");
  EXPECT_EQ(shell.run("umount disk").status, 0);
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.messages, AllOf(HasSubstr("disk/r.h5"), HasSubstr("No space left on device"),
                                      HasSubstr("kept in 'disk/r.h5.part'")));
  EXPECT_EQ(left.output, "r.h5.part\n");
}

TEST(RunFailure, FullStdoutKeepsTheResult) {
  const Shell shell;
  const Outcome outcome = shell.run(kRun + "-o r.h5 > /dev/full");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.messages, HasSubstr("standard output"));
  EXPECT_TRUE(std::filesystem::exists(shell / "r.h5"));
}

class Interruption : public testing::TestWithParam<int> {};

TEST_P(Interruption, HasStatus130AndLeavesNoFile) {
  const Shell shell;
  const pid_t process = shell.start(kLongRun);
  ASSERT_TRUE(Shell::wait_until([&shell] { return std::filesystem::exists(shell / "r.h5.part"); }));
  kill(process, GetParam());
  const Outcome outcome = shell.finish(process);
  EXPECT_EQ(outcome.status, 130);
  EXPECT_EQ(outcome.output, "");
  EXPECT_EQ(outcome.messages, "interrupted; nothing was written\n");
  EXPECT_TRUE(shell.is_empty());
}

INSTANTIATE_TEST_SUITE_P(Signals, Interruption, testing::Values(SIGINT, SIGTERM, SIGHUP),
                         [](const auto& which) {
                           return which.param == SIGINT    ? "CtrlC"
                                  : which.param == SIGTERM ? "Terminate"
                                                           : "ClosedTerminal";
                         });

TEST(RunFailure, InterruptWhileWritingKeepsFinishedRunsAndResumes) {
  const Shell shell;
  const std::string command =
      "$DIMSIM run $SCENARIOS/quickstart.yaml -j 1 --set workload.requests=300000 -o r.h5";
  const auto is_writing = [&shell] {
    constexpr std::uintmax_t kBeyondTheFirstPiece = 3'000'000;
    for (const auto& file : std::filesystem::directory_iterator(shell.work())) {
      if (file.is_regular_file() && file.file_size() > kBeyondTheFirstPiece) {
        return true;
      }
    }
    return false;
  };
  Outcome outcome;
  for (int i = 0; outcome.status != 130 && i < 50; ++i) {  // it may end before the signal arrives
    std::filesystem::remove(shell / "r.h5");
    const pid_t process = shell.start("exec " + command);
    ASSERT_TRUE(Shell::wait_until(is_writing));
    kill(process, SIGINT);
    outcome = shell.finish(process);
  }
  EXPECT_EQ(outcome.status, 130);
  EXPECT_THAT(outcome.messages,
              AllOf(HasSubstr("interrupted; "),
                    HasSubstr("kept in 'r.h5.part'; the same command completes the study")));
  EXPECT_FALSE(std::filesystem::exists(shell / "r.h5"));
  EXPECT_THAT(shell.run(command).messages, HasSubstr("Resuming: "));
  EXPECT_FALSE(std::filesystem::exists(shell / "r.h5.part"));
}

/// The process ids of the children of a process.
std::vector<pid_t> children_of(pid_t process) {
  const std::string id = std::to_string(process);
  std::istringstream list(read_file("/proc/" + id + "/task/" + id + "/children"));
  return {std::istream_iterator<pid_t>(list), {}};
}

TEST(RunFailure, CrashOfAWorkerIsReportedAndTheOthersContinue) {
  const Shell shell;
  const std::string command = "$DIMSIM run $SCENARIOS/quickstart.yaml -j 1 --set workload.requests=60000 -o ";
  const auto kill_a_child = [&] {
    const pid_t process = shell.start("exec " + command + "r.h5");
    std::vector<pid_t> children;
    EXPECT_TRUE(Shell::wait_until([&] { return !(children = children_of(process)).empty(); }));
    kill(children.front(), SIGKILL);
    return shell.finish(process);
  };
  Outcome outcome = kill_a_child();
  for (int i = 0; outcome.status == 0 && i < 50; ++i) {  // it may end before the signal arrives
    std::filesystem::remove(shell / "r.h5");
    outcome = kill_a_child();
  }
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.messages, AllOf(HasSubstr("1 run failed"), HasSubstr("killed by signal 9")));
  std::size_t missing = 0;  // the runs that were active at that moment
  for (const std::string policy : {"all-mobile", "all-edge", "all-cloud", "random", "cartography"}) {
    const bool is_named = outcome.messages.find("policy '" + policy + "'") != std::string::npos;
    EXPECT_EQ(outcome.output.find("\n" + policy + " ") == std::string::npos, is_named) << policy;
    missing += is_named ? 1 : 0;
  }
  EXPECT_EQ(missing, 1U);
  // The same command repeats the run, and the result is that of an undisturbed study.
  EXPECT_EQ(shell.run(command + "r.h5").status, 0);
  EXPECT_EQ(shell.run(command + "s.h5").status, 0);
  EXPECT_TRUE(read_file(shell / "r.h5") == read_file(shell / "s.h5"));
}

TEST(RunFailure, FailureOfEveryRunLeavesNoFile) {
  const Shell shell;
  const Outcome outcome = shell.run(
      "$DIMSIM run $SCENARIOS/quickstart.yaml --set workload.requests=50000000 --time-limit 200ms -o r.h5");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.messages,
              AllOf(HasSubstr("5 runs failed and have no result:"), HasSubstr("policy 'all-mobile'"),
                    HasSubstr("policy 'cartography': ran for longer than 0.2 s")));
  EXPECT_TRUE(shell.is_empty());
}

}  // namespace
}  // namespace dimsim
