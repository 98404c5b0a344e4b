#include "dimsim/cli/text/text_grid.hpp"

#include <gtest/gtest.h>

namespace dimsim::cli {
namespace {

TEST(DisplayWidth, CountsCodePoints) {
  EXPECT_EQ(display_width("λ ± 1"), 5U);
  EXPECT_EQ(display_width(""), 0U);
}

TEST(Shortened, CutsAtACharacterAndMarksTheCut) {
  EXPECT_EQ(shortened("cartography", 11), "cartography");
  EXPECT_EQ(shortened("cartography", 5), "cart…");
  EXPECT_EQ(shortened("λλλλ", 3), "λλ…");
  EXPECT_EQ(shortened("word", 0), "");
}

TEST(Wrapped, BreaksAtSpacesAndIndentsContinuationLines) {
  EXPECT_EQ(wrapped("one two three four", 9, 2), "one two\n  three\n  four\n");
  EXPECT_EQ(wrapped("one two", 7, 2), "one two\n");
  EXPECT_EQ(wrapped("incomprehensibilities", 10, 0), "incompreh…\n");
}

TEST(Hanging, AlignsTheTextInItsColumn) {
  EXPECT_EQ(hanging("key", "one two three", 5, 12), "key  one two\n     three\n");
  EXPECT_EQ(hanging("long key", "one", 5, 12), "long key\n     one\n");
}

TEST(LinesOf, AlignsTheFirstColumnLeftAndTheOthersRight) {
  const Grid grid = {{"policy", "λ", ""}, {"a", "10.5", "x"}};
  EXPECT_EQ(lines_of(grid, 2), (std::vector<std::string>{"policy     λ", "a       10.5  x"}));
  EXPECT_EQ(width_of(grid, 2), 15U);
}

}  // namespace
}  // namespace dimsim::cli
