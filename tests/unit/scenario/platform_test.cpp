#include "dimsim/base/error.hpp"
#include "dimsim/catalogue/catalogue.hpp"
#include "dimsim/plan/load.hpp"
#include "unit/scenario/fixture.hpp"

#include <cstdlib>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::scenario {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string kRest =
    "workload: {trace: t.h5, rate: 1 /s, requests: 10}\nmodel: tiny\npolicies: [all-cloud]\n";

TEST(Platform, IsOverriddenByTheScenario) {
  test::use_test_catalogue();
  const Scenario scenario =
      plan::load_text("platform: small-town\n" + kRest + "network: {access: {base: radio, latency: 7 ms}}\n",
                      "x.yaml", {"deployment.tiers.mobile.hosts.phone.count=9"});
  EXPECT_THAT(scenario.sites, ElementsAre("north", "south"));
  EXPECT_EQ(scenario.tiers[0].hosts[0].count, 9);
  EXPECT_EQ(scenario.network.access.latency_s, 0.007);
  EXPECT_EQ(scenario.network.wan.name, "wan");
  EXPECT_EQ(scenario.description, "");  // not the platform's
}

TEST(Platform, CanBeSetInAnyOrder) {
  test::use_test_catalogue();
  const Scenario scenario = plan::load_text(
      kRest, "x.yaml", {"deployment.tiers.mobile.hosts.phone.count=9", "platform=small-town"});
  EXPECT_EQ(scenario.tiers[0].hosts[0].count, 9);
}

TEST(Platform, AnUnknownNameIsReportedWithTheNearest) {
  test::use_test_catalogue();
  try {
    static_cast<void>(plan::load_text("platform: smal-town\n" + kRest, "x.yaml"));
    FAIL() << "it was accepted";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("x.yaml:1:11: error: platform: unknown platform 'smal-town'"),
                                    HasSubstr("did you mean 'small-town'?")));
  }
}

/// Every shipped platform is a whole scenario with a workload, a model and a policy.
TEST(Platform, AllShippedOnesAreComplete) {
  unsetenv("DIMSIM_CATALOGUE");
  const std::vector<std::string> names =
      catalogue::Catalogue(catalogue::Catalogue::default_root()).names(catalogue::kPlatforms);
  EXPECT_THAT(
      names, testing::IsSupersetOf({"campus-wifi", "city-5g", "rural-lte", "factory-edge", "raspberry-lab"}));
  for (const std::string& name : names) {
    const Scenario scenario = plan::load_text(
        "platform: " + name +
            "\nworkload: {trace: t.h5, rate: 1 /s, requests: 10}\nmodel: bert-base\npolicies: [random]\n",
        "x.yaml");
    EXPECT_GE(scenario.tiers.size(), 2U) << name;
  }
}

/// A figure of an entry that the scenario removes leaves no note behind.
TEST(Sources, AreRemovedWithTheirFigures) {
  unsetenv("DIMSIM_CATALOGUE");
  const Scenario scenario = plan::load(test::kSource / "scenarios/quickstart.yaml",
                                       {"deployment.tiers.edge.hosts.jetson-agx-orin.device.purchase=~"});
  EXPECT_EQ(scenario.tiers[1].hosts[0].device.purchase.usd_per_s, 0);
  for (const SourceNote& note : scenario.sources) {
    EXPECT_FALSE(note.figure.starts_with("purchase")) << note.entry << " " << note.figure;
  }
}

}  // namespace
}  // namespace dimsim::scenario
