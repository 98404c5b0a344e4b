#include "dimsim/profile/measure.hpp"

#include "support/small_variant.hpp"

#include <chrono>
#include <cmath>
#include <ctime>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::profile {
namespace {

TEST(Timing, IsTheMedianWithItsInterval) {
  const Timing timing = timing_of({0.9, 1.0, 1.1, 5.0, 1.0, 0.8, 1.2});
  EXPECT_EQ(timing.median_s, 1.0);
  EXPECT_EQ(timing.repetitions, 7U);
  EXPECT_NEAR(timing.half_width, (5.0 - 0.8) / 2, 1e-12);  // 7 values: from the smallest to the largest
  EXPECT_TRUE(std::isinf(timing_of({1, 2, 3, 4, 5}).half_width));
}

TEST(PointTimes, AddUpToAnExit) {
  PointTimes times;
  times.embedding.median_s = 1;
  times.head.median_s = 2;
  times.layers = {Timing{.median_s = 10}, Timing{.median_s = 20}, Timing{.median_s = 30}};
  times.whole.median_s = 69.3;
  EXPECT_EQ(times.sum_s(1), 13);
  EXPECT_EQ(times.sum_s(3), 63);
  EXPECT_NEAR(times.whole_deviation(), 0.1, 1e-12);
}

model::Variant small() { return small_variant(6, 256, 4, 1024, 1000, 64); }

class Measured : public testing::Test {
 protected:
  PointTimes measure_for(double most_seconds, double half_width) {
    return measure(variant, encoder, {.tokens = 32, .batch = 1},
                   {.half_width = half_width, .most_seconds = most_seconds});
  }

  model::Variant variant = small();
  Weights weights = random_weights(variant, 2, 1);
  Encoder encoder{variant, weights, *available_kernels().back(), 1};
};

TEST_F(Measured, HasATimeForEachPart) {
  const PointTimes times = measure_for(0, 0.5);
  ASSERT_EQ(times.layers.size(), 6U);
  EXPECT_EQ(times.whole.repetitions, 3U);
  EXPECT_EQ(times.head.repetitions, 3U);
  EXPECT_EQ(times.layers[5].repetitions, 18U);  // six equal layers a pass
  EXPECT_FALSE(times.is_settled);               // three values have no interval
  EXPECT_GT(times.embedding.median_s, 0);
  EXPECT_GT(times.layers[0].median_s, times.head.median_s);  // 32 tokens against 1
}

TEST_F(Measured, TellsLocalLayersFromGlobalOnes) {
  variant.attention = {
      .groups = 1, .output_groups = 1, .window = 4, .global_every = 3, .relative_positions = 0};
  const PointTimes times = measure_for(0, 0.5);
  EXPECT_EQ(times.layers[0].repetitions, 6U);   // layers 1 and 4
  EXPECT_EQ(times.layers[1].repetitions, 12U);  // the other four
  EXPECT_EQ(times.layers[4].repetitions, 12U);
}

TEST_F(Measured, StopsOnceTheIntervalIsNarrowEnough) {
  const PointTimes times = measure_for(60, 10);  // ten times the median: any six values do
  EXPECT_TRUE(times.is_settled);
  EXPECT_EQ(times.whole.repetitions, 6U);
}

/// Seconds that this process had a processor for, of those that passed, in shares of them.
template <typename Work>
double processor_share(const Work& work) {
  const auto begin = std::chrono::steady_clock::now();
  const std::clock_t processor_begin = std::clock();
  work();
  const double processor_s = static_cast<double>(std::clock() - processor_begin) / CLOCKS_PER_SEC;
  return processor_s / std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// Whoever takes the processor away lengthens a whole pass more often than a single layer, so an attempt
// counts only where the process had the processor for itself and the intervals are narrow. It fails when five
// count and all five are apart; where too few count, it says so and passes.
TEST_F(Measured, WholeIsTheSumOfItsPartsWithinATenth) {
  constexpr int kAttempts = 5;
  int apart = 0;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    PointTimes times;
    const double share = processor_share([&] { times = measure_for(1, 0.02); });
    if (times.is_settled && std::abs(times.whole_deviation()) <= 0.1) {
      return;
    }
    apart += times.is_settled && share > 0.98 ? 1 : 0;
  }
  if (apart < kAttempts) {
    GTEST_SKIP() << "this machine is too busy to tell";
  }
  FAIL() << "the whole differs from the sum of its parts by more than a tenth, " << kAttempts << " times";
}

}  // namespace
}  // namespace dimsim::profile
