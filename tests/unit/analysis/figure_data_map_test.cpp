#include "dimsim/analysis/figures/figure_data_map.hpp"

#include "dimsim/base/error.hpp"
#include "support/temporary_folder.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::analysis {
namespace {

using cartography::Coordinates;
using cartography::StoredMap;
using cartography::Thresholds;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using trace::Complexity;

const Thresholds kLimits{.easy_confidence = 0.75, .easy_variability = 0.2, .hard_confidence = 0.25};

/// n samples: sample i has confidence i/n, variability 0.1 and correctness i mod (most + 1).
StoredMap samples(std::size_t n, int most) {
  StoredMap stored;
  for (std::size_t i = 0; i < n; ++i) {
    stored.map.confidence.push_back(static_cast<double>(i) / static_cast<double>(n));
    stored.map.variability.push_back(0.1);
    stored.map.correctness.push_back(static_cast<int>(i) % (most + 1));
  }
  return stored;
}

const StoredMap kThree{
    .map = {.confidence = {0.9, 0.5, 0.1}, .variability = {0.05, 0.4, 0.1}, .correctness = {3, 2, 0}},
    .labels = {Complexity::Easy, Complexity::Medium, Complexity::Hard},
    .limits = kLimits};

/// Number of rows of data with a variability of 0.1.
std::size_t points(const std::string& data) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = data.find("\n0.1 ", at)) != std::string::npos; ++at) {
    ++count;
  }
  return count;
}

TEST(DataMapFigure, ShowsSamplesByPool) {
  const Drawing drawing = data_map_drawing(kThree, {});
  EXPECT_THAT(drawing.data,
              AllOf(HasSubstr("# easy: variability, confidence, correctness\n0.05 0.9 3\n\n\n"),
                    HasSubstr("# medium: variability, confidence, correctness\n0.4 0.5 2\n\n\n"),
                    HasSubstr("# hard: variability, confidence, correctness\n0.1 0.1 0\n\n\n")));
  EXPECT_THAT(drawing.commands, AllOf(HasSubstr("title 'easy 33.3 %'"), HasSubstr("'3 training samples'"),
                                      HasSubstr("set xlabel 'variability'"), Not(HasSubstr("palette"))));
  // The corner of the easy pool, and the line of the hard pool.
  EXPECT_THAT(drawing.data, HasSubstr("\n0 0.75\n0.2 0.75\n0.2 1.02\n\n0 0.25\n0.416 0.25\n"));
}

TEST(DataMapFigure, ShowsCorrectnessWithoutPoolsOrOnRequest) {
  StoredMap plain = kThree;
  plain.labels.clear();
  plain.limits.reset();
  plain.epochs = 4;
  for (const Drawing& drawing :
       {data_map_drawing(plain, {}), data_map_drawing(kThree, {.metric = "correctness"})}) {
    EXPECT_THAT(drawing.data,
                AllOf(HasSubstr("# correctness 3: variability, confidence, correctness\n0.05 0.9 3\n\n\n"),
                      HasSubstr("# correctness 2: variability, confidence, correctness\n0.4 0.5 2\n\n\n"),
                      HasSubstr("# correctness 0: variability, confidence, correctness\n0.1 0.1 0\n\n\n"),
                      Not(HasSubstr("# correctness 1:")), Not(HasSubstr("# easy"))));
  }
  const Drawing drawing = data_map_drawing(plain, {});
  EXPECT_THAT(drawing.data, Not(HasSubstr("# cuts")));
  EXPECT_THAT(drawing.commands,
              AllOf(HasSubstr("'3 training samples, 4 epochs'"), HasSubstr("set cbrange [0:4]")));
  EXPECT_THROW(static_cast<void>(data_map_drawing(plain, {.metric = "complexity"})), InputError);
  try {
    static_cast<void>(data_map_drawing(kThree, {.metric = "corectness"}));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("did you mean 'correctness'?"));
  }
}

TEST(DataMapFigure, DrawsALimitedNumberOfPointsAndStatesIt) {
  const Drawing all = data_map_drawing(samples(20'000, 2), {});
  EXPECT_EQ(points(all.data), 20'000U);
  EXPECT_THAT(all.commands, HasSubstr("'20,000 training samples'"));
  const Drawing some = data_map_drawing(samples(70'001, 2), {});
  EXPECT_EQ(points(some.data), 20'000U);
  EXPECT_TRUE(some.data.find("\n0.1 0 ") != std::string::npos &&
              some.data.find("\n0.1 0.9999") != std::string::npos)
      << "from the first sample to the last";
  EXPECT_THAT(some.commands, HasSubstr("'70,001 training samples; 20,000 of them drawn'"));
  EXPECT_EQ(some.data, data_map_drawing(samples(70'001, 2), {}).data);
}

TEST(DataMapFigure, IsDrawnForAnyNumberOfEpochs) {
  if (std::system("gnuplot --version >/dev/null 2>&1") != 0) {  // NOLINT(concurrency-mt-unsafe)
    GTEST_SKIP() << "gnuplot is not installed";
  }
  const TemporaryFolder folder;
  const FigureOptions svg{.canvas = {.format = "svg"}, .title = "it's \"a\"\n map"};
  for (const int epochs : {1, 6, 7, 8, 30}) {
    draw(data_map_drawing(samples(100, epochs), svg), folder / "m.svg");
    std::ifstream stream(folder / "m.svg");
    EXPECT_THAT((std::string{std::istreambuf_iterator<char>(stream), {}}), HasSubstr("it's \"a\" map"))
        << "the title is drawn literally";
  }
  // One sample that is always correct, in the corner; one that never is; no hard sample.
  draw(data_map_drawing({.map = {{1.0}, {0.0}, {5}}, .labels = {}, .limits = {{1, 0, 1}}}, svg),
       folder / "m.svg");
  draw(data_map_drawing({.map = {{0.0}, {0.0}, {0}}, .labels = {}, .limits = {{0, 0, 0}}}, svg),
       folder / "m.svg");
  draw(data_map_drawing({.map = {{1.0}, {0.0}, {5}}, .labels = {Complexity::Easy}}, svg), folder / "m.svg");
  EXPECT_EQ(folder.contents().size(), 3U);
}

}  // namespace
}  // namespace dimsim::analysis
