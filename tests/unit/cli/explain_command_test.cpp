#include "dimsim/analysis/request_detail.hpp"
#include "dimsim/analysis/request_parts.hpp"
#include "dimsim/trace/trace.hpp"
#include "support/shell.hpp"

#include <algorithm>
#include <limits>
#include <sstream>
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

/// Busy enough for queues; some requests move up through all tiers.
const std::string kRun =
    "$DIMSIM run $SCENARIOS/quickstart.yaml -q -o r.h5 --set workload.requests=600 --set "
    "workload.warm_up_requests=100 --set 'workload.rate=20 /s' --set 'policies=[all-edge, "
    "{policy: cartography, label: pools, thresholds: [0.7]}]' ";

TEST(Explain, PartsOfTheLatencyAreContiguousAndAddUp) {
  const Shell shell;
  ASSERT_EQ(shell.run(kRun).status, 0);
  const auto result = analysis::ResultReader::open(shell / "r.h5");
  std::size_t climbed = 0;
  std::size_t waited = 0;
  for (const analysis::RunEntry& run : result.runs()) {
    for (std::size_t i = 0; i < run.requests; ++i) {
      const analysis::RequestDetail request = analysis::request_detail(result, run, i);
      const auto parts = analysis::latency_parts(request);
      double until_s = request.arrival_s;
      double sum_s = 0;
      std::size_t tiers = 0;
      for (const analysis::LatencyPart& part : parts) {
        EXPECT_EQ(part.begin_s, until_s) << run.policy << " " << i;
        EXPECT_GE(part.length_s(), 0);
        until_s = part.end_s;
        sum_s += part.length_s();
        tiers += part.activity == analysis::Activity::Compute ? 1U : 0U;
        waited += part.activity == analysis::Activity::Queue && part.length_s() > 0 ? 1U : 0U;
      }
      EXPECT_EQ(until_s, request.finish_s);
      // Each difference of dates and each addition is rounded by at most half an epsilon of a date.
      const double rounding_s =
          static_cast<double>(parts.size() + 1) * std::numeric_limits<double>::epsilon() * request.finish_s;
      EXPECT_NEAR(sum_s, request.latency_s, rounding_s) << run.policy << " " << i;
      climbed += tiers > 1 ? 1U : 0U;
    }
  }
  EXPECT_GT(climbed, 50U);  // otherwise transfers between tiers are not tested
  EXPECT_GT(waited, 50U);
}

TEST(Explain, PrintsAllPartsWithinAHundredColumns) {
  const Shell shell;
  ASSERT_EQ(shell.run(kRun).status, 0);
  const Outcome outcome =
      shell.run("$DIMSIM explain r.h5 --request 17 --policy pools --trace $SCENARIOS/traces/trec6.h5");
  ASSERT_EQ(outcome.status, 0) << outcome.messages;
  EXPECT_EQ(outcome.messages, "");
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("Request 17 of 600 under pools\n"), HasSubstr("  latency "),
                                    HasSubstr("  Policy cartography: "), HasSubstr("thresholds: [0.7]"),
                                    HasSubstr(" tokens, ")));
  std::istringstream lines(outcome.output);
  for (std::string line; std::getline(lines, line);) {
    const auto columns = std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; });
    EXPECT_LE(columns, 100) << line;
  }
}

/// Compares what the run recorded with the trace.
TEST(Explain, ShowsTheLabelsAndConfidencesOfTheTrace) {
  const Shell shell;
  ASSERT_EQ(shell.run(kRun).status, 0);
  const auto result = analysis::ResultReader::open(shell / "r.h5");
  const trace::Split split = trace::read(DIMSIM_SOURCE_DIR "/scenarios/traces/trec6.h5", "test").split;
  const auto run = std::find_if(result.runs().begin(), result.runs().end(),
                                [](const analysis::RunEntry& each) { return each.policy == "pools"; });
  ASSERT_NE(run, result.runs().end());
  const std::vector<int> deepest{3, 6, 12};  // of each tier
  std::size_t stays = 0;
  for (std::size_t i = 0; i < run->requests; ++i) {
    const analysis::RequestDetail request = analysis::request_detail(result, *run, i);
    EXPECT_EQ(request.label, static_cast<int>(split.complexity[request.sample])) << i;
    for (std::size_t tier = 0; tier < deepest.size(); ++tier) {
      if (request.visits[tier].happened()) {
        EXPECT_FLOAT_EQ(request.visits[tier].confidence,
                        static_cast<float>(split.confidence(request.sample, deepest[tier])))
            << i << " " << tier;
        ++stays;
      } else {
        EXPECT_TRUE(std::isnan(request.visits[tier].confidence)) << i << " " << tier;
      }
    }
  }
  EXPECT_GT(stays, run->requests);
  EXPECT_THAT(
      shell.run("$DIMSIM explain r.h5 --request 17 --policy pools").output,
      AllOf(HasSubstr("Label of sample "), HasSubstr("Confidence of the last exit that was evaluated: ")));
}

TEST(Explain, ReadsFilesWithoutLabelsAndConfidences) {
  const Shell shell;
  if (shell.run("/usr/bin/python3 -c 'import h5py'").status != 0) {
    GTEST_SKIP() << "python3-h5py is not installed";
  }
  ASSERT_EQ(shell.run(kRun).status, 0);
  shell.write("drop.py", R"(
import h5py
from numpy.lib.recfunctions import repack_fields
with h5py.File("r.h5", "a") as file:
    for run in file["runs"].values():
        rows = run["requests"][:]
        kept = [name for name in rows.dtype.names if name != "label" and not name.endswith("_confidence")]
        assert len(kept) == len(rows.dtype.names) - 4
        del run["requests"]
        run.create_dataset("requests", data=repack_fields(rows[kept]))
)");
  ASSERT_EQ(shell.run("/usr/bin/python3 drop.py").status, 0);
  const Outcome outcome = shell.run("$DIMSIM explain r.h5 --request 17 --policy pools");
  EXPECT_EQ(outcome.status, 0) << outcome.messages;
  EXPECT_THAT(outcome.output,
              AllOf(HasSubstr("Latency, in order of time"), Not(HasSubstr("Label of sample"))));
}

/// For a request at one tier, the known parts cover energy and cost completely, so there is no row for a
/// remainder.
TEST(Explain, EnergyAndCostOfOneTierHaveNoRemainder) {
  const Shell shell;
  ASSERT_EQ(shell.run(kRun + "--set 'policies=[all-mobile]'").status, 0);
  for (const int request : {0, 17, 599}) {
    const Outcome outcome = shell.run("$DIMSIM explain r.h5 --request " + std::to_string(request));
    ASSERT_EQ(outcome.status, 0) << outcome.messages;
    EXPECT_THAT(outcome.output,
                AllOf(HasSubstr("compute at mobile"), HasSubstr("layers 1-3 at mobile  3  100.0 %"),
                      Not(HasSubstr("radio")), Not(HasSubstr("exit heads"))));
  }
}

TEST(Explain, UsesTheFirstRunAndReportsIt) {
  const Shell shell;
  ASSERT_EQ(shell.run(kRun).status, 0);
  const Outcome outcome = shell.run("$DIMSIM explain r.h5 --request 0");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.messages, HasSubstr("2 runs match; showing the first: policy all-edge"));
  EXPECT_THAT(outcome.output, HasSubstr("under all-edge"));
}

TEST(Explain, RejectsUnknownRequestsPoliciesAndPoints) {
  const Shell shell;
  ASSERT_EQ(shell.run(kRun).status, 0);
  ASSERT_EQ(shell
                .run("$DIMSIM run $SCENARIOS/quickstart.yaml -q -o bare.h5 --set workload.requests=600 --set "
                     "workload.warm_up_requests=100 --set keep_requests=no")
                .status,
            0);
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"r.h5", "--request is missing"},
      {"r.h5 --request 600", "there are 600, counted from 0"},
      {"r.h5 --request -1", "there are 600, counted from 0"},
      {"r.h5 --request 0 --policy polls", "did you mean 'pools'?"},
      {"r.h5 --request 0 --point 1", "it has one point only"},
      {"r.h5 --request 0 --replication 1", "has no replication 1"},
      {"r.h5 --request 0 --trace absent.h5", "absent.h5"},
      {"bare.h5 --request 0", "keep_requests=yes"},
      {"absent.h5 --request 0", "there is no such file"},
  };
  for (const auto& [arguments, message] : wrong) {
    const Outcome outcome = shell.run("$DIMSIM explain " + arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_THAT(outcome.messages, HasSubstr(message)) << arguments;
    EXPECT_EQ(outcome.output, "") << arguments;
  }
}

}  // namespace
}  // namespace dimsim
