#include "dimsim/analysis/figures/latex_text.hpp"

#include <gtest/gtest.h>

namespace dimsim::analysis {
namespace {

TEST(LatexText, EscapesSpecialCharacters) {
  EXPECT_EQ(latex_text("95 % of a_b & #1"), "95 \\% of a\\_b \\& \\#1");
  EXPECT_EQ(latex_text("a~b^c <1 λ …"), "a$\\sim$b\\^{}c $<$1 $\\lambda$ \\ldots{}");
  EXPECT_EQ(latex_text("$x_1^2$ \\% $5 %$ a_b"), "$x_1^2$ \\% $5 \\%$ a\\_b");
  EXPECT_EQ(latex_text("plain [ms]"), "plain [ms]");
}

TEST(LatexText, PrintsUnmatchedSigns) {
  EXPECT_EQ(latex_text("5$ a_b"), "5\\$ a\\_b");
  EXPECT_EQ(latex_text("$x_1$ of 5$ a_b"), "$x_1$ of 5\\$ a\\_b");
  EXPECT_EQ(latex_text("a { b"), "a \\{ b");
  EXPECT_EQ(latex_text("a } b { \\emph{c}"), "a \\} b \\{ \\emph{c}");
  EXPECT_EQ(latex_text("${$ and }"), "$\\{$ and \\}")
      << "a pair of braces does not cross the border of math mode";
  EXPECT_EQ(latex_text("{$ and }$"), "\\{$ and \\}$");
  EXPECT_EQ(latex_text("{5 $}"), "{5 \\$}");
  EXPECT_EQ(latex_text("{a $x^{2}$ b}"), "{a $x^{2}$ b}");
  EXPECT_EQ(latex_text("\\{ \\$ \\}"), "\\{ \\$ \\}");
}

TEST(LatexText, PrintsBackslashesThatBeginNoCommand) {
  EXPECT_EQ(latex_text("a\\"), "a\\textbackslash{}");
  EXPECT_EQ(latex_text("a \\ b \\5"), "a \\textbackslash{} b \\textbackslash{}5");
  EXPECT_EQ(latex_text("$\\ 5$"), "$\\backslash{} 5$");
  EXPECT_EQ(latex_text("caf\\'e \\'"), "caf\\'e \\textbackslash{}'");
}

TEST(LatexText, SurvivesGnuplotsOwnEscapes) {
  EXPECT_EQ(for_latex({.data = gnuplot_datum("\\nu \"5 %\"") + " 1\n",
                       .commands = "set xtics nomirror (" + gnuplot_tic("5 % a_b") + " 0)\n"})
                .data,
            "\"\\\\nu ”5 \\\\%”\" 1\n");
  EXPECT_EQ(
      for_latex({.data = "", .commands = "set xtics nomirror (" + gnuplot_tic("5 % a_b") + " 0)\n"}).commands,
      "set xtics nomirror ('5 \\%% a\\_b' 0)\n");
}

TEST(LatexText, ConvertsOnlyTexts) {
  const Drawing latex = for_latex(
      {.data = "# 5 % \"of_it\"\n\"a_b\" 1 \"5 %\"\n",
       .commands = "set terminal cairolatex pdf font ',8'\nset ylabel 'share [%]' noenhanced\nset format y "
                   "'10^{%L}'\n"
                   "set format x '%g'\nset label '95 %' at 0,0 font ',6'\nset title \"a\\n5 %\"\n# it's 5 %\n"
                   "plot data index 'policy_1:' using 1:2 with boxes lc '#0072B2' title 'it''s %', \\\n"
                   "  data index 'a_b:' using 1:2:3 with labels\n"});
  EXPECT_EQ(latex.data, "# 5 % \"of_it\"\n\"a\\\\_b\" 1 \"5 \\\\%\"\n");
  EXPECT_EQ(
      latex.commands,
      "set terminal cairolatex pdf font ',8'\nset ylabel 'share [\\%]' noenhanced\nset format y '$10^{%L}$'\n"
      "set format x '%g'\nset label '\\fontsize{6}{7.2}\\selectfont 95 \\%' at 0,0 font ',6'\n"
      "set title \"a\\n5 \\\\%\"\n# it's 5 %\n"
      "plot data index 'policy_1:' using 1:2 with boxes lc '#0072B2' title 'it''s \\%', \\\n"
      "  data index 'a_b:' using 1:2:3 with labels\n");
}

TEST(LatexText, EndsTheMultiplotOfATitle) {
  EXPECT_EQ(for_latex({.data = "", .commands = "x\nset multiplot\nplot 2\n"}).commands,
            "x\nset multiplot\nplot 2\nunset multiplot\n");
  EXPECT_EQ(for_latex({.data = "", .commands = "x\nset multiplot\nplot 2\nunset multiplot\n"}).commands,
            "x\nset multiplot\nplot 2\nunset multiplot\n");
}

/// LaTeX would read a bracket as an optional argument of the box around the text.
TEST(LatexText, ProtectsBracketsAtTheBeginningOfALine) {
  const std::string script = "set ylabel \"gain\\n[points]\"\nset xlabel '[s]'\n";
  EXPECT_EQ(for_latex({.data = "", .commands = script}).commands,
            "set ylabel \"gain\\n{}[points]\"\nset xlabel '{}[s]'\n");
}

}  // namespace
}  // namespace dimsim::analysis
