#include "support/shell.hpp"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dimsim {
namespace {

using testing::AllOf;
using testing::HasSubstr;

/// Each question once. `samples: shuffled` asks every one of them.
const std::string kRun =
    "$DIMSIM run $SCENARIOS/quickstart.yaml -q --set workload.requests=500 --set workload.warm_up_requests=0 "
    "-o r.h5 --set 'policies=[all-mobile, all-edge, all-cloud, "
    "{policy: cartography, label: pools, thresholds: [0]}]' ";

TEST(Plot, ShowsWhatTheShippedTraceGains) {
  const Shell shell;
  if (shell.run("gnuplot --version").status != 0) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  ASSERT_EQ(shell.run(kRun).status, 0);
  for (const auto& [name, beginning] :
       {std::pair("a.svg", "<?xml"), {"a.pdf", "%PDF"}, {"a.png", "\x89PNG"}}) {
    const std::string command = std::string("$DIMSIM plot r.h5 -f cartography-gain -o ") + name;
    const Outcome outcome = shell.run(command);
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.messages, std::string("Figure: ") + name + ", with a.dat and a.gp\n");
    EXPECT_EQ(outcome.output, "");
    const std::string once = read_file(shell / name);
    EXPECT_TRUE(once.starts_with(beginning)) << name;
    EXPECT_EQ(shell.run("sleep 1.1; TZ=Asia/Tokyo " + command).status, 0);
    EXPECT_TRUE(read_file(shell / name) == once) << name << " of the same input has other bytes";
  }
  EXPECT_THAT(read_file(shell / "a.svg"), HasSubstr("trec6"));
  EXPECT_EQ(shell.run("ls").output, "a.dat\na.gp\na.pdf\na.png\na.svg\nr.h5\n");
  // What gnuplot is given: 62.6 % of the training samples are nearest to their own pool, and 81.4 % are right
  // where a random choice with the shares 28.2, 43.8 and 28.0 % would have 69.8 %.
  EXPECT_THAT(read_file(shell / "a.dat"), HasSubstr("# measured\n62.62 11.6116 "));
}

/// The plainest run that every figure of one file can be drawn of.
constexpr const char* kStudy =
    "$DIMSIM run $SCENARIOS/quickstart.yaml -q -o s.h5 --set workload.requests=1000 --set keep_requests=yes "
    "--set replications=2 --sweep network.access.bandwidth=[0.5Mbps,5Mbps] >/dev/null";

TEST(Plot, LeavesDataAndScriptThatDrawTheSame) {
  const Shell shell;
  if (shell.run("gnuplot --version").status != 0) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  ASSERT_EQ(shell.run(kStudy).status, 0);
  for (const std::string figure : {"metric", "latency-cdf", "latency-parts", "energy", "pareto"}) {
    const std::string command = "$DIMSIM plot s.h5 -f " + figure + " -o " + figure + ".svg";
    const Outcome outcome = shell.run(command + " && mkdir -p again && cp " + figure + ".gp " + figure +
                                      ".dat again && cd again && gnuplot -d " + figure + ".gp");
    EXPECT_EQ(outcome.status, 0) << outcome.messages;
    const std::string drawn = read_file(shell / (figure + ".svg"));
    EXPECT_THAT(drawn, HasSubstr("cartography")) << figure;
    EXPECT_EQ(drawn, read_file(shell / ("again/" + figure + ".svg"))) << figure;
  }
  // LaTeX takes the text from the .tex and the drawing from the .pdf.
  ASSERT_EQ(shell.run("$DIMSIM plot s.h5 -f metric --width acm -o paper.tex").status, 0);
  EXPECT_THAT(read_file(shell / "paper.tex"), HasSubstr("\\includegraphics"));
  EXPECT_TRUE(read_file(shell / "paper.pdf").starts_with("%PDF"));
}

TEST(Plot, TakesItsLooksFromOptions) {
  const Shell shell;
  if (shell.run("gnuplot --version").status != 0) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  ASSERT_EQ(shell.run(kStudy).status, 0);
  shell.write("mine.gp", "set grid");
  const std::string plot = "$DIMSIM plot s.h5 -f metric -o a.pdf ";
  ASSERT_EQ(shell.run(plot + "--width acm-text --title \"it's mine\" --log y --style mine.gp").status, 0);
  EXPECT_THAT(read_file(shell / "a.gp"),
              AllOf(HasSubstr("size 7in,"), HasSubstr("'Linux Libertine,8'"),
                    HasSubstr("set title 'it''s mine'"), HasSubstr("set logscale y"),
                    testing::Not(HasSubstr("set logscale x")), HasSubstr("set grid\nplot ")));
  ASSERT_EQ(shell.run(plot + "--width 8.89cm --policies all-edge").status, 0);
  EXPECT_THAT(read_file(shell / "a.gp"),
              AllOf(HasSubstr("size 3.5in,"), testing::Not(HasSubstr("all-mobile"))));
  for (const auto& [arguments, message] :
       {std::pair("--width acn", "did you mean 'acm'"),
        {"--width 3", "expected 1 to 30 inches"},
        {"--log z", "expected x, y, xy or none"},
        {"--style absent.gp", "cannot be read"},
        {"-f pareto --metric tier_share.edge", "no better side"},
        {"-f pareto --point bandwidth=4Mbps", "did you mean 'bandwidth=5Mbps'"},
        {"-f energy --policies all-egde", "no policy 'all-egde'"},
        {"-o no/folder/a.pdf", "no/folder/a.pdf"}}) {
    const std::string figure = std::string(arguments).find("-f ") == std::string::npos ? " -f metric " : " ";
    const std::string output = std::string(arguments).find("-o ") == std::string::npos ? " -o b.pdf " : " ";
    const Outcome outcome = shell.run("$DIMSIM plot s.h5" + figure + output + arguments);
    EXPECT_EQ(outcome.status, std::string(arguments).find("-o ") == std::string::npos ? 2 : 1) << arguments;
    EXPECT_THAT(outcome.messages, HasSubstr(message));
  }
  EXPECT_FALSE(std::filesystem::exists(shell / "b.pdf"));
}

/// Ends of the tail: every request is answered within the largest latency, and one takes as long.
TEST(Plot, DrawsTheDistributionThatTheRequestsHave) {
  const Shell shell;
  if (shell.run("gnuplot --version && /usr/bin/python3 -c 'import h5py, numpy'").status != 0) {
    GTEST_SKIP() << "gnuplot or python3-h5py is not installed";
  }
  ASSERT_EQ(shell
                .run("$DIMSIM run $SCENARIOS/quickstart.yaml -q -o q.h5 >/dev/null && $DIMSIM plot q.h5 -f "
                     "latency-cdf "
                     "--policies random -o c.svg")
                .status,
            0);
  shell.write("check.py", R"(
import h5py, numpy
runs = h5py.File("q.h5")["runs"]
run = next(runs[n] for n in runs if runs[n].attrs["policy"] in (b"random", "random"))
rows = run["requests"][:]
latency = numpy.sort(rows["latency_s"][(rows["measured"] == 1) & (rows["outcome"] == 0)])
data = numpy.array([[float(x) for x in line.split()] for line in open("c.dat") if line.strip() and line[0] != "#"])
assert len(data) > 200 and data[-1][1] == 1 and abs(data[-1][2] - 1 / len(latency)) < 1e-9
for ms, within, beyond in data:
    number = round(within * len(latency)) - 1  # of the latency that is drawn
    assert abs(latency[number] * 1e3 - ms) < 1e-5 * ms, (ms, within)
    assert abs(within + beyond - 1 - 1 / len(latency)) < 2e-5
)");
  const Outcome outcome = shell.run("/usr/bin/python3 check.py");
  EXPECT_EQ(outcome.status, 0) << outcome.messages;
}

TEST(Plot, KnowsTheSeparationOfARecipe) {
  const Shell shell;
  const Outcome outcome = shell.run(kRun + "--set workload.trace=traces/glue/rte.yaml --json -");
  ASSERT_EQ(outcome.status, 0) << outcome.messages;
  const auto summary = nlohmann::json::parse(outcome.output);
  const auto separation = summary["points"][0]["assumptions"]["pool_separation"];
  // What `dimsim cartography` says of the same trace as a file, to its last digit.
  ASSERT_EQ(
      shell.run("$DIMSIM trace synthesize rte -o rte.h5 && $DIMSIM cartography rte.h5 -o rte.h5").status, 0);
  const auto of_file = nlohmann::json::parse(
      shell.run(kRun + "--set workload.trace=$PWD/rte.h5 --json -").output)["points"][0]["assumptions"];
  EXPECT_EQ(separation, of_file["pool_separation"]);
  // The recipe asks for 50 %, of 5,000 samples: three standard errors are 2 points.
  EXPECT_NEAR(separation["own_pool_share"].get<double>(), 0.5, 0.021);
  EXPECT_NEAR(separation["own_pool_share_balanced"].get<double>(), 0.5, 0.021);
}

TEST(Plot, RefusesWhatItCannotDraw) {
  const Shell shell;
  ASSERT_EQ(shell.run(kRun).status, 0);
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"", "FILE is missing"},
      {"r.h5 -o x.png", "--figure is missing"},
      {"r.h5 -f cartography-gain", "--output is missing"},
      {"r.h5 -f cartography-gian -o x.png", "did you mean 'cartography-gain'?"},
      {"r.h5 -f cartography-gain -o x.jpg", "end it in .png, .pdf, .svg or .tex"},
      {"absent.h5 -f cartography-gain -o x.png", "absent.h5: error: "},
      {"r.h5 -f cartography-gain -o x.png --policies pool", "has no policy 'pool'"},
      {"r.h5 -f cartography-gain -o x.png --policies pools,all-edge",
       "shows one policy, but --policies names 2"},
  };
  for (const auto& [arguments, message] : wrong) {
    const Outcome outcome = shell.run("$DIMSIM plot " + arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_EQ(outcome.output, "") << arguments;
    EXPECT_THAT(outcome.messages, HasSubstr(message));
  }
  EXPECT_EQ(shell.run("PATH=/absent; $DIMSIM plot r.h5 -f cartography-gain -o x.png").status, 1);
  EXPECT_EQ(shell.run("ls").output, "r.h5\n");
  EXPECT_THAT(shell.run("$DIMSIM list figures").output, HasSubstr("\ncartography-gain  "));
}

}  // namespace
}  // namespace dimsim
