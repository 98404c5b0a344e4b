#include "dimsim/base/error.hpp"

#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace dimsim {
namespace {

Place place(const std::string& text, int line, int column, const std::string& name = "in.yaml") {
  return {std::make_shared<const SourceText>(SourceText{name, text}), line, column};
}

TEST(Place, IsWrittenAsFileLineColumn) {
  EXPECT_EQ(place("", 3, 5).text(), "in.yaml:3:5");
  EXPECT_EQ(place("", 3, 0).text(), "in.yaml:3");
  EXPECT_EQ(place("", 0, 0).text(), "in.yaml");
  EXPECT_EQ(Place{}.text(), "");
}

TEST(Format, PutsTheCaretUnderTheColumn) {
  EXPECT_EQ(format({place("a: 1\nrate: fast\n", 2, 7), "no rate", "write 2 /s"}),
            "in.yaml:2:7: error: no rate\n"
            " 2 | rate: fast\n"
            "   |       ^\n"
            "  hint: write 2 /s");
}

TEST(Format, CountsCharactersNotBytes) {
  EXPECT_EQ(format({place("größe: x", 1, 8), "no", ""}),
            "in.yaml:1:8: error: no\n"
            " 1 | größe: x\n"
            "   |        ^");
}

TEST(Format, ShowsBothPlacesOfAContradiction) {
  EXPECT_EQ(format({place("a: 1\na: 2", 2, 1), "twice", "", {{place("a: 1\na: 2", 1, 1), "first here"}}}),
            "in.yaml:2:1: error: twice\n 2 | a: 2\n   | ^\nin.yaml:1:1: note: first here\n 1 | a: 1\n   | ^");
}

TEST(Format, ShowsNoMoreThanAWindowOfALongLine) {
  const std::string line = std::string(300, 'x') + "HERE" + std::string(300, 'y');
  const std::string text = format({place(line, 1, 301), "m", ""});
  EXPECT_NE(text.find("HERE"), std::string::npos);
  EXPECT_LT(text.size(), 350U);
  // The caret is below the H: both lines begin with a frame of equal width, and "…" has 3 bytes in 1 column.
  const std::size_t first = text.find('\n') + 1;
  const std::size_t second = text.find('\n', first) + 1;
  EXPECT_EQ(text.find("HERE") - first - 2, text.find('^') - second);
}

TEST(Format, MakesControlCharactersHarmless) {
  const std::string text = format({place("a\x1b[31mb", 1, 1), "m " + quote("\x1b[31m"), ""});
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(Format, NeedsNoPlaceAndNoLine) {
  EXPECT_EQ(format({{}, "m", "h"}), "error: m\n  hint: h");
  EXPECT_EQ(format({place("x", 9, 1), "m", ""}), "in.yaml:9:1: error: m\n 9 | \n   | ^");
}

TEST(Quote, ShortensLongTexts) {
  EXPECT_EQ(quote("abc"), "'abc'");
  EXPECT_EQ(quote(std::string(100, 'a')), "'" + std::string(60, 'a') + "…'");
}

TEST(Diagnostics, AreThrownTogetherSortedByPlaceWithinEachInput) {
  Diagnostics diagnostics;
  EXPECT_TRUE(diagnostics.empty());
  EXPECT_NO_THROW(diagnostics.throw_if_any());
  const Place late = place("1\n2\n3", 3, 1, "b");
  const Place early{late.source, 1, 1};
  const Place other = place("1", 1, 1, "a");
  diagnostics.add(late, "late");
  diagnostics.add(other, "other");
  diagnostics.add(early, "early");
  try {
    diagnostics.throw_if_any();
    FAIL() << "nothing was thrown";
  } catch (const InputError& error) {
    ASSERT_EQ(error.diagnostics().size(), 3U);
    EXPECT_EQ(error.diagnostics()[0].message, "early");
    EXPECT_EQ(error.diagnostics()[1].message, "late");
    EXPECT_EQ(error.diagnostics()[2].message, "other");
  }
}

TEST(Diagnostics, StopShowingAfterFifty) {
  Diagnostics diagnostics;
  for (int i = 0; i < 53; ++i) {
    diagnostics.add({}, "m");
  }
  try {
    diagnostics.throw_if_any();
    FAIL() << "nothing was thrown";
  } catch (const InputError& error) {
    EXPECT_TRUE(std::string(error.what()).ends_with("\nand 3 more errors"));
    EXPECT_EQ(error.diagnostics().size(), 53U);
  }
}

TEST(Diagnostics, TakeTheErrorsOfAnException) {
  Diagnostics diagnostics;
  diagnostics.add(InputError("first", "hint"));
  ASSERT_EQ(diagnostics.list().size(), 1U);
  EXPECT_EQ(diagnostics.list()[0].hint, "hint");
}

}  // namespace
}  // namespace dimsim
