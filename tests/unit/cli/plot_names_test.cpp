#include "support/shell.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// A short study with names of policies and tiers that are markup to gnuplot and LaTeX.
class PlotNames : public testing::Test {
 protected:
  void SetUp() override {
    if (shell_.run("gnuplot --version").status != 0) {
      GTEST_SKIP() << "gnuplot is not installed";
    }
  }

  void run(const std::string& policies, const std::string& more = "") {
    shell_.write("s.yaml",
                 "include: quickstart.yaml\nkeep_requests: yes\nworkload: {requests: 100, "
                 "warm_up_requests: 0}\npolicies:\n" +
                     policies + more);
    const Outcome outcome =
        shell_.run("cp -r $SCENARIOS/* . 2>/dev/null; $DIMSIM run s.yaml -q -o s.h5 >/dev/null");
    ASSERT_EQ(outcome.status, 0) << outcome.messages;
  }

  /// The output file of a figure.
  [[nodiscard]] std::string drawn(const std::string& figure, const std::string& ending = ".svg") const {
    const Outcome outcome = shell_.run("$DIMSIM plot s.h5 -o a" + ending + " -f " + figure);
    EXPECT_EQ(outcome.status, 0) << figure << ": " << outcome.messages;
    return read_file(shell_ / ("a" + ending));
  }

  Shell shell_;
};

TEST_F(PlotNames, AppearUnchangedInFigures) {
  run("  - {policy: fixed, tier: mobile, label: 'top 30 % \"edge\"'}\n"
      "  - {policy: fixed, tier: edge, label: '100 % a_b^c'}\n"
      "  - {policy: fixed, tier: cloud, label: 'it''s \\new\\'}\n",
      "sweep:\n  place:\n    description: ['5 % \"here\"', '5 % a_b']\n"
      "  rate:\n    workload.rate: ['1/s', '2/s']\n");
  for (const std::string figure : {"latency-parts", "energy", "cost"}) {
    const std::string svg = drawn(figure);
    EXPECT_THAT(
        svg, AllOf(HasSubstr(">top 30 % ”edge”<"), HasSubstr(">100 % a_b^c<"), HasSubstr(">it's \\new\\<")))
        << figure;
    EXPECT_THAT(read_file(shell_ / "a.dat"), HasSubstr("\n\"top 30 % ”edge”\" ")) << figure;
  }
  EXPECT_THAT(drawn("bars"), AllOf(HasSubstr(">top 30 % \"edge\"<"), HasSubstr(">100 % a_b^c<"),
                                   HasSubstr(">it's \\new\\<")));
  for (const std::string figure :
       {"best-policy --axis place,rate", "tier-share --axis place --point rate=1/s"}) {
    EXPECT_THAT(drawn(figure), AllOf(HasSubstr(">5 % \"here\"<"), HasSubstr(">5 % a_b<"))) << figure;
  }
  EXPECT_THAT(drawn("best-policy --axis rate,place"), HasSubstr(">5 % a_b<"));
  EXPECT_THAT(read_file(shell_ / "a.dat"),
              AllOf(HasSubstr("\"5 % ”here”\" 0 0 "), Not(HasSubstr("\"5 % \""))));
}

TEST_F(PlotNames, AppearUnchangedInLatex) {
  if (shell_.run("pdflatex --version").status != 0) {
    GTEST_SKIP() << "pdflatex is not installed";
  }
  run("  - {policy: fixed, tier: mobile, label: '100 % \"a_b^c\"'}\n"
      "  - {policy: fixed, tier: edge, label: '5$ {'}\n"
      "  - {policy: fixed, tier: cloud, label: 'a} $x_{1}$ \\'}\n",
      "sweep:\n  place:\n    description: ['5 % {', '$5 \\ %']\n  rate:\n    workload.rate: ['1/s', "
      "'2/s']\n");
  for (const std::string figure :
       {"latency-parts", "bars", "best-policy --axis place,rate", "tier-share --axis place --point rate=1/s",
        "latency-cdf", "metric --axis rate"}) {
    const std::string tex = drawn(figure, ".tex");
    shell_.write("paper.tex",
                 "\\documentclass{article}\\usepackage{graphicx,xcolor}\\begin{document}"
                 "{\\footnotesize\\input{a}}\\end{document}\n");
    const Outcome outcome = shell_.run("pdflatex -interaction=nonstopmode -halt-on-error paper.tex");
    EXPECT_EQ(outcome.status, 0) << figure << outcome.output;
    if (figure == "bars") {
      EXPECT_THAT(tex, AllOf(HasSubstr("100 \\% \"a\\_b\\^{}c\"}"), HasSubstr("5\\$ \\{}"),
                             HasSubstr("a\\} $x_{1}$ \\textbackslash{}}")));
    }
  }
}

TEST_F(PlotNames, LabelTheBarsOfAnAxisWithOneValue) {
  run("  - all-edge\n  - random\n", "sweep:\n  rate:\n    workload.rate: ['2/s']\n");
  EXPECT_THAT(drawn("tier-share"),
              AllOf(HasSubstr(">2<"), HasSubstr(">rate [1/s]<"), Not(HasSubstr("dots:"))));
  EXPECT_THAT(read_file(shell_ / "a.dat"), HasSubstr(": all-edge\n0 0 100 0 "));
}

/// By default gnuplot puts all four into one row in PNG and PDF, and cuts off the last: see key_columns.
TEST_F(PlotNames, FitIntoTheRowsOfALegend) {
  run("  - all-edge\n  - random\n");
  EXPECT_THAT(drawn("cost", ".png"), Not(testing::IsEmpty()));
  EXPECT_THAT(read_file(shell_ / "a.gp"),
              AllOf(HasSubstr("maxcols 3 noenhanced"), HasSubstr("title 'egress'")));
  static_cast<void>(drawn("cost --width ieee-text", ".png"));
  EXPECT_THAT(read_file(shell_ / "a.gp"), HasSubstr("maxcols 6 noenhanced"));
}

TEST_F(PlotNames, AreThoseOfThePartsOfThePoint) {
  run("  - {policy: fixed, tier: server, label: all-server}\n",
      "sweep:\n  place:\n    description: [near, far]\n    deployment.tiers:\n"
      "      - [{name: mobile, layers: 1-3, hosts: [{device: pixel-4}]}, {name: server, location: site, "
      "layers: "
      "1-6, hosts: [{device: jetson-agx-orin}]}]\n"
      "      - [{name: mobile, layers: 1-3, hosts: [{device: pixel-4}]}, {name: middle, location: site, "
      "layers: "
      "1-6, hosts: [{device: jetson-agx-orin}]}, {name: server, location: cloud, layers: 1-12, hosts: "
      "[{device: g4dn-xlarge}]}]\n");
  EXPECT_THAT(drawn("energy --point place=near"), AllOf(HasSubstr(">server<"), Not(HasSubstr(">middle<"))));
  EXPECT_THAT(read_file(shell_ / "a.dat"), Not(HasSubstr("nan")));
  EXPECT_THAT(drawn("energy --point place=far"), HasSubstr(">middle<"));
}

}  // namespace
}  // namespace dimsim
