/// Money, batteries, carbon and λ, computed by hand.

#include "dimsim/engine/run.hpp"
#include "dimsim/results/summary.hpp"
#include "support/fleet.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace dimsim::engine {
namespace {

using results::RunResult;
using scenario::Location;

/// Ten requests of one phone to a cloud host that serves in 0.25 s.
scenario::Scenario phone_and_cloud() {
  scenario::Scenario scenario =
      fleet::plain({fleet::tier("mobile", Location::Device, 1, 3, fleet::device_with_service(0.125)),
                    fleet::tier("cloud", Location::Cloud, 1, 12, fleet::device_with_service(0.25))},
                   1, 10);
  scenario.network.transport.answer_bytes = 50;
  return scenario;
}

model::Device& cloud(scenario::Scenario& scenario) { return scenario.tiers[1].hosts[0].device; }

RunResult run_to_cloud(const scenario::Scenario& scenario) {
  return run({scenario, fleet::alike_samples(), fleet::always("cloud")});
}

TEST(Prices, RentIsRoundedUpToWhatIsBilled) {
  scenario::Scenario scenario = phone_and_cloud();
  cloud(scenario).usd_per_s = 0.5;
  cloud(scenario).billing_s = 3600;
  EXPECT_DOUBLE_EQ(run_to_cloud(scenario).stations[1].usd, 1800);  // ten seconds cost an hour
}

TEST(Prices, ServicesAreBilledByTheirTimeAndNumber) {
  scenario::Scenario scenario = phone_and_cloud();
  cloud(scenario).serverless = {
      .memory_bytes = 4e9, .usd_per_byte_second = 1e-9, .usd_per_request = 0.5, .billing_s = 0.1};
  // 0.25 s count as 0.3 s: 4 GB × 0.3 s × 1 USD/(GB·s) + 0.5 USD. Dates are rounded to 1e-14 s, far from a
  // step.
  EXPECT_NEAR(run_to_cloud(scenario).stations[1].usd, 10 * (1.2 + 0.5), 1e-9);
}

TEST(Prices, OwnershipIsWrittenOffAndDrawsElectricity) {
  scenario::Scenario scenario = phone_and_cloud();
  cloud(scenario).idle_power_w = 2;
  cloud(scenario).load_power_w = 6;
  cloud(scenario).purchase = {.usd_per_s = 0.01, .usd_per_j = 0.001};
  const RunResult result = run_to_cloud(scenario);
  EXPECT_NEAR(result.stations[1].usd, 0.01 * result.end_s + 0.001 * (2 * result.end_s + 4 * 2.5), 1e-9);
}

/// The price list holds for a month at the pace of the run: 1 MB free, what comes on top at 1 USD/kB.
TEST(Prices, EgressStepsApplyToTheirPartOfTheVolume) {
  scenario::Scenario scenario = phone_and_cloud();
  scenario.cost.egress = {{0, 0}, {1e6, 0.001}, {1e30, 5}};
  const RunResult result = run_to_cloud(scenario);
  const double monthly = 500 / result.end_s * 30 * 86400;
  ASSERT_GT(monthly, 1e6);
  EXPECT_NEAR(result.egress_usd, 500 * 0.001 * (monthly - 1e6) / monthly, 1e-12);
}

TEST(Batteries, LastAsLongAsTheirEnergyAtTheMeanPower) {
  scenario::Scenario scenario = phone_and_cloud();
  model::Device& phone = scenario.tiers[0].hosts[0].device;
  phone.idle_power_w = 0.5;
  phone.load_power_w = 4;
  phone.battery_j = 36'000;  // 10 Wh
  scenario.network.access.radio.up_j_per_byte = 0.01;
  const RunResult result = run_to_cloud(scenario);
  const double mean_w = 0.5 + 10 * 100 * 0.01 / result.end_s;  // ten texts of 100 B
  EXPECT_NEAR(result.stations[0].battery_h, 10 / mean_w, 1e-9);
  EXPECT_EQ(result.stations[1].battery_h, 0);
}

TEST(Carbon, IsEnergyTimesIntensityWhereItIsStated) {
  scenario::Scenario scenario = phone_and_cloud();
  cloud(scenario).idle_power_w = 100;
  cloud(scenario).load_power_w = 100;
  scenario.network.core_j_per_byte = 2;
  scenario.tiers[1].carbon_g_per_j = 1e-4;  // 360 g/kWh
  const RunResult partly = run_to_cloud(scenario);
  EXPECT_DOUBLE_EQ(partly.core_j, 2 * 10 * (100 + 50));
  results::PolicySummary summary = results::summarise(partly);
  ASSERT_EQ(summary.carbon_g.size(), 4U);  // mobile, cloud, network, total
  EXPECT_EQ(summary.carbon_g[0].value, 0);
  EXPECT_NEAR(summary.carbon_g[1].value, 100 * partly.end_s / 10 * 1e-4, 1e-12);
  EXPECT_TRUE(std::isnan(summary.carbon_g[2].value));
  EXPECT_TRUE(std::isnan(summary.carbon_g[3].value));  // the network's is not stated, so neither is the sum
}

TEST(Carbon, TotalIsThatOfAllWhenAllAreStated) {
  scenario::Scenario scenario = phone_and_cloud();
  scenario.network.core_j_per_byte = 2;
  scenario.network_carbon_g_per_j = 1e-3;
  const results::PolicySummary summary = results::summarise(run_to_cloud(scenario));
  EXPECT_NEAR(summary.carbon_g[2].value, 2 * 150 * 1e-3, 1e-12);
  EXPECT_NEAR(summary.carbon_g[3].value, 0.3, 1e-12);
}

TEST(Carbon, IsNotReportedWhereNothingIsStated) {
  EXPECT_TRUE(results::summarise(run_to_cloud(phone_and_cloud())).carbon_g.empty());
}

}  // namespace
}  // namespace dimsim::engine
