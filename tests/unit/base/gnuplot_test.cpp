#include "dimsim/base/gnuplot.hpp"

#include "dimsim/base/error.hpp"
#include "support/temporary_folder.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim {
namespace {

TEST(GnuplotText, IsALiteral) { EXPECT_EQ(gnuplot_text("it's `a`\n\"b\""), "'it''s `a` \"b\"'"); }

TEST(GnuplotText, IsOneColumnOfData) {
  EXPECT_EQ(gnuplot_datum("all edge"), "\"all edge\"");
  EXPECT_EQ(gnuplot_datum("the \"best\"\n of \\n"), "\"the ”best”  of \\\\n\"");
}

TEST(GnuplotText, IsNotANumberFormatInATicLabel) { EXPECT_EQ(gnuplot_tic("it's 5 %"), "'it''s 5 %%'"); }

/// gnuplot reads the quoted texts back unchanged: data and tic labels, as they appear in SVG.
TEST(Gnuplot, ReadsTextsUnchanged) {
  if (std::system("gnuplot --version >/dev/null 2>&1") != 0) {  // NOLINT(concurrency-mt-unsafe)
    GTEST_SKIP() << "gnuplot is not installed";
  }
  const TemporaryFolder folder;
  draw(
      {.data = "# line\n" + gnuplot_datum("a\\nb \"c\" 5 %\\") + " 7\n",
       .commands = "set terminal svg noenhanced\nset xtics (" + gnuplot_tic("top 30 % edge \\n") +
                   " 0)\nset xrange [-1:1]\nset yrange [0:9]\nplot data using (0):2:1 with labels notitle\n"},
      folder / "x.svg");
  std::ifstream stream(folder / "x.svg");
  EXPECT_THAT(
      (std::string{std::istreambuf_iterator<char>(stream), {}}),
      testing::AllOf(testing::HasSubstr(">a\\nb ”c” 5 %\\<"), testing::HasSubstr(">top 30 % edge \\n<")));
}

TEST(Gnuplot, DrawsIntoTheFileOrReportsItsMessage) {
  if (std::system("gnuplot --version >/dev/null 2>&1") != 0) {  // NOLINT(concurrency-mt-unsafe)
    GTEST_SKIP() << "gnuplot is not installed";
  }
  const TemporaryFolder folder;
  draw({.data = "# line\n0 0\n1 10\n", .commands = "set terminal dumb\nplot data using 1:2\n"},
       folder / "x.svg");
  std::ifstream stream(folder / "x.svg");
  EXPECT_THAT((std::string{std::istreambuf_iterator<char>(stream), {}}), testing::HasSubstr("10 +---"));
  try {
    draw({.data = "", .commands = "set terminal dumb\nplot nonsense\n"}, folder / "y.svg");
    FAIL() << "the script is wrong";
  } catch (const RunError& error) {
    EXPECT_THAT(error.what(), testing::AllOf(testing::StartsWith("gnuplot failed: "),
                                             testing::HasSubstr("undefined variable: nonsense")));
    EXPECT_EQ(folder.contents().size(), 3U) << "no file of the second figure is left";
  }
}

TEST(Gnuplot, TakesTheFormatFromTheName) {
  EXPECT_EQ(figure_format("a/b.png", "-o"), "png");
  EXPECT_EQ(figure_format("b.x.pdf", "-o"), "pdf");
  EXPECT_EQ(figure_format("b.svg", "-o"), "svg");
  for (const char* name : {"b.jpg", "b", "png", "b.PNG"}) {
    EXPECT_THROW(static_cast<void>(figure_format(name, "-o")), InputError) << name;
  }
}

}  // namespace
}  // namespace dimsim
