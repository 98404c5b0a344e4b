#include "support/shell.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dimsim {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr double kDigits = 1e-5;  ///< relative rounding error of a value in a .dat file, which has six digits

/// A study with two axes and three replications that keeps its requests, so that every figure can be drawn.
class PlotFigures : public testing::Test {
 protected:
  void SetUp() override {
    if (shell_.run("gnuplot --version").status != 0) {
      GTEST_SKIP() << "gnuplot is not installed";
    }
    // The whole model on each tier, so that one is faster on a slow radio and another on a fast one.
    const Outcome outcome = shell_.run(
        "$DIMSIM run $SCENARIOS/quickstart.yaml -q -o s.h5 --set workload.requests=600 --set "
        "keep_requests=yes "
        "--set replications=3 --sweep network.access.bandwidth=[0.1Mbps,5Mbps] --sweep "
        "workload.rate=[1/s,30/s] "
        "--set deployment.tiers.mobile.layers=1-12 --set deployment.tiers.edge.layers=1-12 "
        "--set deployment.tiers.cloud.layers=1-12 >/dev/null");
    ASSERT_EQ(outcome.status, 0) << outcome.messages;
  }

  /// The data of a figure of that study.
  [[nodiscard]] std::string data_of(const std::string& arguments) const {
    const Outcome outcome = shell_.run("$DIMSIM plot s.h5 -o a.svg -f " + arguments);
    EXPECT_EQ(outcome.status, 0) << arguments << outcome.messages;
    return read_file(shell_ / "a.dat");
  }

  /// The output of `export`: columns by name, for each point and policy.
  using Rows = std::map<std::pair<std::string, std::string>, std::map<std::string, double>>;
  [[nodiscard]] Rows exported(const std::string& metrics) const {
    std::istringstream lines(shell_.run("$DIMSIM export s.h5 --format csv --metrics " + metrics).output);
    const auto split = [](const std::string& line) {
      std::vector<std::string> cells;
      std::istringstream stream(line);
      for (std::string cell; std::getline(stream, cell, ',');) {
        cells.push_back(cell);
      }
      return cells;
    };
    std::string line;
    std::getline(lines, line);
    const std::vector<std::string> names = split(line);
    Rows rows;
    while (std::getline(lines, line)) {
      const std::vector<std::string> cells = split(line);
      std::map<std::string, std::string> texts;
      for (std::size_t i = 0; i < cells.size(); ++i) {
        texts[names[i]] = cells[i];
      }
      auto& row = rows[{texts["axis.bandwidth"] + " " + texts["axis.rate"], texts["policy"]}];
      for (std::size_t i = 6; i < cells.size(); ++i) {
        row[names[i]] = cells[i].empty() ? NAN : std::stod(cells[i]);
      }
    }
    EXPECT_EQ(rows.size(), 20U);  // four points of five policies
    return rows;
  }

  Shell shell_;
};

/// The words of the lines that do not begin with #. Double quotes enclose one word.
std::vector<std::vector<std::string>> lines_of(const std::string& data) {
  std::vector<std::vector<std::string>> lines;
  std::istringstream stream(data);
  const std::regex word(R"re("([^"]*)"|(\S+))re");
  for (std::string line; std::getline(stream, line);) {
    if (line.empty() || line.front() == '#') {
      continue;
    }
    lines.emplace_back();
    for (std::sregex_iterator each(line.begin(), line.end(), word), end; each != end; ++each) {
      lines.back().push_back((*each)[0].str().front() == '"' ? (*each)[1].str() : (*each)[2].str());
    }
  }
  return lines;
}

void expect_same(const std::string& written, double value, const std::string& what) {
  EXPECT_NEAR(std::stod(written), value, kDigits * std::max(std::abs(value), 1e-3)) << what;
}

TEST_F(PlotFigures, BarsMatchExport) {
  Rows rows = exported("latency.p95,accuracy");
  for (const auto& [arguments, metric, factor] :
       {std::tuple("bars", "latency.p95", 1e3), {"bars --metric accuracy", "accuracy", 1.0}}) {
    const std::string data = data_of(std::string(arguments) + " --point 'bandwidth=5Mbps, rate=30/s'");
    const auto lines = lines_of(data);
    ASSERT_EQ(lines.size(), 5U);
    std::size_t i = 0;
    for (const char* policy : {"all-mobile", "all-edge", "all-cloud", "random", "cartography"}) {
      auto& row = rows[{"5Mbps 30/s", policy}];
      EXPECT_THAT(data, HasSubstr("# bar " + std::to_string(i) +
                                  ": place, estimate, half width of its interval, "
                                  "as written: " +
                                  policy + "\n"));
      expect_same(lines[i][1], row[metric] * factor, policy);
      expect_same(lines[i][2], row[std::string(metric) + ".half_width"] * factor, policy);
      ++i;
    }
  }
  EXPECT_THAT(read_file(shell_ / "a.gp"),
              AllOf(HasSubstr("set yrange [0:*]"), HasSubstr("whiskers: 95 % interval, by replication"),
                    HasSubstr("!: overloaded"), HasSubstr("at bandwidth=5Mbps, rate=30/s")));
  EXPECT_EQ(lines_of(data_of("bars --policies random,all-edge")).size(), 2U);
}

TEST_F(PlotFigures, TierSharesMatchExport) {
  Rows rows = exported("tier_share.mobile,tier_share.edge,tier_share.cloud");
  const auto lines = lines_of(data_of("tier-share --point 'rate=1/s'"));
  ASSERT_EQ(lines.size(), 10U);
  std::size_t i = 0;
  for (const char* policy : {"all-mobile", "all-edge", "all-cloud", "random", "cartography"}) {
    for (const auto& [bandwidth, x] : {std::pair("0.1Mbps", 0.1), {"5Mbps", 5.0}}) {
      auto& row = rows[{std::string(bandwidth) + " 1/s", policy}];
      const double mobile = 100 * row["tier_share.mobile"];
      const double edge = 100 * row["tier_share.edge"];
      const double cloud = 100 * row["tier_share.cloud"];
      const std::vector<std::string>& line = lines[i++];
      ASSERT_EQ(line.size(), 10U);
      expect_same(line[0], x, policy);
      expect_same(line[1], mobile, policy);
      expect_same(line[2], edge, policy);
      expect_same(line[3], cloud, policy);
      expect_same(line[4], mobile, policy);
      expect_same(line[5], mobile + edge, policy);
      expect_same(line[6], 100, policy);
      expect_same(line[7], 100 * row["tier_share.mobile.half_width"], policy);
      expect_same(line[8], 100 * row["tier_share.cloud.half_width"], policy);  // the rest of 100 %
      EXPECT_EQ(line[9], "0");
    }
  }
  EXPECT_THAT(read_file(shell_ / "a.gp"), AllOf(HasSubstr("set logscale x"), HasSubstr("set yrange [0:100]"),
                                                HasSubstr("bandwidth [Mbit/s]"), HasSubstr("at rate=1/s")));
  EXPECT_EQ(lines_of(data_of("tier-share --axis rate --point bandwidth=5Mbps --policies random")).size(), 2U);
  EXPECT_EQ(shell_
                .run("$DIMSIM run $SCENARIOS/quickstart.yaml -q -o one.h5 --set workload.requests=600 "
                     ">/dev/null && $DIMSIM plot one.h5 -f tier-share -o one.svg")
                .status,
            0);
  EXPECT_EQ(lines_of(read_file(shell_ / "one.dat")).size(), 5U);
  EXPECT_THAT(read_file(shell_ / "one.gp"),
              AllOf(HasSubstr("('all-mobile' 0, 'all-edge' 1, "), HasSubstr("one replication: no interval")));
}

TEST_F(PlotFigures, BestPoliciesMatchCompare) {
  Rows rows = exported("latency.mean");
  const auto lines = lines_of(data_of("best-policy --policies all-edge,all-mobile"));
  const auto compared = nlohmann::json::parse(shell_
                                                  .run("$DIMSIM compare s.h5 --baseline all-edge --policies "
                                                       "all-mobile --metrics latency.mean --json -")
                                                  .output);
  ASSERT_EQ(lines.size(), 4U);
  std::map<std::string, int> wins;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::vector<std::string>& line = lines[i];
    ASSERT_EQ(line.size(), 15U);
    const std::string point =
        (line[0] == "5" ? "5Mbps " : "0.1Mbps ") + std::string(line[1] == "1" ? "1/s" : "30/s");
    const double mobile = rows[{point, "all-mobile"}]["latency.mean"];
    const double edge = rows[{point, "all-edge"}]["latency.mean"];
    EXPECT_EQ(line[4], mobile < edge ? "all-mobile" : "all-edge") << point;
    EXPECT_EQ(line[6], mobile < edge ? "all-edge" : "all-mobile") << point;
    expect_same(line[5], 1e3 * std::min(mobile, edge), point);
    expect_same(line[7], 1e3 * std::max(mobile, edge), point);
    expect_same(line[8], 100 * (1 - std::min(mobile, edge) / std::max(mobile, edge)), point);
    const auto& metric = compared["points"][i]["policies"][0]["metrics"]["latency.mean"];
    const double p = metric["holm_p_value"].get<double>();
    EXPECT_NEAR(std::stod(line[9]), p, 1e-5 * p) << point;
    EXPECT_EQ(line[10].empty(), p <= 0.05) << point;
    ++wins[line[4]];
  }
  EXPECT_EQ(wins.size(), 2U) << "one is better on the slow radio, the other on the fast one";
}

/// 500 of the 600 requests in each of the 3 replications belong to the warm-up.
TEST_F(PlotFigures, LatenciesAreThoseOfTheMeasuredRequests) {
  const auto lines = lines_of(data_of("latency-cdf --point 0 --policies all-edge"));
  ASSERT_GT(lines.size(), 100U);
  expect_same(lines.front()[1], 1.0 / 300, "share within the shortest");
  expect_same(lines.front()[2], 1, "share not below the shortest");
  expect_same(lines.back()[1], 1, "share within the longest");
}

TEST_F(PlotFigures, PartsAddUpToTheTotalOfExport) {
  Rows rows = exported("latency.mean,energy.total");
  for (const auto& [figure, metric, factor] :
       {std::tuple("latency-parts", "latency.mean", 1e3), {"energy", "energy.total", 1.0}}) {
    const auto lines = lines_of(data_of(std::string(figure) + " --point 0"));
    ASSERT_EQ(lines.size(), 5U);
    for (const std::vector<std::string>& line : lines) {  // policy, parts, total, half width
      double sum = 0;
      for (std::size_t part = 1; part + 2 < line.size(); ++part) {
        sum += std::stod(line[part]);
      }
      const double total = rows[{"0.1Mbps 1/s", line[0]}][metric] * factor;
      expect_same(line[line.size() - 2], total, line[0]);
      EXPECT_NEAR(sum, total, 4 * kDigits * total) << line[0];
    }
  }
}

TEST_F(PlotFigures, ParetoFrontIsThatOfTheMarks) {
  const std::string run = "$DIMSIM run $SCENARIOS/quickstart.yaml -q -o s.h5 --set workload.requests=1000";
  ASSERT_EQ(shell_.run(run).status, 0);
  std::vector<std::pair<double, double>> front;
  std::vector<std::pair<double, double>> marks;
  for (const std::vector<std::string>& line : lines_of(data_of("pareto"))) {
    (line.size() == 2 ? front : marks).emplace_back(std::stod(line[0]), std::stod(line[1]));
  }
  ASSERT_EQ(marks.size(), 5U);
  auto expected = marks;
  std::erase_if(expected, [&marks](const auto& mark) {
    return std::any_of(marks.begin(), marks.end(), [&mark](const auto& other) {
      return other != mark && other.first <= mark.first && other.second >= mark.second;
    });
  });
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(front, expected);
  EXPECT_TRUE(front.size() > 1 && front.size() < marks.size()) << front.size();
}

TEST_F(PlotFigures, CostsAreThoseOfStationsAndEgress) {
  const auto lines = lines_of(data_of("cost --point 0"));
  Rows rows = exported("cost.usd_per_1000");
  ASSERT_EQ(lines.size(), 5U);
  for (const std::vector<std::string>& line : lines) {
    ASSERT_EQ(line.size(), 7U);  // policy, mobile, edge, cloud, egress, total, half width
    auto& row = rows[{"0.1Mbps 1/s", line[0]}];
    expect_same(line[5], row["cost.usd_per_1000"], line[0]);
    expect_same(line[6], row["cost.usd_per_1000.half_width"], line[0]);
    EXPECT_NEAR(std::stod(line[1]) + std::stod(line[2]) + std::stod(line[3]) + std::stod(line[4]),
                std::stod(line[5]), 4 * kDigits * std::stod(line[5]));
    EXPECT_GT(std::stod(line[2]), 0) << "the edge box is owned";
    EXPECT_GT(std::stod(line[3]), std::stod(line[2])) << "the rent of a cloud GPU is larger";
    EXPECT_EQ(std::stod(line[4]) > 0, line[0] != "all-mobile" && line[0] != "all-edge") << line[0];
  }
  if (shell_.run("/usr/bin/python3 -c 'import h5py, numpy'").status != 0) {
    GTEST_SKIP() << "python3-h5py is not installed";
  }
  shell_.write("check.py", R"(
import h5py, shlex
file = h5py.File("s.h5")
lines = [shlex.split(line) for line in open("a.dat") if line.strip() and line[0] != "#"]
table = file["run_table"][:]
for line in lines:
    parts = {"mobile": [], "edge": [], "cloud": [], "egress": []}
    for number, row in enumerate(table):
        if row["policy"].decode().rstrip("\0") != line[0] or row["point"] != 0:
            continue
        run = file["runs/%04d" % number]
        for tier in ("mobile", "edge", "cloud"):
            parts[tier].append(sum(s["usd"] for s in run["stations"] if s["tier"].decode() == tier) / row["answered"])
        parts["egress"].append(run.attrs["egress_usd"] / row["answered"])
    for written, part in zip(line[1:5], parts.values()):
        mean = 1000 * sum(part) / len(part)
        assert len(part) == 3 and abs(float(written) - mean) <= 1e-5 * mean, (line, part)
)");
  const Outcome outcome = shell_.run("/usr/bin/python3 check.py");
  EXPECT_EQ(outcome.status, 0) << outcome.messages;
}

TEST_F(PlotFigures, UseEightPointLettersInPdf) {
  if (shell_.run("/usr/bin/python3 --version").status != 0) {
    GTEST_SKIP() << "python3 is not installed";
  }
  ASSERT_EQ(shell_.run("$DIMSIM plot s.h5 -f bars -o a.pdf").status, 0);
  shell_.write("sizes.py", R"(
import re, zlib
sizes = set()
for stream in re.findall(rb"stream\r?\n(.*?)endstream", open("a.pdf", "rb").read(), re.S):
    try:
        text = zlib.decompress(stream.rstrip(b"\r\n"))
    except zlib.error:
        continue
    for a, b in re.findall(rb"([0-9.-]+) ([0-9.-]+) [0-9.-]+ [0-9.-]+ [0-9.-]+ [0-9.-]+ Tm", text):
        sizes.add(round((float(a) ** 2 + float(b) ** 2) ** 0.5, 1))
assert sizes == {6.0, 8.0}, sizes
)");
  const Outcome outcome = shell_.run("/usr/bin/python3 sizes.py");
  EXPECT_EQ(outcome.status, 0) << outcome.messages;
}

/// The vertical position of a text in gnuplot's SVG, from the top: the translation of the group around it.
std::map<std::string, double> heights_of_texts(const std::string& svg) {
  std::map<std::string, double> heights;
  const std::regex text(
      R"(<g transform="translate\([0-9.-]+,([0-9.-]+)\)[^>]*>\s*<text>(?:<tspan[^>]*>)?([^<]*)<)");
  for (std::sregex_iterator each(svg.begin(), svg.end(), text), end; each != end; ++each) {
    heights.emplace((*each)[2], std::stod((*each)[1]));
  }
  return heights;
}

TEST_F(PlotFigures, ShowTheTitleAndAreReproducible) {
  for (const std::string figure : {"metric --policies random,all-edge", "bars", "best-policy",
                                   "tier-share --point rate=1/s", "latency-cdf", "latency-parts", "energy",
                                   "cost", "pareto", "cartography-gain --policies cartography"}) {
    const std::string command =
        "$DIMSIM plot s.h5 -o a.svg --title 'A title that is longer than a column of a paper is wide, and so "
        "goes "
        "on' -f " +
        figure;
    const Outcome outcome = shell_.run(command +
                                       " && mkdir -p again && cp a.gp a.dat again && cd again && "
                                       "gnuplot -d a.gp");
    EXPECT_EQ(outcome.status, 0) << outcome.messages;
    const std::string svg = read_file(shell_ / "a.svg");
    EXPECT_EQ(svg, read_file(shell_ / "again/a.svg")) << figure;
    std::map<std::string, double> heights = heights_of_texts(svg);
    const double first = heights["A title that is longer than a column of a paper is"];
    const double second = heights["wide, and so goes on"];
    EXPECT_GT(first, 0) << figure;
    EXPECT_GT(second, first + 8) << figure;
    for (const auto& [text, height] : heights) {
      if (height != first && height != second) {
        EXPECT_GT(height, second + 4) << figure << ": " << text << " is not below the title";
      }
    }
  }
}

TEST_F(PlotFigures, CompileInLatexIfInstalled) {
  if (shell_.run("pdflatex --version").status != 0) {
    GTEST_SKIP() << "pdflatex is not installed";
  }
  for (const std::string figure :
       {"bars", "best-policy", "tier-share --point rate=1/s", "energy", "pareto"}) {
    const Outcome outcome = shell_.run("$DIMSIM plot s.h5 -o f.tex --title '5 % of a_b & more' -f " + figure);
    ASSERT_EQ(outcome.status, 0) << outcome.messages;
    shell_.write("paper.tex",
                 "\\documentclass{article}\\usepackage{graphicx,xcolor}\\begin{document}"
                 "{\\footnotesize\\input{f}}\\end{document}\n");
    EXPECT_EQ(shell_.run("pdflatex -interaction=nonstopmode -halt-on-error paper.tex").status, 0) << figure;
  }
}

TEST_F(PlotFigures, ReportMissingDataAndHowToGetIt) {
  ASSERT_EQ(shell_
                .run("$DIMSIM run $SCENARIOS/quickstart.yaml -q -o few.h5 --set workload.requests=600 --set "
                     "keep_requests=no >/dev/null")
                .status,
            0);
  ASSERT_EQ(
      shell_
          .run("$DIMSIM run $SCENARIOS/quickstart.yaml -q -o free.h5 --set workload.requests=600 --set "
               "'deployment.tiers=[{name: mobile, layers: 1-12, hosts: [{device: pixel-4, count: 20}]}]' "
               "--set policies=[all-mobile] --set cost={} >/dev/null")
          .status,
      0);
  for (const auto& [arguments, message, hint] :
       {std::tuple("few.h5 -f cost", "keeps no requests, nor the money",
                   "scenarios/quickstart.yaml keeps them"),
        {"free.h5 -f cost", "nothing that takes part has a price", "scenarios/quickstart.yaml"},
        {"few.h5 -f best-policy", "sweeps over nothing, and figure best-policy is drawn over two",
         "--sweep "},
        {"few.h5 -f tier-share --axis rate", "has no axis 'rate'", "leave --axis out"},
        {"s.h5 -f tier-share", "but rate (1/s, 30/s) varies too", "--point 'rate=1/s'"},
        {"s.h5 -f tier-share --axis rat", "has no axis 'rat'", "did you mean 'rate'?"},
        {"s.h5 -f tier-share --metric accuracy", "takes no --metric", "figure metric"},
        {"s.h5 -f tier-share --log xy --point 1", "stacks shares from 0", "take --log x"},
        {"s.h5 -f bars --axis rate", "takes no --axis", "--point"},
        {"s.h5 -f bars --log y", "takes no --log", "figure metric takes --log y"},
        {"s.h5 -f bars --metric latency.p96", "latency.p96", "did you mean"},
        {"s.h5 -f energy --metric accuracy --log y", "takes no --metric", "figure bars"},
        {"s.h5 -f cost --axis rate", "takes no --axis", "--point"},
        {"s.h5 s.h5 -f bars", "is of one file, but 2 are named", "name one"}}) {
    const Outcome outcome = shell_.run(std::string("$DIMSIM plot -o b.pdf ") + arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_THAT(outcome.messages, AllOf(HasSubstr(message), HasSubstr(hint))) << arguments;
  }
  EXPECT_FALSE(std::filesystem::exists(shell_ / "b.pdf"));
}

}  // namespace
}  // namespace dimsim
