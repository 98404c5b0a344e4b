#include "dimsim/cli/text/text_grid.hpp"
#include "support/plot_runs.hpp"
#include "support/result_content.hpp"
#include "support/shell.hpp"

#include <filesystem>
#include <sstream>
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

TEST(Plot, ShowsTheGainOnTheShippedTrace) {
  const Shell shell;
  if (shell.run("gnuplot --version").status != 0) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  ASSERT_EQ(shell.run(kPlotRun).status, 0);
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
  // The data for gnuplot: 62.6 % of the training samples are nearest to their own pool, and accuracy is 81.4
  // %, where a random choice with the shares 28.2, 43.8 and 28.0 % reaches 69.8 %.
  EXPECT_THAT(read_file(shell / "a.dat"), HasSubstr("# measured\n62.62 11.6116 "));
}

TEST(Plot, LeavesDataAndScriptThatReproduceTheFigure) {
  const Shell shell;
  if (shell.run("gnuplot --version").status != 0) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  ASSERT_EQ(shell.run(kPlotStudy).status, 0);
  for (const std::string figure : {"metric", "latency-cdf", "latency-parts", "energy", "pareto"}) {
    const std::string command = "$DIMSIM plot s.h5 -f " + figure + " -o " + figure + ".svg";
    const Outcome outcome = shell.run(command + " && mkdir -p again && cp " + figure + ".gp " + figure +
                                      ".dat again && cd again && gnuplot -d " + figure + ".gp");
    EXPECT_EQ(outcome.status, 0) << outcome.messages;
    const std::string drawn = read_file(shell / (figure + ".svg"));
    EXPECT_THAT(drawn, HasSubstr("cartography")) << figure;
    EXPECT_EQ(drawn, read_file(shell / ("again/" + figure + ".svg"))) << figure;
  }
  // LaTeX reads the text from the .tex file and the drawing from the .pdf file.
  ASSERT_EQ(shell.run("$DIMSIM plot s.h5 -f metric --width acm -o paper.tex").status, 0);
  EXPECT_THAT(read_file(shell / "paper.tex"), HasSubstr("\\includegraphics"));
  EXPECT_TRUE(read_file(shell / "paper.pdf").starts_with("%PDF"));
}

TEST(Plot, AppliesTheOptionsOfStyle) {
  const Shell shell;
  if (shell.run("gnuplot --version").status != 0) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  ASSERT_EQ(shell.run(kPlotStudy).status, 0);
  shell.write("mine.gp", "set grid");
  const std::string plot = "$DIMSIM plot s.h5 -f metric -o a.pdf ";
  ASSERT_EQ(shell.run(plot + "--width acm-text --title \"it's mine\" --log y --style mine.gp").status, 0);
  EXPECT_THAT(read_file(shell / "a.gp"),
              AllOf(HasSubstr("size 7in,"), HasSubstr("'Linux Libertine,8'"),
                    HasSubstr("set label 'it''s mine' at screen 0.5,"), HasSubstr("set logscale y"),
                    testing::Not(HasSubstr("set logscale x")), HasSubstr("set grid\nplot ")));
  ASSERT_EQ(shell.run(plot + "--width 8.89cm --policies all-edge").status, 0);
  EXPECT_THAT(read_file(shell / "a.gp"),
              AllOf(HasSubstr("size 3.5in,"), testing::Not(HasSubstr("all-mobile"))));
  for (const auto& [arguments, message] :
       {std::pair("--width acn", "did you mean 'acm'"),
        {"--width 3", "expected 1 to 30 inches"},
        {"--log z", "expected x, y, xy or none"},
        {"--style absent.gp", "cannot be read"},
        {"-f pareto --metric tier_share.edge", "no better direction"},
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

/// LaTeX typesets the texts of a figure, in which an unescaped percent sign would begin a comment.
TEST(Plot, DrawsFiguresThatLatexAccepts) {
  const Shell shell;
  if (shell.run("gnuplot --version && pdflatex --version").status != 0) {
    GTEST_SKIP() << "gnuplot or pdflatex is not installed";
  }
  ASSERT_EQ(shell.run(kPlotStudy).status, 0);
  ASSERT_EQ(shell
                .run("$DIMSIM run $SCENARIOS/online-learning.yaml -q -o o.h5 --set workload.requests=1500 "
                     ">/dev/null")
                .status,
            0);
  for (const auto& [figure, file] : {std::pair("metric", "s.h5"),
                                     {"latency-cdf", "s.h5"},
                                     {"pareto", "s.h5"},
                                     {"regret", "o.h5"},
                                     {"data-map", "$SCENARIOS/traces/trec6.h5"},
                                     {"profile-fit", "$SCENARIOS/../platforms/measurements/aws-cpu.csv"}}) {
    ASSERT_EQ(shell.run(std::string("$DIMSIM plot ") + file + " -f " + figure + " -o figure.tex").status, 0)
        << figure;
    shell.write("paper.tex",
                "\\documentclass{article}\\usepackage{graphicx,xcolor}\\begin{document}\\input{figure.tex}"
                "\\end{document}\n");
    EXPECT_EQ(shell.run("pdflatex -halt-on-error paper.tex").status, 0) << figure;
  }
}

/// The ends of the curve: no request takes longer than the largest latency, and one takes exactly that long.
TEST(Plot, DrawsTheDistributionOfTheRequests) {
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

TEST(Plot, ShowsTheSeparationOfARecipe) {
  const Shell shell;
  const Outcome outcome = shell.run(kPlotRun + "--set workload.trace=traces/glue/rte.yaml --json -");
  ASSERT_EQ(outcome.status, 0) << outcome.messages;
  const auto summary = nlohmann::json::parse(outcome.output);
  const auto separation = summary["points"][0]["assumptions"]["pool_separation"];
  // The value that `dimsim cartography` prints for the same trace, to the last digit.
  ASSERT_EQ(
      shell.run("$DIMSIM trace synthesize rte -o rte.h5 && $DIMSIM cartography rte.h5 -o rte.h5").status, 0);
  const auto of_file = nlohmann::json::parse(
      shell.run(kPlotRun + "--set workload.trace=$PWD/rte.h5 --json -").output)["points"][0]["assumptions"];
  EXPECT_EQ(separation, of_file["pool_separation"]);
  // The target of the recipe is 50 %; for 5,000 samples, three standard errors are 2 points.
  EXPECT_NEAR(separation["own_pool_share"].get<double>(), 0.5, 0.021);
  EXPECT_NEAR(separation["own_pool_share_balanced"].get<double>(), 0.5, 0.021);
}

TEST(Plot, RejectsWrongOptions) {
  const Shell shell;
  ASSERT_EQ(shell.run(kPlotRun).status, 0);
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

/// Each case has the text that the message must contain. None of them writes a file.
void expect_refused(const Shell& shell, const std::string& files,
                    const std::vector<std::pair<std::string, std::vector<std::string>>>& wrong) {
  const std::string before = shell.run("ls").output;
  for (const auto& [arguments, messages] : wrong) {
    const Outcome outcome = shell.run("$DIMSIM plot " + files + " -o x.svg " + arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_EQ(outcome.output, "") << arguments;
    for (const std::string& message : messages) {
      EXPECT_THAT(outcome.messages, HasSubstr(message)) << arguments;
    }
  }
  EXPECT_EQ(shell.run("ls").output, before);
}

TEST(Plot, RejectsFilesThatAreNotResults) {
  const Shell shell;
  shell.write("notes.h5", "no HDF5 at all");
  write_result(shell / "newer.h5",
               {.version = 99, .runs = {{.policy = "all-edge", .requests = {answered(0, 1, true)}}}});
  const std::string way = "`dimsim run scenarios/quickstart.yaml` writes a file that it can draw";
  expect_refused(shell, "notes.h5", {{"-f pareto", {"notes.h5: error: ", "not", way}}});
  expect_refused(shell, "$SCENARIOS/traces/trec6.h5",
                 {{"-f pareto", {"is not a result file of dimsim", way}}});
  expect_refused(shell, "newer.h5",
                 {{"-f pareto", {"is a result file of version 99", "use a newer dimsim", way}}});
  expect_refused(shell, "notes.h5 newer.h5", {{"-f pareto", {"notes.h5: error: ", "newer.h5: error: "}}});
}

/// The message names what a result lacks and a scenario that provides it.
TEST(Plot, SaysWhatAResultLacksAndHowToGetIt) {
  const Shell shell;
  ASSERT_EQ(shell.run(kPlotRun).status, 0);
  ASSERT_EQ(
      shell
          .run("$DIMSIM run $SCENARIOS/quickstart.yaml -q -o plain.h5 --set workload.requests=500 --set "
               "workload.warm_up_requests=0 --set keep_requests=no >/dev/null")
          .status,
      0);
  expect_refused(
      shell, "r.h5",
      {{"-f metric", {"has no numeric axis", "`dimsim run scenarios/bandwidth-sweep.yaml`"}},
       {"-f metric --metric latency.meam", {"did you mean 'latency.mean'?"}},
       {"-f pareto --metric latency.meen", {"did you mean 'latency.mean'?"}},
       {"-f regret", {"has no policy that learns online", "`dimsim run scenarios/online-learning.yaml`"}},
       {"-f regret --policies all-edge", {"'all-edge' reported no regret"}},
       {"-f regret --policies all-egde", {"no policy 'all-egde'"}},
       {"-f data-map", {"has no data map", "`dimsim cartography scenarios/traces/trec6.h5 -o map.csv`"}},
       {"-f profile-fit", {"neither a table of measurements", "`dimsim profile --model bert-base"}}});
  expect_refused(shell, "plain.h5",
                 {{"-f latency-cdf", {"`dimsim run scenarios/quickstart.yaml`"}},
                  {"-f regret", {"`dimsim run scenarios/online-learning.yaml`"}},
                  {"-f cartography-gain", {"`dimsim run scenarios/glue-study.yaml`"}}});
}

TEST(Plot, RejectsOptionsWithoutEffect) {
  const Shell shell;
  ASSERT_EQ(shell.run(kPlotRun).status, 0);
  expect_refused(shell, "r.h5",
                 {{"-f latency-cdf --metric latency.mean",
                   {"figure latency-cdf takes no --metric", "takes --policies, --point and --log"}},
                  {"-f regret --axis rate", {"figure regret takes no --axis"}},
                  {"-f pareto --device a30", {"figure pareto takes no --device"}},
                  {"-f data-map --policies pools", {"figure data-map takes no --policies"}},
                  {"-f profile-fit --point 0", {"figure profile-fit takes no --point"}}});
}

TEST(Plot, NamesThePackageOfGnuplot) {
  const Shell shell;
  ASSERT_EQ(shell.run(kPlotRun).status, 0);
  const Outcome outcome = shell.run("PATH=/absent; $DIMSIM plot r.h5 -f pareto -o x.png");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.messages, HasSubstr("install the package gnuplot-nox"));
  EXPECT_EQ(shell.run("ls -A").output, "r.h5\n");
}

/// The last point of each line is the mean of the regrets that the runs reported, and its band is Student's
/// t.
TEST(Plot, DrawsTheRegretInThePolicyReports) {
  const Shell shell;
  if (shell.run("gnuplot --version && /usr/bin/python3 -c 'import h5py, numpy'").status != 0) {
    GTEST_SKIP() << "gnuplot or python3-h5py is not installed";
  }
  ASSERT_EQ(
      shell
          .run("$DIMSIM run $SCENARIOS/online-learning.yaml -q -o o.h5 --set workload.requests=1500 --set "
               "replications=3 --set keep_requests=yes >/dev/null && $DIMSIM plot o.h5 -f regret -o o.svg")
          .status,
      0);
  shell.write("check.py", R"(
import h5py, numpy, re
runs = h5py.File("o.h5")["runs"]
ends = {}
for name in runs:
    report = runs[name].get("policy_report")
    if report is not None:
        policy = runs[name].attrs["policy"]
        policy = policy.decode() if isinstance(policy, bytes) else policy
        ends.setdefault(policy, []).append(report.attrs["regret"])
lines = open("o.dat").read().split("\n\n\n")
drawn = {block.split("\n")[0].split(": ")[-1]: block.split("\n")[-1].split() for block in lines if block.strip()}
assert set(drawn) == set(ends) and len(ends) == 6, (drawn, ends)
t = 4.302653  # of 2 degrees of freedom at 97.5 %
for policy, values in ends.items():
    mean, half = numpy.mean(values), t * numpy.std(values, ddof=1) / 3 ** 0.5
    count, regret, low, high = map(float, drawn[policy])
    # Six significant digits are written.
    assert count == 1500 and numpy.allclose([regret, low, high], [mean, mean - half, mean + half], rtol=1e-5, atol=1e-4), policy
)");
  const Outcome outcome = shell.run("/usr/bin/python3 check.py");
  EXPECT_EQ(outcome.status, 0) << outcome.messages;
}

/// `plot` draws from the output of `cartography` the same figure as `cartography --plot`.
TEST(Plot, DrawsTheDataMapOfTheCartographyCommand) {
  const Shell shell;
  if (shell.run("gnuplot --version").status != 0) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  ASSERT_EQ(
      shell
          .run("$DIMSIM cartography $SCENARIOS/traces/trec6.h5 -o t.h5 --plot a.svg && $DIMSIM cartography "
               "$SCENARIOS/traces/trec6.h5 -o l.csv && $DIMSIM cartography $SCENARIOS/traces/trec6.h5 -o "
               "l.jsonl")
          .status,
      0);
  ASSERT_EQ(shell
                .run("for f in t.h5 l.csv l.jsonl; do $DIMSIM plot $f -f data-map --width ieee -o "
                     "${f%.*}-${f#*.}.svg || exit 1; "
                     "done")
                .status,
            0);
  const std::string whole = read_file(shell / "a.dat");
  const std::string samples = whole.substr(0, whole.find("# cuts:"));
  EXPECT_GT(samples.size(), 50'000U);
  EXPECT_EQ(read_file(shell / "l-csv.dat"), samples);
  EXPECT_EQ(read_file(shell / "l-jsonl.dat"), samples);
  EXPECT_THAT(read_file(shell / "t-h5.dat"), HasSubstr("# cuts: variability, confidence\n"));
  EXPECT_THAT(read_file(shell / "t-h5.svg"), HasSubstr("easy 44.8 %"));
}

TEST(Plot, ComparesProfilesWithMeasuredTimes) {
  const Shell shell;
  if (shell.run("gnuplot --version").status != 0) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  ASSERT_EQ(shell
                .run("$DIMSIM plot $SCENARIOS/../platforms/measurements/aws-cpu.csv -f profile-fit --device "
                     "c6i-2xlarge -o p.svg")
                .status,
            0);
  // 14 fitted rows and 14 checks, as in the table of fits in the README of the measurements.
  EXPECT_THAT(read_file(shell / "p.gp"),
              AllOf(HasSubstr("(n = 14), of checks "), HasSubstr("(n = 14); c6i-2xlarge; no intervals")));
  EXPECT_THAT(shell.run("$DIMSIM plot $SCENARIOS/quickstart.yaml -f profile-fit -o q.svg").messages,
              HasSubstr("quickstart.yaml:"));
}

TEST(ListFigures, ShowsThumbnailsWithinAHundredColumns) {
  const Shell shell;
  std::istringstream lines(shell.run("$DIMSIM list figures").output);
  std::string line;
  std::size_t looks = 0;
  while (std::getline(lines, line)) {
    EXPECT_LE(cli::display_width(line), 100U) << line;
    looks += line.starts_with("latency-cdf       ▁▂▅▇██  the distribution") ? 1U : 0U;
  }
  EXPECT_EQ(looks, 1U);
}

}  // namespace
}  // namespace dimsim
