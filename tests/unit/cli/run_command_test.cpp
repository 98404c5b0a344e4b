#include "dimsim/hdf5/hdf5_file.hpp"
#include "support/shell.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dimsim {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// A short run of the quickstart.
const std::string kRun =
    "$DIMSIM run $SCENARIOS/quickstart.yaml --set workload.requests=300 --set workload.warm_up_requests=20 ";

TEST(Run, PrintsTheTableToStdoutAndNamesTheResultFileOnStderr) {
  const Shell shell;
  const Outcome outcome = shell.run(kRun);
  ASSERT_EQ(outcome.status, 0) << outcome.messages;
  EXPECT_THAT(outcome.output,
              AllOf(HasSubstr("\nall-mobile "), HasSubstr("\ncartography "), Not(HasSubstr("\033"))));
  EXPECT_EQ(outcome.messages, "Result file: results/quickstart.h5\n");
  EXPECT_EQ(hdf5::File::open(shell / "results/quickstart.h5").text("/", "format"), "dimsim.result");
}

TEST(Run, PrintsNothingOnStderrIfQuiet) {
  const Outcome outcome = Shell().run(kRun + "-q");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.messages, "");
  EXPECT_NE(outcome.output, "");
}

TEST(Run, WritesTheSameSummaryToStdoutFileAndResult) {
  const Shell shell;
  const Outcome to_stdout = shell.run(kRun + "-o a.h5 --json -");
  ASSERT_EQ(to_stdout.status, 0) << to_stdout.messages;
  const Outcome to_file = shell.run(kRun + "-o b.h5 --json s.json");
  EXPECT_THAT(to_file.output, HasSubstr("cartography"));
  EXPECT_EQ(read_file(shell / "s.json"), to_stdout.output);
  EXPECT_EQ(hdf5::File::open(shell / "a.h5").text("/", "summary").value() + "\n", to_stdout.output);
  EXPECT_EQ(json::parse(to_stdout.output)["points"][0]["policies"].size(), 5U);
}

TEST(Run, WritesTheSameBytesForAnyNumberOfWorkers) {
  const Shell shell;
  EXPECT_EQ(shell.run(kRun + "-o one.h5 -j 1").status, 0);
  EXPECT_EQ(shell.run(kRun + "-o two.h5 -j 2").status, 0);
  EXPECT_EQ(shell.run(kRun + "-o many.h5 -j 50").status, 0);
  EXPECT_EQ(shell.run("cmp one.h5 two.h5 && cmp one.h5 many.h5").output, "");
  EXPECT_EQ(shell.run("cmp one.h5 two.h5 && cmp one.h5 many.h5").status, 0);
}

TEST(Run, DependsOnSeedAndSettings) {
  const Shell shell;
  const auto mean_latency = [&shell](const std::string& options) {
    return json::parse(shell.run(kRun + "-q --json - " + options)
                           .output)["points"][0]["policies"][2]["latency_s"]["mean"]
        .get<double>();
  };
  const double plain = mean_latency("");
  EXPECT_EQ(mean_latency("--seed 1"), plain);
  EXPECT_NE(mean_latency("--seed 2"), plain);
  EXPECT_EQ(mean_latency("--seed 2"), mean_latency("--set seed=2"));
  // With a slower access link, over which all-cloud sends every text.
  EXPECT_GT(mean_latency("--set network.access.bandwidth=100kbps"), plain);
}

TEST(Run, WritesTheSameBytesInAnotherFolder) {
  const Shell shell;
  for (const std::string folder : {"one", "other"}) {
    ASSERT_EQ(shell.run("mkdir " + folder + " && cp -r $SCENARIOS/. " + folder).status, 0);
    ASSERT_EQ(shell.run("$DIMSIM run " + folder + "/two-tiers.yaml -o " + folder + ".h5").status, 0);
  }
  EXPECT_EQ(read_file(shell / "one.h5"), read_file(shell / "other.h5"));
}

TEST(Run, ReadsAScenarioFromAPipe) {
  const Shell shell;
  const Outcome outcome =
      shell.run("sed s,traces/,$SCENARIOS/traces/, $SCENARIOS/two-tiers.yaml | $DIMSIM check /dev/stdin");
  EXPECT_EQ(outcome.status, 0) << outcome.messages;
  EXPECT_THAT(outcome.output, HasSubstr("distilbert"));
}

TEST(Run, ReproducesItsDataFromTheOutputOfCheck) {
  const Shell shell;
  const std::string settings = "--set workload.requests=700 --set network.access.bandwidth=5Mbps --seed 3";
  ASSERT_EQ(shell.run("$DIMSIM check $SCENARIOS/quickstart.yaml " + settings + " > quickstart.yaml").status,
            0);
  ASSERT_EQ(shell.run("$DIMSIM run $SCENARIOS/quickstart.yaml -o a.h5 " + settings).status, 0);
  ASSERT_EQ(shell.run("$DIMSIM run quickstart.yaml -o b.h5").status, 0);
  const hdf5::File a = hdf5::File::open(shell / "a.h5");
  const hdf5::File b = hdf5::File::open(shell / "b.h5");
  EXPECT_EQ(a.text("/", "summary"), b.text("/", "summary"));
  for (const std::string& run : a.names("/runs")) {
    const std::string table = "/runs/" + run + "/requests";
    for (const char* column : {"arrival_s", "finish_s", "sample", "exit_layer", "radio_j"}) {
      EXPECT_EQ(a.read_column<double>(table, column), b.read_column<double>(table, column))
          << table << column;
    }
  }
}

TEST(Run, WritesOnlyKeysThatTheFormatsDescribe) {
  const Shell shell;
  if (shell.run("/usr/bin/python3 -c 'import h5py'").status != 0) {
    GTEST_SKIP() << "python3-h5py is not installed";
  }
  ASSERT_EQ(shell.run(kRun + "-o r.h5").status, 0);
  shell.write("undescribed.py", R"(
import h5py, re, sys
text = "".join(re.sub("(?s)```.*?```", "", open(page).read()) for page in sys.argv[1:])  # no blocks of code
words = set(re.findall(r"`([^`]+)`", text))
with h5py.File("r.h5") as file:
    run = file["runs/0000"]
    names = list(file.attrs) + list(run.attrs) + list(run)
    for table in run.values():
        names += [re.sub("^(mobile|edge|cloud)_", "<tier>_", column) for column in table.dtype.names]
print(sorted(set(names) - words))
)");
  EXPECT_EQ(shell
                .run("/usr/bin/python3 undescribed.py " DIMSIM_SOURCE_DIR
                     "/docs/formats.md " DIMSIM_SOURCE_DIR "/docs/columns.md")
                .output,
            "[]\n");
}

TEST(Run, ShowsProgressAndColourOnATerminalOnly) {
  const Shell shell;
  if (shell.run("command -v script").status != 0) {
    GTEST_SKIP() << "script (bsdutils) is not installed";
  }
  const std::string on_terminal =
      "script -qec \"" + kRun + "--set workload.requests=3000\" /dev/null < /dev/null";
  EXPECT_THAT(shell.run("unset NO_COLOR; " + on_terminal).output,
              AllOf(HasSubstr("of 5 runs ("), HasSubstr("\033[1m")));
  EXPECT_THAT(shell.run("NO_COLOR=1 " + on_terminal).output,
              AllOf(HasSubstr("of 5 runs ("), Not(HasSubstr("\033[1m"))));
}

TEST(Check, PrintsTheResolvedScenarioAndNothingElse) {
  const Shell shell;
  const Outcome outcome = shell.run("$DIMSIM check $SCENARIOS/quickstart.yaml");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.messages, "");
  EXPECT_THAT(outcome.output, AllOf(StartsWith("name: quickstart\n"), HasSubstr("keep_alive")));
  EXPECT_TRUE(shell.is_empty());
}

}  // namespace
}  // namespace dimsim
