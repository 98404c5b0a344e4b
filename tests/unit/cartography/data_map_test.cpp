#include "cartography/data_map.hpp"

#include "base/error.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::cartography {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const Thresholds kLimits{.easy_confidence = 0.75, .easy_variability = 0.2, .hard_confidence = 0.25};

/// Samples i with confidence i/n, variability 0.1 and as many right epochs as `most` allows, in turn.
Coordinates samples(std::size_t n, int most) {
  Coordinates map;
  for (std::size_t i = 0; i < n; ++i) {
    map.confidence.push_back(static_cast<double>(i) / static_cast<double>(n));
    map.variability.push_back(0.1);
    map.correctness.push_back(static_cast<int>(i) % (most + 1));
  }
  return map;
}

std::string content(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Lines of data: those that begin with a variability of 0.1.
std::size_t points(const std::string& script) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = script.find("\n0.1 ", at)) != std::string::npos; ++at) {
    ++count;
  }
  return count;
}

TEST(DataMap, ShowsEverySampleByItsCorrectness) {
  const Coordinates map{
      .confidence = {0.9, 0.5, 0.1}, .variability = {0.05, 0.4, 0.1}, .correctness = {3, 2, 0}};
  const std::string script = data_map_script(map, kLimits, {"a map", 3}, "svg");
  EXPECT_THAT(script, StartsWith("set terminal svg"));
  EXPECT_THAT(script, HasSubstr("$c3 << EOD\n0.05 0.9 3\nEOD\n"));
  EXPECT_THAT(script, HasSubstr("$c2 << EOD\n0.4 0.5 2\nEOD\n"));
  EXPECT_THAT(script, HasSubstr("$c1 << EOD\nEOD\n"));
  EXPECT_THAT(script, HasSubstr("$c0 << EOD\n0.1 0.1 0\nEOD\n"));
  EXPECT_THAT(script, Not(HasSubstr("$c1 using"))) << "gnuplot refuses to draw nothing";
  for (const char* text :
       {"'easy-to-learn'", "'ambiguous'", "'hard-to-learn'", "set xlabel 'variability'",
        "set ylabel 'confidence'", "'3 of 3'", "'0 of 3'", "'a map'", "'3 samples, 3 epochs'"}) {
    EXPECT_THAT(script, HasSubstr(text));
  }
  // Corner of the easy pool, and the line of the hard one.
  EXPECT_THAT(script, HasSubstr("$cuts << EOD\n0 0.75\n0.2 0.75\n0.2 1.15\n\n0 0.25\n0.416 0.25\nEOD\n"));
}

TEST(DataMap, DrawsSoManyPointsAndSaysWhenThereAreMoreSamples) {
  const std::string all = data_map_script(samples(20'000, 2), kLimits, {"", 2}, "png");
  EXPECT_EQ(points(all), 20'000U);
  EXPECT_THAT(all, HasSubstr("'20,000 samples, 2 epochs'"));
  const std::string some = data_map_script(samples(70'001, 2), kLimits, {"", 2}, "png");
  EXPECT_EQ(points(some), 20'000U);
  EXPECT_TRUE(some.find("\n0.1 0 ") != std::string::npos && some.find("\n0.1 0.9999") != std::string::npos)
      << "they are from the first sample to the last";
  EXPECT_THAT(some, HasSubstr("'70,001 samples, 2 epochs; 20,000 of them drawn'"));
  EXPECT_EQ(some, data_map_script(samples(70'001, 2), kLimits, {"", 2}, "png"));
}

TEST(DataMap, IsDrawnInEveryFormatWhateverTheNumberOfEpochs) {
  if (std::system("gnuplot --version >/dev/null 2>&1") != 0) {  // NOLINT(concurrency-mt-unsafe)
    GTEST_SKIP() << "gnuplot is not installed";
  }
  const TemporaryFolder folder;
  for (const int epochs : {1, 6, 7, 8, 30}) {
    const Coordinates map = samples(100, epochs);
    draw_data_map(map, kLimits, {"it's \"a\"\n map", epochs}, folder / "m.png");
    EXPECT_TRUE(content(folder / "m.png").starts_with("\x89PNG"));
    draw_data_map(map, kLimits, {"", epochs}, folder / "m.pdf");
    EXPECT_TRUE(content(folder / "m.pdf").starts_with("%PDF"));
    draw_data_map(map, kLimits, {"it's \"a\"\n map", epochs}, folder / "m.svg");
    const std::string svg = content(folder / "m.svg");
    EXPECT_TRUE(svg.find("it's \"a\"  map") != std::string::npos) << "the title is drawn as it is";
  }
  // One sample that is always right, at the corner; and one that never is.
  draw_data_map({{1.0}, {0.0}, {5}}, {1, 0, 1}, {"", 5}, folder / "m.png");
  draw_data_map({{0.0}, {0.0}, {0}}, {0, 0, 0}, {"", 0}, folder / "m.png");
  EXPECT_EQ(folder.contents().size(), 3U);
}

TEST(DataMap, LeavesNothingWhereGnuplotIsMissing) {
  const TemporaryFolder folder;
  setenv("PATH", folder.path().c_str(), 1);  // NOLINT(concurrency-mt-unsafe): a process a test
  try {
    draw_data_map(samples(3, 2), kLimits, {"", 2}, folder / "m.png");
    FAIL() << "there is no gnuplot to be found";
  } catch (const RunError& error) {
    EXPECT_THAT(error.what(), HasSubstr("gnuplot-nox"));
  }
  EXPECT_TRUE(folder.contents().empty());
}

}  // namespace
}  // namespace dimsim::cartography
