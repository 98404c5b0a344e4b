#include "base/latex.hpp"

#include <gtest/gtest.h>

namespace dimsim {
namespace {

TEST(Latex, ShowsTextsAsTheyAre) {
  EXPECT_EQ(latex_text("95 % & a_b #1 $2 {x}"), "95 \\% \\& a\\_b \\#1 \\$2 \\{x\\}");
  EXPECT_EQ(latex_text("cost [λ]"), "cost [$\\lambda$]");
  EXPECT_EQ(latex_text("a\\b^~"), "a\\textbackslash{}b\\textasciicircum{}\\textasciitilde{}");
}

TEST(Latex, EscapesTheTextsOfAFigureAndNothingElse) {
  EXPECT_EQ(with_latex_texts("  \\providecommand\\color[2][]{%\n"
                             "      \\put(1,2){\\makebox(0,0)[l]{\\strut{}easy 4 % of a_b}}%\n"
                             "      \\put(1,2){\\rotatebox{-270.00}{\\makebox(0,0){\\strut{}loss [%]}}}%\n"
                             "      \\put(1,2){\\makebox(0,0)[r]{\\strut{}$10^{-4}$}}%\n"
                             "      \\put(1,2){\\makebox(0,0){\\strut{}cost [US$}}%\n"
                             "      \\put(1,2){\\makebox(0,0){\\strut{}}}%\n"
                             "    \\put(0,0){\\includegraphics{a_b}}%\n"),
            "  \\providecommand\\color[2][]{%\n"
            "      \\put(1,2){\\makebox(0,0)[l]{\\strut{}easy 4 \\% of a\\_b}}%\n"
            "      \\put(1,2){\\rotatebox{-270.00}{\\makebox(0,0){\\strut{}loss [\\%]}}}%\n"
            "      \\put(1,2){\\makebox(0,0)[r]{\\strut{}$10^{-4}$}}%\n"
            "      \\put(1,2){\\makebox(0,0){\\strut{}cost [US\\$}}%\n"
            "      \\put(1,2){\\makebox(0,0){\\strut{}}}%\n"
            "    \\put(0,0){\\includegraphics{a_b}}%\n");
}

/// gnuplot takes a bracket that begins a line of text for the place of the text in its box.
TEST(Latex, GivesTextsThatBeginWithABracketTheirBox) {
  EXPECT_EQ(with_latex_texts("\\put(1,2){\\rotatebox{-270}{\\makebox(0,0)[points %]}}%\n"),
            "\\put(1,2){\\rotatebox{-270}{\\makebox(0,0){\\strut{}[points \\%]}}}%\n");
}

}  // namespace
}  // namespace dimsim
