#include "dimsim/language/set.hpp"

#include "unit/scenario/fixture.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::plan {
namespace {

namespace test = scenario::test;

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Set, ReplacesAValue) { EXPECT_EQ(test::load_good({"seed=12"}).seed, 12U); }

TEST(Set, AppliesInOrder) { EXPECT_EQ(test::load_good({"seed=1", "seed=2"}).seed, 2U); }

TEST(Set, OpensAName) {
  const scenario::Scenario s = test::load_good({"network.wan.bandwidth=8Mbps"});
  EXPECT_EQ(s.network.wan.up_bytes_per_s, 1e6);
  EXPECT_EQ(s.network.wan.latency_s, 0.015);  // of the entry
}

TEST(Set, OpensOneValueForBothDirections) {
  const scenario::Scenario s =
      test::load_good({"network.wan.bandwidth=8Mbps", "network.wan.bandwidth.down=16Mbps"});
  EXPECT_EQ(s.network.wan.up_bytes_per_s, 1e6);
  EXPECT_EQ(s.network.wan.down_bytes_per_s, 2e6);
  EXPECT_EQ(test::load_good({"network.backhaul.bandwidth.up=8Mbps"}).network.backhaul.down_bytes_per_s,
            1e9 / 8);
}

TEST(Set, FindsItemsByNumberNameLabelAndDevice) {
  EXPECT_EQ(test::load_good({"deployment.tiers.0.hosts.0.count=3"}).tiers[0].hosts[0].count, 3);
  EXPECT_EQ(test::load_good({"deployment.tiers.mobile.hosts.phone.count=4"}).tiers[0].hosts[0].count, 4);
  EXPECT_THAT(test::load_good({"policies.near.tier=cloud"}).policies[1].text, HasSubstr("tier: cloud"));
  EXPECT_THAT(test::load_good({"policies.fixed.tier=cloud"}).policies[1].text, HasSubstr("tier: cloud"));
  EXPECT_EQ(test::load_good({"policies.all-mobile.label=x"}).policies[0].label, "x");
}

TEST(Set, TakesWholeListsAndMaps) {
  const scenario::Scenario s =
      test::load_good({"policies=[all-edge, {policy: fixed, tier: mobile}]",
                       "deployment.tiers.edge.exits=[6]", "network.access={base: fibre}"});
  EXPECT_EQ(s.policies[0].policy, "all-edge");
  EXPECT_THAT(s.policies[1].text, HasSubstr("tier: mobile"));
  EXPECT_THAT(s.tiers[1].exits, ElementsAre(6));
  EXPECT_FALSE(s.network.access.shared);
}

TEST(Set, CreatesWhatIsNotThere) {
  EXPECT_FALSE(test::load_good({"network.transport.slow_start=false"}).network.transport.slow_start);
  EXPECT_EQ(test::load_good({"cost.offload.cloud=9"}).tiers[2].offload_lambda, 9);
  EXPECT_EQ(test::load_good({"model.sources.exit_head=mine"}).model.name, "tiny");
}

TEST(Set, RemovesWithATilde) {
  const scenario::Scenario s =
      test::load_good({"workload.requests=~", "workload.warm_up_requests=~", "workload.duration=3 s"});
  EXPECT_FALSE(s.workload.requests.has_value());
  EXPECT_EQ(s.workload.duration_s, 3);
  EXPECT_EQ(test::load_good({"policies.0=~"}).policies.size(), 1U);
}

TEST(Set, KeepsWhatIsAfterTheFirstEqualsSign) {
  EXPECT_EQ(test::load_good({"description=\"a = b\""}).description, "a = b");
}

TEST(Set, IsInTheResolvedScenario) {
  const Settings s = test::load_good_study({"network.wan.bandwidth=8Mbps"}).settings;
  EXPECT_THAT(s.resolved_yaml, testing::HasSubstr("8Mbps"));
  EXPECT_EQ(s.source_yaml, test::good());
}

}  // namespace
}  // namespace dimsim::plan
