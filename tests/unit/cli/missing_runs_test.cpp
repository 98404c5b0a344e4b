#include "dimsim/analysis/policy_crossovers.hpp"
#include "support/plot_runs.hpp"
#include "support/shell.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim {
namespace {

using testing::HasSubstr;

/// Result files of studies in which some runs failed.
class MissingRuns : public testing::Test {
 protected:
  void SetUp() override {
    if (shell_.run("/usr/bin/python3 -c 'import h5py'").status != 0) {
      GTEST_SKIP() << "python3-h5py is not installed";
    }
  }

  /// Copies a result file without the rows of its table of runs that satisfy a condition in Python.
  void copy_without(const std::string& from, const std::string& to, const std::string& condition) {
    shell_.write("drop.py", R"(
import sys
import h5py
with h5py.File(sys.argv[1], "a") as file:
    rows = file["run_table"][:]
    attributes = dict(file["run_table"].attrs)
    kept = [not eval(sys.argv[2], {"row": row}) for row in rows]
    assert 0 < sum(kept) < len(kept)
    del file["run_table"]
    file.create_dataset("run_table", data=rows[kept]).attrs.update(attributes)
)");
    const Outcome outcome =
        shell_.run("cp " + from + " " + to + " && /usr/bin/python3 drop.py " + to + " \"" + condition + "\"");
    ASSERT_EQ(outcome.status, 0) << outcome.messages;
  }

  Shell shell_;
};

TEST_F(MissingRuns, APointWithoutRunsIsRefused) {
  ASSERT_EQ(shell_.run(kPlotStudy).status, 0);
  copy_without("s.h5", "cut.h5", "row['point'] == 1");
  for (const std::string command :
       {"explain cut.h5 --request 0 --point 1", "compare --across s.h5 cut.h5 --metrics latency.mean",
        "plot cut.h5 -f pareto --point 1 -o a.pdf", "plot cut.h5 -f latency-cdf --point 1 -o a.pdf",
        "plot cut.h5 -f energy --point 1 -o a.pdf"}) {
    const Outcome outcome = shell_.run("$DIMSIM " + command);
    EXPECT_EQ(outcome.status, 2) << command << outcome.messages;
    EXPECT_THAT(outcome.messages, HasSubstr("has no runs")) << command;
  }
}

/// With one run missing, the crossing rests on the replications that remain at all points for both policies.
TEST_F(MissingRuns, CrossoversUseTheReplicationsThatAllPointsHave) {
  ASSERT_EQ(shell_
                .run("$DIMSIM run $SCENARIOS/bandwidth-sweep.yaml -q -o s.h5 --set replications=4 "
                     "--set 'policies=[all-mobile, all-edge]'")
                .status,
            0);
  copy_without("s.h5", "one.h5",
               "row['replication'] == 1 and row['policy'] == b'all-edge' and row['point'] == 2");
  copy_without("s.h5", "all.h5", "row['replication'] == 1");
  const auto crossovers = [this](const std::string& file) {
    const auto result = analysis::ResultReader::open(shell_ / file);
    std::vector<std::vector<analysis::PolicyRuns>> policies;
    for (std::size_t point = 0; point < result.points().size(); ++point) {
      policies.push_back(analysis::policy_runs(result, point));
    }
    const std::vector<analysis::MetricColumn> metrics{result.metric("latency.mean")};
    return analysis::policy_crossovers(result, policies, metrics, analysis::MetricValues(result, metrics));
  };
  const auto one = crossovers("one.h5");
  const auto all = crossovers("all.h5");
  ASSERT_EQ(one.size(), 1U);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(one.front().crossover.at, all.front().crossover.at);
  EXPECT_EQ(one.front().crossover.low, all.front().crossover.low);
  EXPECT_EQ(one.front().crossover.high, all.front().crossover.high);
  EXPECT_NE(crossovers("s.h5").front().crossover.at, all.front().crossover.at);
}

}  // namespace
}  // namespace dimsim
