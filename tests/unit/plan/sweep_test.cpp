#include "dimsim/plan/load.hpp"
#include "unit/plan/sweep_fixture.hpp"
#include "unit/scenario/fixture.hpp"

#include <cstdlib>
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
using testing::HasSubstr;

TEST_F(Sweep, WithoutASweepThereIsOnePoint) {
  const std::vector<Point> points = load_with("");
  ASSERT_EQ(points.size(), 1U);
  EXPECT_TRUE(points[0].description.parameters.empty());
  EXPECT_EQ(points[0].description.yaml, settings_.portable_yaml);
}

TEST_F(Sweep, AxesGiveAllCombinationsTheLastOneFastest) {
  const std::vector<Point> points = load_with(R"(sweep:
  speed: {network.access.bandwidth.up: [1 Mbps, 2 Mbps]}
  load: {workload.rate: [1 /s, 2 /s, 3 /s]}
)");
  ASSERT_EQ(points.size(), 6U);
  EXPECT_EQ(points[1].scenario.network.access.up_bytes_per_s, 125'000);
  EXPECT_EQ(points[1].scenario.workload.rate_per_s, 2);
  EXPECT_EQ(points[5].scenario.network.access.up_bytes_per_s, 250'000);
  EXPECT_EQ(points[5].scenario.workload.rate_per_s, 3);
  ASSERT_EQ(points[5].description.parameters.size(), 2U);
  EXPECT_EQ(points[5].description.parameters[0].path, "network.access.bandwidth.up");
  EXPECT_EQ(points[5].description.parameters[0].value, "2 Mbps");
  EXPECT_EQ(points[5].description.labels[1].axis, "load");
  EXPECT_EQ(points[5].description.labels[1].text, "3 /s");
}

TEST_F(Sweep, PathsOfOneAxisChangeTogether) {
  const std::vector<Point> points = load_with(R"(sweep:
  task: {workload.trace: [traces/a.h5, traces/b.h5], workload.rate: [1 /s, 2 /s]}
)");
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(points[1].scenario.workload.rate_per_s, 2);
  EXPECT_EQ(points[1].scenario.workload.trace, folder_ / "traces/b.h5");  // beside the scenario, as ever
  EXPECT_EQ(points[1].description.labels[0].text, "b");
}

TEST_F(Sweep, SetsPoliciesAndDevices) {
  const std::vector<Point> points = load_with(R"(sweep:
  what:
    policies.near: [all-edge, {policy: fixed, tier: cloud, label: far}]
    deployment.tiers.mobile.hosts.0.count: [5, 6]
)");
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(points[0].scenario.policies[1].label, "all-edge");
  EXPECT_EQ(points[1].scenario.policies[1].label, "far");
  EXPECT_EQ(points[1].description.labels[0].text, "far");
  EXPECT_EQ(points[1].scenario.tiers[0].hosts[0].count, 6);
}

/// The output of `dimsim check` yields the same points; the text of one point yields that point.
TEST_F(Sweep, ResolvedTextYieldsTheSameStudy) {
  const std::vector<Point> points = load_with("sweep: {load: {workload.rate: [1 /s, 3 /s]}}\n");
  std::ofstream(folder_ / "again.yaml") << settings_.resolved_yaml;
  const std::vector<Point> again = load_study(folder_ / "again.yaml").points;
  ASSERT_EQ(again.size(), 2U);
  EXPECT_EQ(again[1].scenario.workload.rate_per_s, 3);
  EXPECT_EQ(again[1].description.yaml, points[1].description.yaml);
  EXPECT_THAT(points[1].description.yaml, testing::Not(HasSubstr("sweep")));
}

/// Points share parsed entries and texts, and yet each is what it would be alone.
TEST_F(Sweep, PointsAreWhatTheyWouldBeAlone) {
  const std::string sweep = R"(sweep:
  device: {deployment.tiers.edge.hosts.0.device: [box, {base: box, memory: 9 GB}]}
  text: {description: ["a: b", "two\nlines", "", x]}
  load: {workload.rate: [1 /s, 2 /s]}
)";
  const std::vector<Point> points = load_with(sweep);
  ASSERT_EQ(points.size(), 16U);
  for (const Point& point : points) {
    std::ofstream(folder_ / "study.yaml") << point.description.yaml;
    const Point alone = load_study(folder_ / "study.yaml").points.front();
    EXPECT_EQ(point.description.yaml, alone.description.yaml);
    EXPECT_EQ(point.scenario.description, alone.scenario.description);
    EXPECT_EQ(point.scenario.workload.rate_per_s, alone.scenario.workload.rate_per_s);
    EXPECT_EQ(point.scenario.tiers[1].hosts[0].device.memory_bytes,
              alone.scenario.tiers[1].hosts[0].device.memory_bytes);
    EXPECT_EQ(point.scenario.sources.size(), alone.scenario.sources.size());
  }
}

/// A faulty entry is parsed once, and is a fault of each point that uses it.
TEST_F(Sweep, ReportsAFaultyEntryOfManyPointsOnce) {
  std::filesystem::copy(test::kSource / "tests/unit/scenario/catalogue", folder_ / "catalogue",
                        std::filesystem::copy_options::recursive);
  std::ofstream(folder_ / "catalogue/models/torn.yaml") << "layers: many\n";
  std::ofstream(folder_ / "study.yaml")
      << test::good() << "sweep: {m: {model: [tiny, torn]}, s: {seed: [1, 2, 3]}}\n";
  ::setenv("DIMSIM_CATALOGUE", (folder_ / "catalogue").c_str(), 1);
  try {
    (void)load_study(folder_ / "study.yaml");
    FAIL() << "accepted";
  } catch (const InputError& error) {
    const std::string text = error.what();
    const std::string fault = "found 'many'";
    EXPECT_NE(text.find(fault), std::string::npos) << text;
    EXPECT_EQ(text.find(fault), text.rfind(fault)) << text;
  }
}

/// Every point would overwrite the setting.
TEST_F(Sweep, RefusesASettingOfASweptPath) {
  test::use_test_catalogue();
  std::ofstream(folder_ / "study.yaml") << test::good() << "sweep: {a: {workload.rate: [1 /s, 2 /s]}}\n";
  try {
    (void)load_study(folder_ / "study.yaml", {"workload.rate=9 /s"});
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_THAT(error.diagnostics().at(0).message, HasSubstr("'workload.rate' is swept"));
  }
  EXPECT_EQ(load_study(folder_ / "study.yaml", {"workload.rate=9 /s", "sweep=~"})
                .points.at(0)
                .scenario.workload.rate_per_s,
            9);
  EXPECT_EQ(load_study(folder_ / "study.yaml", {"seed=3"}).points.at(1).scenario.seed, 3U);
}

/// Full texts are used if short labels would be equal.
TEST_F(Sweep, LabelsDistinguishValues) {
  const std::vector<Point> points = load_with(R"(sweep:
  link: {network.access: [{base: radio, bandwidth: 1 Mbps}, {base: radio, bandwidth: 2 Mbps}]}
)");
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(points[0].description.labels[0].text, "{base: radio, bandwidth: 1 Mbps}");
  EXPECT_NE(points[0].description.labels[0].text, points[1].description.labels[0].text);
}

TEST_F(Sweep, ReportsFaultsOfValuesAtTheirPlaces) {
  const auto found = refusal(R"(sweep:
  speed: {network.access.bandwidth.up: [1 Mbps, 2 seconds]}
  load: {workload.rates: [1 /s, 2 /s]}
)");
  ASSERT_EQ(found.size(), 2U);  // each once, however many points share it
  EXPECT_THAT(found[0].message, HasSubstr("unknown unit 'seconds'"));
  EXPECT_EQ(found[0].place.line, 17);
  EXPECT_THAT(found[1].message, HasSubstr("rates"));
  EXPECT_EQ(found[1].place.line, 18);
}

TEST_F(Sweep, RefusesImpossibleAxes) {
  EXPECT_THAT(refusal("sweep: {a: {seed: [1, 2], workload.rate: [1 /s]}}\n").at(0).message,
              HasSubstr("sweep.a: 1 values for 'workload.rate', but 2 for 'seed'"));
  EXPECT_THAT(refusal("sweep: {a: {seed: [1]}, b: {seed: [2]}}\n").at(0).message,
              HasSubstr("sweep.b: 'seed' is swept already"));
  EXPECT_THAT(refusal("sweep: {a: {network.access.bandwidth: [1 Mbps]}, b: {network.access: [wifi]}}\n")
                  .at(0)
                  .message,
              HasSubstr("sweep.b: 'network.access' is swept already, by 'network.access.bandwidth'"));
  EXPECT_THAT(refusal("sweep: {a: {}}\n").at(0).message, HasSubstr("found no path"));
  EXPECT_THAT(refusal("sweep: {a: {seed: 3}}\n").at(0).message, HasSubstr("expected a list"));
}

}  // namespace
}  // namespace dimsim::plan
