#include "unit/plan/sweep_fixture.hpp"

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

class Exclude : public Sweep {
 protected:
  /// Those of the bandwidths 1, 2, 4 and 8 Mbps that remain.
  std::vector<std::string> left(const std::string& condition) {
    return labels(
        load_with("sweep:\n  bandwidth: {network.access.bandwidth: [1Mbps, 2Mbps, 4Mbps, 8 Mbps]}\n"
                  "  exclude: [{bandwidth: " +
                  condition + "}]\n"));
  }
};

TEST_F(Exclude, ComparesNumbersInTheirUnits) {
  EXPECT_THAT(left("\"< 4Mbps\""), ElementsAre("4Mbps", "8 Mbps"));
  EXPECT_THAT(left("\"<= 4000 kbps\""), ElementsAre("8 Mbps"));
  EXPECT_THAT(left("\"> 0.25MB/s\""), ElementsAre("1Mbps", "2Mbps"));
  EXPECT_THAT(left("\">=2000kbps\""), ElementsAre("1Mbps"));
  EXPECT_THAT(left("\"!= 1 MB/s\""), ElementsAre("8 Mbps"));
}

TEST_F(Exclude, FindsValuesByTextOrNumber) {
  EXPECT_THAT(left("2Mbps"), ElementsAre("1Mbps", "4Mbps", "8 Mbps"));
  EXPECT_THAT(left("2000 kbps"), ElementsAre("1Mbps", "4Mbps", "8 Mbps"));
  EXPECT_THAT(left("[8Mbps, 1Mbps]"), ElementsAre("2Mbps", "4Mbps"));
  EXPECT_THAT(left("[8Mbps, \"< 2Mbps\"]"), ElementsAre("2Mbps", "4Mbps"));
}

/// "2.1 ms" and "2100us" are read as different doubles.
TEST_F(Exclude, TreatsValuesThatDifferByRoundingAsEqual) {
  const std::string axis =
      "sweep:\n  delay: {network.access.latency: [2.1 ms, 4.1 ms]}\n  exclude: [{delay: ";
  EXPECT_THAT(labels(load_with(axis + "2100us}]\n")), ElementsAre("4.1 ms"));
  EXPECT_THAT(labels(load_with(axis + "\"< 2100us\"}, {delay: \"> 4100 us\"}]\n")),
              ElementsAre("2.1 ms", "4.1 ms"));
}

TEST_F(Exclude, RequiresAllConditionsOfAnyMapping) {
  const std::vector<Point> points = load_with(R"(sweep:
  rate: {workload.rate: 1 /s..4 /s/lin/4}
  what: {policies.near: [all-edge, {policy: fixed, tier: cloud, label: far}]}
  exclude:
    - {rate: "< 3 /s", what: far}
    - {rate: 4 /s}
)");
  EXPECT_THAT(labels(points), ElementsAre("1 /s", "2 /s", "3 /s", "3 /s"));
  EXPECT_THAT(labels(points, 1), ElementsAre("all-edge", "all-edge", "all-edge", "far"));
}

TEST_F(Exclude, ComparesOnlyTheNumbersOfAMixedAxis) {
  EXPECT_THAT(labels(load_with(
                  "sweep: {warm: {workload.warm_up: [auto, 1 s, 2 s]}, exclude: [{warm: \"< 1.5 s\"}]}\n",
                  {"workload.warm_up_requests=0"})),
              ElementsAre("auto", "2 s"));
  EXPECT_THAT(
      labels(load_with("sweep: {warm: {workload.warm_up: [auto, 1 s]}, exclude: [{warm: \"!= auto\"}]}\n",
                       {"workload.warm_up_requests=0"})),
      ElementsAre("auto"));
}

/// A faulty point is reported only if it is part of the study.
TEST_F(Exclude, ExcludedPointsAreNotChecked) {
  const std::string axis = "sweep:\n  layers: {deployment.tiers.cloud.layers: [1-12, 1-99]}\n";
  EXPECT_FALSE(refusal(axis).empty());
  EXPECT_THAT(labels(load_with(axis + "  exclude: [{layers: 1-99}]\n")), ElementsAre("1-12"));
}

TEST_F(Exclude, AppliesToAxesOfOptionsAndIsInTheResolvedText) {
  const std::vector<Point> points = load_with("sweep: {exclude: [{rate: \"> 2 /s\"}, {rate: \"!= 1 /s\"}]}\n",
                                              {"--sweep workload.rate=1 /s..3 /s/lin/3"});
  EXPECT_THAT(labels(points), ElementsAre("1 /s"));
  std::ofstream(folder_ / "again.yaml") << settings_.resolved_yaml;
  const std::vector<Point> again = load_study(folder_ / "again.yaml").points;
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].description.yaml, points[0].description.yaml);
  EXPECT_EQ(load_with("sweep: {exclude: [{rate: 1 /s}]}\n",
                      {"sweep.exclude=~", "--sweep workload.rate=1 /s..3 /s/lin/3"})
                .size(),
            3U);
}

TEST_F(Exclude, CannotBeTheNameOfAnAxis) {
  EXPECT_THAT(refusal("sweep: {exclude: {seed: [1, 2]}}\n").at(0).message,
              HasSubstr("found a map; expected a list of the points"));
}

}  // namespace
}  // namespace dimsim::plan
