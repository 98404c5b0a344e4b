#include "dimsim/base/error.hpp"
#include "dimsim/policy/registry.hpp"
#include "dimsim/policy/tiers.hpp"
#include "support/policies.hpp"

#include <cmath>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::policy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using trace::Complexity;

const Fleet kThreeTiers = fleet_of({"mobile", "edge", "cloud"});

std::unique_ptr<Policy> make(const std::string& name, const Node& parameters = map_of({}),
                             const Fleet& fleet = kThreeTiers) {
  return find(name)->bind(parameters)->create(fleet);
}

/// Without thresholds, so that nothing goes up.
Node cartography_parameters(const Node& pools) {
  Node parameters = record("pools", pools);
  parameters.set("thresholds", list_of({"0"}));
  parameters.set("mu", Node::scalar("0.02"));
  parameters.set("drop", Node::scalar("0.005"));
  return parameters;
}

std::unique_ptr<Policy> cartography(const Node& pools = map_of({}), const Fleet& fleet = kThreeTiers) {
  return make("cartography", cartography_parameters(pools), fleet);
}

std::vector<Diagnostic> refusal(const std::string& name, const Node& parameters,
                                const Fleet& fleet = kThreeTiers) {
  try {
    (void)make(name, parameters, fleet);
  } catch (const InputError& error) {
    return error.diagnostics();
  }
  return {};
}

std::vector<std::size_t> tiers_of_pools(Policy& policy) {
  return {first_tier(policy, request(Complexity::Easy)), first_tier(policy, request(Complexity::Medium)),
          first_tier(policy, request(Complexity::Hard))};
}

TEST(Registry, FindsEveryEntryByItsNameAndNothingElse) {
  std::set<std::string> names;
  for (const Entry& entry : registry()) {
    EXPECT_EQ(find(entry.name), &entry);
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name << " appears twice";
  }
  EXPECT_EQ(find("all-moon"), nullptr);
}

TEST(Registry, EveryEntryHasASummaryARuleAndASource) {
  for (const Entry& entry : registry()) {
    EXPECT_FALSE(entry.summary.empty()) << entry.name;
    EXPECT_EQ(entry.summary.find('\n'), std::string::npos) << entry.name;
    EXPECT_FALSE(entry.rule.empty()) << entry.name;
    EXPECT_FALSE(entry.source.empty()) << entry.name;
    for (const Field& parameter : entry.parameters) {
      EXPECT_FALSE(parameter.documentation.empty()) << entry.name << "." << parameter.key;
    }
  }
}

TEST(Registry, OnlyTheOracleNeedsHindsight) {
  for (const Entry& entry : registry()) {
    EXPECT_EQ(entry.needs.hindsight, entry.name == "oracle") << entry.name;
  }
}

TEST(Parameters, NeedCalibrationOnlyIfAValueIsTuned) {
  const auto needs_calibration = [](const std::string& threshold, const std::string& weights) {
    const Node parameters = map_of({{"threshold", threshold}, {"weights", weights}});
    return find("aggregated")->bind(parameters)->needs().calibration;
  };
  EXPECT_TRUE(needs_calibration("auto", "equal"));
  EXPECT_TRUE(needs_calibration("1.5", "accuracy"));
  EXPECT_FALSE(needs_calibration("1.5", "equal"));
}

TEST(Parameters, KeepTheNeedsOfTheirEntry) {
  EXPECT_TRUE(find("oracle")->bind(map_of({}))->needs().hindsight);
  EXPECT_FALSE(find("round-robin")->bind(map_of({}))->needs().hindsight);
}

TEST(Parameters, AreIndependentOfTheNodeAndOfTheFleet) {
  Node node = map_of({{"tier", "edge"}});
  const auto parameters = find("fixed")->bind(node);
  node.set("tier", Node::scalar("cloud"));
  EXPECT_EQ(first_tier(*parameters->create(kThreeTiers), request(0, 0)), 1U);
  EXPECT_EQ(first_tier(*parameters->create(fleet_of({"edge", "cloud"})), request(0, 0)), 0U);
}

TEST(Always, SendsEverythingToTheTierOfItsName) {
  EXPECT_EQ(first_tier(*make("all-mobile"), request(3, 0)), 0U);
  EXPECT_EQ(first_tier(*make("all-edge"), request(3, 0)), 1U);
  EXPECT_EQ(first_tier(*make("all-cloud"), request(3, 0)), 2U);
}

TEST(Always, NeedsATierOfItsName) {
  const auto found = refusal("all-edge", map_of({}), fleet_of({"phone", "cloud"}));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].message, "policy 'all-edge' needs a tier named 'edge'; the tiers are phone and cloud");
  EXPECT_THAT(found[0].hint, HasSubstr("{policy: fixed, tier: NAME}"));
  EXPECT_EQ(found[0].place.text(), "test.yaml:7:1");
}

TEST(Fixed, SendsEverythingToTheGivenTier) {
  EXPECT_EQ(first_tier(*make("fixed", map_of({{"tier", "edge"}})), request(0, 0)), 1U);
}

TEST(Fixed, RefusesAnUnknownTierAtItsPlace) {
  const auto found = refusal("fixed", map_of({{"tier", "egde"}}));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].message, "there is no tier 'egde'; the tiers are mobile, edge and cloud");
  EXPECT_THAT(found[0].hint, HasSubstr("edge"));
  EXPECT_EQ(found[0].place.text(), "test.yaml:7:2");
}

TEST(Random, SharesAreMetWithinTheirStandardError) {
  const auto policy =
      make("random", record("shares", map_of({{"mobile", "5"}, {"edge", "3"}, {"cloud", "2"}})));
  constexpr std::uint32_t kDevices = 100;
  constexpr std::uint64_t kEach = 1000;
  std::vector<double> counts(3, 0);
  for (std::uint32_t device = 0; device < kDevices; ++device) {
    for (std::uint64_t number = 0; number < kEach; ++number) {
      ++counts.at(first_tier(*policy, request(device, number)));
    }
  }
  const std::vector<double> shares = {0.5, 0.3, 0.2};
  constexpr double kDraws = static_cast<double>(kDevices) * kEach;
  for (std::size_t tier = 0; tier < shares.size(); ++tier) {
    const double standard_error = std::sqrt(shares[tier] * (1 - shares[tier]) / kDraws);
    EXPECT_NEAR(counts[tier] / kDraws, shares[tier], 4 * standard_error) << kThreeTiers.tiers[tier].name;
  }
}

/// Tiers that a device's first 1000 requests go to.
std::vector<std::size_t> choices(Policy& policy, std::uint32_t device) {
  std::vector<std::size_t> result;
  for (std::uint64_t number = 0; number < 1000; ++number) {
    result.push_back(first_tier(policy, request(device, number)));
  }
  return result;
}

TEST(Random, UsesEqualSharesByDefault) {
  const Node ones = map_of({{"mobile", "1"}, {"edge", "1"}, {"cloud", "1"}});
  EXPECT_EQ(choices(*make("random"), 4), choices(*make("random", record("shares", ones)), 4));
}

TEST(Random, SendsNothingToATierWithoutAShare) {
  const auto policy = make("random", record("shares", map_of({{"cloud", "1"}, {"mobile", "0"}})));
  EXPECT_THAT(choices(*policy, 0), testing::Each(2U));
  const auto first_only = make("random", record("shares", map_of({{"mobile", "0.1"}})));
  EXPECT_THAT(choices(*first_only, 0), testing::Each(0U));
}

TEST(Random, UsesOnlyTheRatioOfTheShares) {
  const auto with = [](const std::string& mobile, const std::string& edge) {
    return choices(*make("random", record("shares", map_of({{"mobile", mobile}, {"edge", edge}}))), 4);
  };
  const std::vector<std::size_t> expected = with("1", "1");
  EXPECT_EQ(with("0.5", "0.5"), expected);
  EXPECT_EQ(with("1e308", "1e308"), expected);
  EXPECT_EQ(with("5e-324", "5e-324"), expected);
}

TEST(Random, ChoosesIndependentlyOfOtherDevices) {
  const auto alone = make("random");
  const std::vector<std::size_t> expected = choices(*alone, 5);
  const auto together = make("random");
  std::vector<std::size_t> found;
  for (std::uint64_t number = 0; number < 1000; ++number) {
    (void)first_tier(*together, request(6, number));
    found.push_back(first_tier(*together, request(5, number)));
    (void)first_tier(*together, request(4, number));
  }
  EXPECT_EQ(found, expected);
}

TEST(Random, DependsOnDeviceSeedAndReplication) {
  const std::vector<std::size_t> reference = choices(*make("random"), 5);
  EXPECT_NE(choices(*make("random"), 6), reference);
  EXPECT_NE(choices(*make("random", map_of({}), fleet_of(tier_names(kThreeTiers), 2)), 5), reference);
  EXPECT_NE(choices(*make("random", map_of({}), fleet_of(tier_names(kThreeTiers), 1, 1)), 5), reference);
}

TEST(Random, RefusesSharesThatAreAllZero) {
  const auto found = refusal("random", record("shares", map_of({{"edge", "0"}})));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].message, "no tier has a share above 0");
  EXPECT_EQ(found[0].place.text(), "test.yaml:7:1");
}

TEST(Random, ReportsAllUnknownTiersAtTheirKeys) {
  const auto found =
      refusal("random", record("shares", map_of({{"egde", "1"}, {"cloud", "1"}, {"moon", "1"}})));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].place.text(), "test.yaml:7:2");
  EXPECT_EQ(found[1].place.text(), "test.yaml:7:4");
  EXPECT_EQ(found[1].message, "there is no tier 'moon'; the tiers are mobile, edge and cloud");
}

TEST(Random, RefusesNegativeSharesInTheLanguage) {
  const Field& shares = find("random")->parameters.at(0);
  EXPECT_EQ(shares.type->element->minimum, 0);
  EXPECT_TRUE(shares.type->element->minimum_is_allowed);
}

TEST(Cartography, SendsPoolsToTheNamedTiers) {
  const auto policy = cartography(map_of({{"easy", "edge"}, {"medium", "mobile"}, {"hard", "edge"}}));
  EXPECT_THAT(tiers_of_pools(*policy), ElementsAre(1U, 0U, 1U));
}

TEST(Cartography, SendsOtherPoolsByPosition) {
  EXPECT_THAT(tiers_of_pools(*cartography(map_of({{"easy", "cloud"}}))), ElementsAre(2U, 1U, 2U));
  EXPECT_THAT(tiers_of_pools(*cartography(map_of({}), fleet_of({"a"}))), ElementsAre(0U, 0U, 0U));
  EXPECT_THAT(tiers_of_pools(*cartography(map_of({}), fleet_of({"a", "b"}))), ElementsAre(0U, 1U, 1U));
  EXPECT_THAT(tiers_of_pools(*cartography(map_of({}), fleet_of({"a", "b", "c"}))), ElementsAre(0U, 1U, 2U));
  EXPECT_THAT(tiers_of_pools(*cartography(map_of({}), fleet_of({"a", "b", "c", "d"}))),
              ElementsAre(0U, 2U, 3U));
}

TEST(Cartography, TreatsASampleWithoutALabelAsHard) {
  const auto policy = cartography(map_of({{"hard", "edge"}}));
  EXPECT_EQ(first_tier(*policy, request(Complexity::Unknown)), 1U);
}

TEST(Cartography, ReportsAllUnknownTiersAtTheirPlaces) {
  const auto found = refusal(
      "cartography", cartography_parameters(map_of({{"easy", "moon"}, {"medium", "edge"}, {"hard", "sun"}})));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].place.text(), "test.yaml:7:2");
  EXPECT_EQ(found[1].place.text(), "test.yaml:7:4");
  EXPECT_EQ(found[1].message, "there is no tier 'sun'; the tiers are mobile, edge and cloud");
}

}  // namespace
}  // namespace dimsim::policy
