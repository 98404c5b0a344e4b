#include "dimsim/analysis/figures/figure_regret.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::analysis {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// The half width for two values is t(0.975, 1) = tan(0.475 π) = 12.7062 times half their distance.
TEST(RegretFigure, HasTheMeanOfReplicationsAndItsInterval) {
  const Drawing drawing =
      regret_drawing({{.policy = "learns", .unit = "reward", .values = {{1, 2, 4}, {3, 2, 8}}}}, {}, "");
  EXPECT_THAT(drawing.data, HasSubstr(": learns\n1 2 -10.7062 14.7062\n2 2 2 2\n3 6 -19.4124 31.4124\n"));
  EXPECT_THAT(drawing.commands,
              AllOf(HasSubstr("'bands: 95 % interval, 2 replications'"), HasSubstr("with filledcurves"),
                    HasSubstr("'cumulative regret [reward]'"), HasSubstr("title 'learns'")));
}

TEST(RegretFigure, StatesThatOneReplicationHasNoInterval) {
  const Drawing drawing =
      regret_drawing({{.policy = "learns", .unit = "loss", .values = {{0, -1, 2}}}}, {}, "at rate=1");
  EXPECT_THAT(drawing.data, HasSubstr("1 0 0 0\n2 -1 -1 -1\n3 2 2 2\n"));
  EXPECT_THAT(drawing.commands, AllOf(HasSubstr("'one replication: no interval; at rate=1'"),
                                      Not(HasSubstr("filledcurves")), HasSubstr("set yrange [-1:*]")))
      << "a negative regret is shown";
}

TEST(RegretFigure, StatesDifferentNumbersOfReplications) {
  const Drawing drawing = regret_drawing({{.policy = "a", .unit = "loss", .values = {{1}, {1}, {1}}},
                                          {.policy = "b", .unit = "loss", .values = {{1}, {1}}}},
                                         {}, "");
  EXPECT_THAT(drawing.commands, HasSubstr("'bands: 95 % interval, 2 to 3 replications'"));
}

/// Rewards and losses cannot share an axis.
TEST(RegretFigure, HasAPanelForEachUnit) {
  const std::string script = regret_drawing({{.policy = "a", .unit = "reward", .values = {{1}}},
                                             {.policy = "b", .unit = "loss", .values = {{1}}},
                                             {.policy = "c", .unit = "reward", .values = {{1}}}},
                                            {}, "")
                                 .commands;
  const std::size_t first = script.find("regret [reward]");
  const std::size_t second = script.find("regret [loss]");
  ASSERT_LT(first, second);
  ASSERT_NE(second, std::string::npos);
  EXPECT_EQ(script.find("regret [", second + 1), std::string::npos);
  EXPECT_TRUE(script.find("title 'a'") < second && script.find("title 'c'") < second &&
              script.find("title 'b'") > second);
}

TEST(RegretFigure, EndsWithTheShortestReplication) {
  const Drawing drawing =
      regret_drawing({{.policy = "learns", .unit = "loss", .values = {{1, 1, 1, 1}, {1, 1}}}}, {}, "");
  EXPECT_THAT(drawing.data, AllOf(HasSubstr("\n2 1 1 1\n"), Not(HasSubstr("\n3 "))));
}

/// gnuplot refuses a range whose ends are equal.
TEST(RegretFigure, HasARangeForASingleDecision) {
  FigureOptions options;
  options.logarithmic = "x";
  EXPECT_THAT(regret_drawing({{.policy = "learns", .unit = "loss", .values = {{1}}}}, options, "").commands,
              HasSubstr("set xrange [1:2]\nset logscale x\n"));
  EXPECT_THAT(regret_drawing({{.policy = "learns", .unit = "loss", .values = {{1}}}}, {}, "").commands,
              HasSubstr("set xrange [0:1]\n"));
}

TEST(RegretFigure, BreaksALongTitle) {
  FigureOptions options;
  options.title = std::string(40, 'a') + " " + std::string(40, 'b');
  const std::vector<RegretCourse> courses{{.policy = "learns", .unit = "loss", .values = {{1, 2}}}};
  EXPECT_THAT(
      regret_drawing(courses, options, "").commands,
      AllOf(HasSubstr("'" + std::string(40, 'a') + "' at screen 0.5,"),
            HasSubstr("'" + std::string(40, 'b') + "' at screen 0.5,"), HasSubstr("size 3.5in,2.66in")));
  EXPECT_THAT(regret_drawing(courses, {}, "").commands, HasSubstr("size 3.5in,2.36in"));
}

TEST(RegretFigure, DrawsTheFirstDecisionsAndTheLast) {
  EXPECT_THAT(drawn_decisions(1), ElementsAre(1));
  EXPECT_THAT(drawn_decisions(4), ElementsAre(1, 2, 3, 4));
  const std::vector<std::size_t> many = drawn_decisions(1'000'000);
  EXPECT_LT(many.size(), 500U);
  EXPECT_TRUE(many[0] == 1 && many[1] == 2 && many[2] == 3 && many.back() == 1'000'000);
}

}  // namespace
}  // namespace dimsim::analysis
