#include "dimsim/plan/sweep_option.hpp"

#include "unit/plan/sweep_fixture.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::plan {
namespace {

namespace test = scenario::test;

using test::Sweep;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> axes(const Point& point) {
  std::vector<std::string> names;
  for (const Label& label : point.description.labels) {
    names.push_back(label.axis);
  }
  return names;
}

TEST_F(Sweep, OptionsAddAxesAfterThoseOfTheFile) {
  const std::vector<Point> points =
      load_with("sweep: {load: {workload.rate: [1 /s, 2 /s]}}\n",
                {"--sweep network.access.bandwidth=1Mbps..4Mbps/log/3", "seed=3", "--sweep model=[tiny]"});
  ASSERT_EQ(points.size(), 6U);
  EXPECT_THAT(axes(points[0]), ElementsAre("load", "bandwidth", "model"));
  EXPECT_THAT(labels(points, 1), ElementsAre("1Mbps", "2Mbps", "4Mbps", "1Mbps", "2Mbps", "4Mbps"));
  EXPECT_EQ(points[4].scenario.workload.rate_per_s, 2);
  EXPECT_EQ(points[4].scenario.network.access.up_bytes_per_s, 250'000);
  EXPECT_EQ(points[4].scenario.seed, 3U);
}

TEST_F(Sweep, OptionsAloneMakeAStudy) {
  EXPECT_THAT(labels(load_with("", {"--sweep seed=1..3/lin/3"})), ElementsAre("1", "2", "3"));
  EXPECT_THAT(labels(load_with("sweep: {a: {seed: [9]}}\n", {"sweep=~", "--sweep seed=[4, 5]"})),
              ElementsAre("4", "5"));
}

TEST_F(Sweep, OptionsUseTheWholePathAsNameIfItsLastPartIsTaken) {
  const std::vector<std::string> options{"--sweep network.access.latency=[1ms]",
                                         "--sweep network.wan.latency=[2ms]", "--sweep workload.rate=[1 /s]"};
  EXPECT_THAT(axes(load_with("sweep: {rate: {seed: [1]}}\n", options).at(0)),
              ElementsAre("rate", "latency", "network.wan.latency", "workload.rate"));
}

TEST_F(Sweep, OptionsAreInTheResolvedText) {
  const std::vector<Point> points =
      load_with("", {"--sweep network.access.bandwidth=1Mbps..4Mbps/log/3", "--sweep seed=[1, 2]"});
  std::ofstream(folder_ / "again.yaml") << settings_.resolved_yaml;
  const std::vector<Point> again = load_study(folder_ / "again.yaml").points;
  ASSERT_EQ(again.size(), 6U);
  EXPECT_EQ(axes(again[5]), axes(points[5]));
  EXPECT_EQ(again[5].description.yaml, points[5].description.yaml);
}

/// As in the file, paths of traces are relative to the folder of the scenario.
TEST_F(Sweep, OptionsFindTracesInTheFolderOfTheScenario) {
  const std::vector<Point> points = load_with("", {"--sweep workload.trace=[a.h5, sub/b.h5]"});
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(points[1].scenario.workload.trace, folder_ / "sub/b.h5");
  EXPECT_THAT(labels(points), ElementsAre("a", "b"));
}

TEST_F(Sweep, OptionsOfPathsThatAreSweptAreRefused) {
  const auto found = refusal("sweep: {speed: {network.access.bandwidth: [1Mbps]}}\n",
                             {"--sweep network.access.bandwidth.up=[2Mbps]"});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].place.text(), "--sweep network.access.bandwidth.up=[2Mbps]:1:1");
  EXPECT_THAT(found[0].message, HasSubstr("'network.access.bandwidth.up' is swept already"));
  EXPECT_THAT(found[0].hint, HasSubstr("--set 'sweep.speed=~'"));
  EXPECT_EQ(found[0].remarks.at(0).place.line, 16);
  EXPECT_EQ(load_with("sweep: {speed: {network.access.bandwidth: [1Mbps]}}\n",
                      {"sweep.speed=~", "--sweep network.access.bandwidth.up=[2Mbps, 3Mbps]"})
                .size(),
            2U);
}

}  // namespace
}  // namespace dimsim::plan
