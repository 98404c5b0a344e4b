#include "dimsim/plan/load.hpp"

#include "support/temporary_folder.hpp"
#include "unit/scenario/fixture.hpp"

#include <cmath>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::scenario {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Load, BindsWorkloadAndModel) {
  const Scenario s = test::load_good();
  EXPECT_EQ(s.name, "good");
  EXPECT_EQ(s.description, "a test");
  EXPECT_EQ(s.seed, 7U);
  EXPECT_EQ(s.workload.trace, std::filesystem::absolute("folder/traces/t.h5"));
  EXPECT_EQ(s.workload.split, "test");
  EXPECT_EQ(s.workload.arrival_process, "poisson");
  EXPECT_EQ(s.workload.rate_per_s, 2);
  EXPECT_EQ(s.workload.requests, 100U);
  EXPECT_FALSE(s.workload.duration_s.has_value());
  EXPECT_EQ(s.workload.warm_up_requests, 10U);
  EXPECT_EQ(s.workload.sampling, Sampling::Shuffled);
  EXPECT_EQ(s.model.name, "tiny");
  EXPECT_EQ(s.model.layers, 12);
  EXPECT_EQ(s.model.hidden, 128);
  EXPECT_EQ(s.model.embedding, 128);  // default: hidden
  EXPECT_EQ(s.model.exit_head, model::ExitHead::Pooler);
  EXPECT_THAT(s.sites, ElementsAre("site"));
}

TEST(Load, BindsTiersAndDevices) {
  const Scenario s = test::load_good();
  ASSERT_EQ(s.tiers.size(), 3U);
  EXPECT_EQ(s.tiers[0].location, Location::Device);
  EXPECT_EQ(s.tiers[1].location, Location::Site);
  EXPECT_EQ(s.tiers[2].location, Location::Cloud);
  EXPECT_THAT(s.tiers[0].exits, ElementsAre(3));
  EXPECT_THAT(s.tiers[1].exits, ElementsAre(3, 6));
  EXPECT_EQ(s.tiers[1].last_layer, 6);
  EXPECT_EQ(s.tiers[0].hosts[0].count, 20);
  EXPECT_EQ(s.tiers[0].hosts[0].name, "phone");
  EXPECT_EQ(s.tiers[2].hosts[0].device.servers, 4);  // instead of the device's
  EXPECT_EQ(s.tiers[2].balance, Balance::RoundRobin);
  EXPECT_EQ(s.tiers[0].offload_lambda, 0);
  EXPECT_EQ(s.tiers[1].offload_lambda, 3);
  EXPECT_EQ(s.tiers[2].offload_lambda, 5);
  const model::Device& phone = s.tiers[0].hosts[0].device;
  EXPECT_EQ(phone.flops_per_s, 20e9);
  EXPECT_EQ(phone.memory_bytes_per_s, 10e9);
  EXPECT_EQ(phone.overhead_s, 0.001);
  EXPECT_EQ(phone.idle_power_w, 0.5);
  const model::Device& box = s.tiers[1].hosts[0].device;
  EXPECT_EQ(box.precision, model::Precision::Fp16);
  EXPECT_TRUE(std::isinf(box.memory_bytes_per_s));
  ASSERT_EQ(box.measured.size(), 1U);
  EXPECT_THAT(box.measured[0].seconds, ElementsAre(ElementsAre(0.001, 0.002), ElementsAre(0.003, 0.009)));
  EXPECT_EQ(s.tiers[2].hosts[0].device.usd_per_s, 0.526 / 3600);
}

TEST(Load, BindsNetworkPoliciesAndCost) {
  const Scenario s = test::load_good();
  EXPECT_EQ(s.network.access.name, "radio");
  EXPECT_EQ(s.network.access.up_bytes_per_s, 5e6 / 8);     // overridden
  EXPECT_EQ(s.network.access.down_bytes_per_s, 40e6 / 8);  // of the entry
  EXPECT_TRUE(s.network.access.shared);
  EXPECT_EQ(s.network.wan.latency_s, 0.015);
  EXPECT_EQ(s.network.transport.initial_window, 10);
  EXPECT_TRUE(s.network.transport.slow_start);
  ASSERT_EQ(s.policies.size(), 2U);
  EXPECT_EQ(s.policies[0].label, "all-mobile");
  EXPECT_EQ(s.policies[1].policy, "fixed");
  EXPECT_EQ(s.policies[1].label, "near");
  EXPECT_THAT(s.policies[1].text, HasSubstr("tier: edge"));
  EXPECT_EQ(s.tiers[0].layer_lambda, 0.5);
  EXPECT_EQ(s.cost.egress.at(0).usd_per_byte, 0.09 / 1e9);
}

TEST(Load, ReadsTheAutomaticWarmUp) {
  const Scenario s = test::load_good({"workload.warm_up=auto", "workload.warm_up_requests=0"});
  EXPECT_TRUE(s.workload.find_warm_up);
  EXPECT_EQ(s.workload.warm_up_s, 0);
  const Scenario timed = test::load_good({"workload.warm_up=2 s", "workload.warm_up_requests=0"});
  EXPECT_FALSE(timed.workload.find_warm_up);
  EXPECT_EQ(timed.workload.warm_up_s, 2);
}

TEST(Load, DefaultLocationsFollowThePosition) {
  const auto locations = [](int tiers) {
    std::string text =
        "workload: {trace: t, rate: 1 /s, requests: 1}\nmodel: tiny\npolicies: [random]\n"
        "network: {access: radio, backhaul: fibre, wan: wan}\ndeployment:\n  tiers:\n";
    for (int i = 0; i < tiers; ++i) {
      text += "    - {name: t" + std::to_string(i) + ", layers: 1-3, hosts: [{device: phone}]}\n";
    }
    test::use_test_catalogue();
    const Scenario scenario = plan::load_text(text, "x.yaml");
    std::vector<Location> result;
    for (const Tier& t : scenario.tiers) {
      result.push_back(t.location);
    }
    return result;
  };
  EXPECT_THAT(locations(1), ElementsAre(Location::Device));
  EXPECT_THAT(locations(2), ElementsAre(Location::Device, Location::Cloud));
  EXPECT_THAT(locations(3), ElementsAre(Location::Device, Location::Site, Location::Cloud));
  EXPECT_THAT(locations(4), ElementsAre(Location::Device, Location::Site, Location::Metro, Location::Cloud));
}

TEST(Load, HostsOfOneDeviceGetDifferentNames) {
  const std::string text =
      test::replaced(test::good(), "hosts: [{device: box}]",
                     "hosts: [{device: box}, {device: box}, {name: box-2, device: gpu}, {device: box}]");
  test::use_test_catalogue();
  const Scenario scenario = plan::load_text(text, "x.yaml");
  std::vector<std::string> names;
  for (const HostGroup& group : scenario.tiers[1].hosts) {
    names.push_back(group.name);
  }
  EXPECT_THAT(names, ElementsAre("box", "box-3", "box-2", "box-4"));
}

TEST(Load, AResizedModelIsAnotherModel) {
  EXPECT_EQ(test::load_good({"model.feed_forward=1024"}).model.name, "tiny-changed");
  EXPECT_EQ(test::load_good({"model.padding=128"}).model.name, "tiny");
  EXPECT_EQ(test::load_good({"model.hidden=256"}).model.embedding, 256);
}

TEST(Load, LinksAreRequiredOnlyIfRequestsUseThem) {
  const std::string text =
      "workload: {trace: t, rate: 1 /s, duration: 5 s}\nmodel: tiny\npolicies: [random]\n"
      "deployment: {tiers: [{name: only, layers: 1-12, hosts: [{device: phone}]}]}\n";
  EXPECT_EQ(test::complaint(text), "");
  const std::string two =
      test::replaced(text, "hosts: [{device: phone}]}",
                     "hosts: [{device: phone, access: radio}]}, {name: near, location: site, layers: 1-12, "
                     "hosts: [{device: box}]}");
  EXPECT_EQ(test::complaint(two), "");
}

TEST(Load, KeepsTheNotesOfTheFiguresInUse) {
  const Scenario s = test::load_good();
  const auto has = [](const Scenario& scenario, const std::string& entry, const std::string& figure) {
    return std::any_of(scenario.sources.begin(), scenario.sources.end(),
                       [&](const SourceNote& n) { return n.entry == entry && n.figure == figure; });
  };
  EXPECT_TRUE(has(s, "models/tiny", "*"));
  EXPECT_TRUE(has(s, "links/radio", "latency"));
  EXPECT_FALSE(has(s, "links/radio", "bandwidth"));  // overridden in the scenario
  EXPECT_TRUE(has(s, "devices/phone", "power"));
  const Scenario other = test::load_good({"deployment.tiers.mobile.hosts.phone.device.power.idle=1W"});
  EXPECT_FALSE(has(other, "devices/phone", "power"));
  EXPECT_TRUE(has(other, "devices/phone", "power.load"));  // the other half of it
  EXPECT_FALSE(has(other, "devices/phone", "power.idle"));
  for (const SourceNote& note : s.sources) {
    EXPECT_EQ(note.assumed, note.text.starts_with("assumed")) << note.text;
  }
}

TEST(Load, AnEmptyValueRemovesAnIncludedOne) {
  test::use_test_catalogue();
  const TemporaryFolder own;
  const std::filesystem::path& folder = own.path();
  std::ofstream(folder / "base.yaml") << test::good();
  std::ofstream(folder / "main.yaml")
      << "include: base.yaml\nworkload: {requests: ~, warm_up_requests: 0, duration: 9 s}\n";
  EXPECT_EQ(plan::load(folder / "main.yaml").workload.duration_s, 9);
}

TEST(Load, ReportsAMissingFile) {
  try {
    static_cast<void>(plan::load("nowhere.yaml"));
    FAIL() << "a missing file was loaded";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("cannot read 'nowhere.yaml': No such file or directory"));
  }
}

}  // namespace
}  // namespace dimsim::scenario
