#include "dimsim/engine/service_times.hpp"

#include "support/fleet.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace dimsim::engine {
namespace {

using scenario::Location;

TEST(ServiceTimes, DifferByTokensAndByPiece) {
  scenario::Scenario scenario =
      fleet::plain({fleet::tier("mobile", Location::Device, 1, 3, fleet::device_with_service(1)),
                    fleet::tier("cloud", Location::Cloud, 1, 12, fleet::device_with_service(1))},
                   1, 1);
  for (scenario::Tier& tier : scenario.tiers) {
    tier.hosts[0].device.overhead_s = 0;
    tier.hosts[0].device.flops_per_s = 1e9;
  }
  const ServiceTimes times(scenario, 6, 16);
  EXPECT_GT(times.expected_s(0, 0, 1, 3, 1, 16), times.expected_s(0, 0, 1, 3, 1, 8));
  EXPECT_GT(times.expected_s(0, 0, 1, 3, 1, 8), times.expected_s(0, 0, 1, 3, 0, 8));
  EXPECT_NEAR(times.expected_s(1, 0, 1, 12, 1, 8),
              model::service_time_s(scenario.tiers[1].hosts[0].device, scenario.model, {1, 12, 1, 6}, 8, 1),
              1e-15);
}

/// 20 000 draws; the tolerance is four standard errors, sd / sqrt(n).
TEST(JitterFactor, HasMeanOne) {
  constexpr int kDraws = 20'000;
  const RandomStream stream(1, 0, Purpose::Jitter, 0);
  const auto mean = [&stream](const model::Jitter& jitter) {
    double sum = 0;
    for (std::uint64_t i = 0; i < kDraws; ++i) {
      sum += jitter_factor(jitter, stream, i);
    }
    return sum / kDraws;
  };
  EXPECT_EQ(mean({}), 1);
  EXPECT_NEAR(mean({model::Jitter::Kind::Exponential, 0}), 1, 4 / std::sqrt(kDraws));
  EXPECT_NEAR(mean({model::Jitter::Kind::Lognormal, 0.5}), 1, 4 * 0.5 / std::sqrt(kDraws));
}

}  // namespace
}  // namespace dimsim::engine
