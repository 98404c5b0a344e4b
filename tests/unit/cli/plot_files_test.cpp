#include "dimsim/analysis/result_reader.hpp"
#include "dimsim/base/error.hpp"
#include "support/plot_runs.hpp"
#include "support/shell.hpp"

#include <cstdlib>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim {
namespace {

using testing::HasSubstr;

TEST(Plot, OverwritesOnlyItsOwnFigures) {
  const Shell shell;
  if (shell.run("gnuplot --version").status != 0) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  ASSERT_EQ(shell.run(kPlotRun).status, 0);
  shell.write("paper.tex", "my paper");
  shell.write("notes.dat", "my notes");
  for (const std::string file : {"paper.tex", "notes.svg"}) {
    const Outcome outcome = shell.run("mkdir -p a.pdf; $DIMSIM plot r.h5 -f bars -o " + file);
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.messages,
                HasSubstr("exists and does not belong to a figure of dimsim; it is not overwritten"));
  }
  EXPECT_THAT(shell.run("$DIMSIM plot r.h5 -f bars -o a.pdf").messages,
              HasSubstr("a.pdf: error: is a folder"));
  EXPECT_EQ(read_file(shell / "paper.tex") + read_file(shell / "notes.dat"), "my papermy notes");
  EXPECT_EQ(shell.run("ls").output, "a.pdf\nnotes.dat\npaper.tex\nr.h5\n");
  EXPECT_EQ(shell.run("$DIMSIM plot r.h5 -f bars -o b.svg && $DIMSIM plot r.h5 -f pareto -o b.svg").status,
            0);
}

TEST(Plot, PlacesALongLegendAboveTheData) {
  const Shell shell;
  if (shell.run("gnuplot --version").status != 0) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  std::string policies;
  for (int i = 0; i < 8; ++i) {
    policies += fmt::format("{}{{policy: random, label: a policy of number {}}}", i == 0 ? "" : ",", i);
  }
  ASSERT_EQ(shell
                .run("$DIMSIM run $SCENARIOS/quickstart.yaml -q -o r.h5 --set workload.requests=500 --set "
                     "workload.warm_up_requests=0 --set 'policies=[" +
                     policies + "]'")
                .status,
            0);
  ASSERT_EQ(shell.run("$DIMSIM plot r.h5 -f latency-cdf --width ieee -o a.pdf").status, 0);
  const std::string script = read_file(shell / "a.gp");
  const auto number_after = [&script](const std::string& text) {
    return std::strtod(script.substr(script.find(text) + text.size()).c_str(), nullptr);
  };
  const double height_in = number_after("size 3.5in,");
  const double above_in = (1 - number_after("set tmargin at screen ")) * height_in;
  EXPECT_EQ(number_after("maxcols "), 1);
  EXPECT_GE(above_in, 8 * 0.13) << "eight rows of 8 points";
  EXPECT_LE(height_in, 5);
}

TEST(Plot, FindsAPointByItsValuesInAnyUnit) {
  const Shell shell;
  ASSERT_EQ(shell.run(kPlotStudy).status, 0);
  const auto result = analysis::ResultReader::open(shell / "s.h5");
  EXPECT_EQ(result.point("bandwidth=5Mbps"), 1U);
  EXPECT_EQ(result.point("bandwidth=5000kbps"), 1U);
  EXPECT_EQ(result.point("bandwidth=0.501 Mbit/s"), 0U);
  EXPECT_EQ(result.point("1"), 1U);
  for (const char* wrong :
       {"bandwidth=4.9Mbps", "bandwidth=5", "rate=5Mbps", "bandwidth=5Mbps, rate=1/s", "5Mbps"}) {
    EXPECT_THROW(static_cast<void>(result.point(wrong)), InputError) << wrong;
  }
}

/// The phone keeps up at both rates, but the edge box only at the first. At the second, its latency depends
/// on the length of the run.
TEST(Plot, MarksOverloadAndOmitsItsCrossings) {
  const Shell shell;
  if (shell.run("gnuplot --version").status != 0) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  ASSERT_EQ(
      shell
          .run("$DIMSIM run $SCENARIOS/overload.yaml -q -o o.h5 --set 'policies=[all-mobile, all-edge]' "
               "--set workload.requests=2000 --set replications=2 --sweep 'workload.rate=[0.05/s,1/s]'")
          .status,
      0);
  ASSERT_EQ(shell.run("$DIMSIM plot o.h5 -f metric -o a.svg").status, 0);
  const std::string data = read_file(shell / "a.dat");
  const std::size_t at = data.find("# overloaded: x, y\n");
  ASSERT_NE(at, std::string::npos);
  EXPECT_TRUE(data.substr(at + 19).starts_with("1 ")) << data.substr(at);
  EXPECT_THAT(data, testing::Not(HasSubstr("# crossings")));
  EXPECT_THAT(read_file(shell / "a.gp"), HasSubstr("!: overloaded"));
}

}  // namespace
}  // namespace dimsim
