#include "dimsim/analysis/figures/figure_text.hpp"

#include <limits>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::analysis {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(FigureText, ShortensNumbersOnlyAfterThePoint) {
  EXPECT_EQ(short_number(0.0464159), "0.0464");
  EXPECT_EQ(short_number(46.4159), "46.4");
  EXPECT_EQ(short_number(46415.9), "46416");
  EXPECT_EQ(short_number(-1234.4), "-1234");
  EXPECT_EQ(short_number(0), "0");
}

TEST(FigureText, RotatesNamesThatDoNotFit) {
  const NamesBelow flat = names_below({"all-edge", "random"}, 0.6);
  EXPECT_EQ(flat.rotation, "");
  const NamesBelow slanted = names_below({"all-edge", "random"}, 0.4);
  EXPECT_EQ(slanted.rotation, " rotate by 30 right");
  EXPECT_GT(slanted.height_in, 0.25) << "half the length of eight letters at 8 points";
  const NamesBelow upright = names_below({"all-edge", "random"}, 0.2);
  EXPECT_EQ(upright.rotation, " rotate by 90 right");
  EXPECT_GT(upright.height_in, 0.45);
  EXPECT_GT(names_below({"cartography-adaptive"}, 0.4).height_in, slanted.height_in + 0.3);
  EXPECT_EQ(names_below({"numbers have room"}, std::numeric_limits<double>::infinity()).rotation, "");
}

/// There are 2.8 inches for letters of 0.07 inches each, plus half an inch for a sample; Times is narrower.
TEST(FigureText, PutsAsManyNamesIntoARowOfAKeyAsFit) {
  Canvas canvas;
  EXPECT_EQ(key_columns({"mobile", "edge", "cloud", "egress"}, canvas), 3U);
  EXPECT_EQ(key_columns({"edge", "λλλλ"}, canvas), 3U) << "letters, not bytes";
  EXPECT_EQ(key_columns({std::string(100, 'a')}, canvas), 1U);
  canvas.width_in = 7;
  EXPECT_EQ(key_columns({"mobile", "edge", "cloud", "egress"}, canvas), 6U);
  canvas.font = "Times";
  EXPECT_EQ(key_columns({"mobile", "edge", "cloud", "egress"}, canvas), 6U);
}

TEST(FigureText, BreaksLinesOnlyBetweenRemarks) {
  Canvas canvas;
  canvas.height_in = 2;
  const std::string one(50, 'a');
  const Remarks both = remarks_of({one, "", std::string(20, 'b')}, canvas);
  EXPECT_THAT(both.commands, AllOf(HasSubstr("'" + one + "; bbbb"), Not(HasSubstr("'b"))));
  EXPECT_NEAR(both.height_in, 0.1, 1e-12);
  const Remarks lines = remarks_of({one, std::string(40, 'b')}, canvas);
  EXPECT_THAT(lines.commands, AllOf(HasSubstr("'" + one + "' at screen 0.99,0.0825 right"),
                                    HasSubstr("'bbbb"), HasSubstr("b' at screen 0.99,0.0325 right")));
  EXPECT_NEAR(lines.height_in, 0.2, 1e-12);
  EXPECT_EQ(remarks_of({"", ""}, canvas).height_in, 0);
}

}  // namespace
}  // namespace dimsim::analysis
