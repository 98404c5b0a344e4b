#include "dimsim/statistics/statistics.hpp"
#include "support/shell.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dimsim {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

/// The quickstart on a path slow enough for queues; each text is used about twice.
const std::string kRun =
    "$DIMSIM run $SCENARIOS/quickstart.yaml -q --set workload.requests=1100 --set "
    "workload.warm_up_requests=100 "
    "--set workload.samples=random --set network.wan.bandwidth=300kbps ";

TEST(Compare, PrintsATableAndWritesTheSameAsJsonAndCsv) {
  const Shell shell;
  ASSERT_EQ(shell.run(kRun + "-o r.h5").status, 0);
  const Outcome table = shell.run("$DIMSIM compare r.h5 --json c.json --csv c.csv");
  EXPECT_EQ(table.status, 0);
  EXPECT_EQ(table.messages, "");
  EXPECT_THAT(table.output,
              AllOf(StartsWith("quickstart: 1,000 measured requests on "), HasSubstr("\nall-cloud ")));
  EXPECT_EQ(shell.run("$DIMSIM compare --json - r.h5").output, read_file(shell / "c.json"));
  EXPECT_EQ(shell.run("$DIMSIM compare r.h5 --csv -").output, read_file(shell / "c.csv"));
  EXPECT_EQ(json::parse(read_file(shell / "c.json"))["points"][0]["policies"].size(), 5U);
  EXPECT_EQ(shell.run("$DIMSIM compare r.h5 --json c.json --csv c.csv").status, 0);  // replaced
}

TEST(Compare, AgreesWithTheSummaryOfTheRun) {
  const Shell shell;
  // Without a warm-up, because the summary includes its energy and the comparison does not.
  const json summary = json::parse(
      shell.run(kRun + "--set workload.warm_up_requests=0 -o r.h5 --json -").output)["points"][0]["policies"];
  const json comparison =
      json::parse(shell.run("$DIMSIM compare r.h5 --json -").output)["points"][0]["policies"];
  ASSERT_EQ(comparison.size(), summary.size());
  for (std::size_t i = 0; i < summary.size(); ++i) {
    const auto near = [](const json& a, const json& b) {
      EXPECT_NEAR(a.get<double>(), b.get<double>(), 1e-9);
    };
    EXPECT_EQ(comparison[i]["policy"], summary[i]["policy"]);
    near(comparison[i]["accuracy"]["value"], summary[i]["accuracy"]);
    near(comparison[i]["lambda"]["value"], summary[i]["cost"]["lambda"]);
    near(comparison[i]["latency_s"]["value"], summary[i]["latency_s"]["mean"]);
    near(comparison[i]["accuracy_drop"]["value"],
         summary[2]["accuracy"].get<double>() - summary[i]["accuracy"].get<double>());
    near(comparison[i]["energy_marginal_j"]["value"], summary[i]["energy_marginal_j"]["total"]);
  }
  EXPECT_EQ(comparison[2]["accuracy_drop"], (json{{"value", 0.0}, {"ci95", 0.0}}));
  EXPECT_EQ(comparison[2]["latency_cut"], (json{{"value", 0.0}, {"ci95", 0.0}}));
}

/// Two-way clustered ratio estimates in NumPy, independent of dimsim: value, standard error, degrees of
/// freedom.
const std::string kIndependent = R"(
import h5py, numpy as np
file = h5py.File("r.h5")
runs = {run.attrs["policy"]: run for run in file["runs"].values()}
def measured(run):
    rows = run["requests"][:]
    return rows[(rows["measured"] == 1) & (rows["outcome"] == 0)]
base = measured(runs["all-cloud"])
begin, end = (runs["all-cloud"].attrs[name] for name in ("warm_up_end_s", "last_arrival_s"))
period = np.minimum(np.floor((base["arrival_s"] - begin) / (end - begin) * 20), 19)
text = base["sample"].astype(float)
def part(y, z, *keys):
    groups = np.unique(np.stack(keys, 1), axis=0, return_inverse=True)[1].reshape(-1)
    sums = np.bincount(groups, y - y.sum() / z.sum() * z)
    return (sums ** 2).sum() * len(sums) / (len(sums) - 1), len(sums) - 1
def quotient(y, z):
    (texts, a), (periods, b), (cells, _) = part(y, z, text), part(y, z, period), part(y, z, text, period)
    both = texts + periods - cells
    variance, degrees = max((texts, a), (periods, b))
    if both > variance:
        variance, degrees = both, both ** 2 / (texts ** 2 / a + periods ** 2 / b)
    print(repr(float(y.sum() / z.sum())), repr(float(np.sqrt(variance) / z.sum())), repr(float(degrees)))
for name in ("cartography", "random"):
    rows = measured(runs[name])
    quotient(base["correct"] * 1.0 - rows["correct"], np.ones(len(rows)))
    for column in ("lambda", "latency_s"):
        quotient(rows[column], base[column])
)";

TEST(Compare, AgreesWithAnIndependentComputation) {
  const Shell shell;
  if (shell.run("/usr/bin/python3 -c 'import h5py'").status != 0) {
    GTEST_SKIP() << "python3-h5py is not installed";
  }
  ASSERT_EQ(shell.run(kRun + "-o r.h5").status, 0);
  const json policies =
      json::parse(shell.run("$DIMSIM compare r.h5 --json -").output)["points"][0]["policies"];
  shell.write("independent.py", kIndependent);
  const Outcome outcome = shell.run("/usr/bin/python3 independent.py");
  ASSERT_EQ(outcome.status, 0) << outcome.messages;
  std::istringstream lines(outcome.output);
  for (const json& policy : {policies[4], policies[3]}) {
    for (const char* figure : {"accuracy_drop", "lambda_cut", "latency_cut"}) {
      double value = 0;
      double standard_error = 0;
      double degrees = 0;
      ASSERT_TRUE(lines >> value >> standard_error >> degrees);
      const double expected = figure == std::string("accuracy_drop") ? value : 1 - value;
      EXPECT_NEAR(policy[figure]["value"].get<double>(), expected, 1e-12) << policy["policy"] << figure;
      EXPECT_NEAR(policy[figure]["ci95"].get<double>(),
                  statistics::student_quantile(degrees) * standard_error, 1e-9)
          << policy["policy"] << figure;
    }
  }
}

TEST(Compare, RejectsIncomparableInputAndWritesNothing) {
  const Shell shell;
  ASSERT_EQ(shell.run(kRun + "-o r.h5").status, 0);
  ASSERT_EQ(shell.run(kRun + "-o other.h5 --seed 2").status, 0);
  const auto refused = [&shell](const std::string& arguments, const std::string& message) {
    const Outcome outcome = shell.run("$DIMSIM compare " + arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_EQ(outcome.output, "") << arguments;
    EXPECT_THAT(outcome.messages, HasSubstr(message)) << arguments;
  };
  refused("", "RESULT is missing");
  refused("r.h5 --baseline all-cluod --json c.json", "did you mean 'all-cloud'?");
  refused("r.h5 other.h5", "other.h5: error: has seed 2, but 'r.h5' has 1; expected files of one seed");
  refused("r.h5 r.h5", "r.h5: error: is given twice");
  refused("none.h5 $SCENARIOS/quickstart.yaml r.h5", "none.h5: error: there is no such file\n");
  refused("none.h5 $SCENARIOS/quickstart.yaml r.h5", "quickstart.yaml: error: is not an HDF5 file\n");
  refused("$SCENARIOS/traces/trec6.h5", "is not a result file of dimsim");
  refused("r.h5 --json ''", "--json '': expected the name of a file, or -");
  refused("r.h5 --json - --csv -", "--json and --csv both write to stdout");
  refused("r.h5 --json a --csv ./a", "--json and --csv name the same file");
  refused("r.h5 --csv r.h5", "'r.h5' exists and is not a dimsim comparison, so it is not overwritten");
  refused("r.h5 --json r.h5", "'r.h5' exists and is not a dimsim comparison, so it is not overwritten");
  EXPECT_FALSE(std::filesystem::exists(shell / "c.json"));
  EXPECT_EQ(shell.run("head -c 100000 r.h5 > cut.h5; $DIMSIM compare cut.h5").messages,
            "cut.h5: error: is truncated: it ends before its HDF5 content does\n  hint: "
            "copy or make the file again\n");
}

TEST(Compare, FailsIfTheOutputIsNotWritable) {
  const Shell shell;
  ASSERT_EQ(shell.run(kRun + "-o r.h5").status, 0);
  const Outcome outcome = shell.run("$DIMSIM compare r.h5 --json no/such/folder.json");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.messages, HasSubstr("no/such/folder.json"));
}

}  // namespace
}  // namespace dimsim
