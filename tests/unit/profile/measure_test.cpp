#include "dimsim/profile/measure.hpp"

#include "support/small_variant.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
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

/// Kernels that compute nothing and count the products they would take. As a clock they measure work exactly,
/// whatever else the machine does.
double products = 0;

void count(double more) { products += more; }

const Kernels kCounting{
    .name = "counting",
    .set_threads = [](int) {},
    .dense = [](const DenseView& layer, const float*, int rows, std::ptrdiff_t,
                float*) { count(1.0 * rows * layer.inputs * layer.outputs / layer.groups); },
    .attention =
        [](const AttentionShape& shape, const float*, const float*, const float*, float*, float*) {
          const int seen = shape.window == 0 ? shape.tokens : std::min(shape.tokens, 2 * shape.window + 1);
          count(2.0 * shape.samples * shape.tokens * seen * shape.width);
        },
    .add_and_normalise = [](float*, const float*, const float*, const float*, int rows,
                            int width) { count(1.0 * rows * width); },
    .gelu = [](float*, int rows, int width) { count(1.0 * rows * width); },
    .gated_gelu = [](const float*, int rows, int width, float*) { count(1.0 * rows * width); },
    .tanh = [](float*, int rows, int width) { count(1.0 * rows * width); }};

class Measured : public testing::Test {
 protected:
  PointTimes measure_for(double max_seconds, double half_width, std::size_t min_repetitions = 3) {
    return measure(variant, encoder, {.tokens = 32, .batch = 1},
                   {.half_width = half_width, .max_seconds = max_seconds, .min_repetitions = min_repetitions},
                   [] { return products; });
  }

  model::Variant variant = small();
  Weights weights = random_weights(variant, 2, 1);
  Encoder encoder{variant, weights, kCounting, 1};
};

TEST_F(Measured, GivesATimeForEachPart) {
  const PointTimes times = measure_for(0, 0.5);
  ASSERT_EQ(times.layers.size(), 6U);
  EXPECT_EQ(times.whole.repetitions, 3U);
  EXPECT_EQ(times.head.repetitions, 3U);
  EXPECT_EQ(times.layers[5].repetitions, 18U);  // six equal layers in each pass
  EXPECT_FALSE(times.is_settled);               // three values have no interval
  // 32 tokens: query, key, value and output, two dense layers, two products of attention, two sums, a GELU.
  const double layer = 32.0 * (4 * 256 * 256 + 2 * 256 * 1024 + 2 * 32 * 256 + 2 * 256 + 1024);
  EXPECT_EQ(times.layers[0].median_s, layer);
  EXPECT_EQ(times.head.median_s, 256 * 256 + 256 + 256 * 2);  // pooler, tanh, classifier, of one token
  EXPECT_EQ(times.embedding.median_s, 32 * 64 * 256);
}

TEST_F(Measured, DistinguishesLocalLayersFromGlobalOnes) {
  variant.attention = {
      .groups = 1, .output_groups = 1, .window = 4, .global_every = 3, .relative_positions = 0};
  const PointTimes times = measure_for(0, 0.5);
  EXPECT_EQ(times.layers[0].repetitions, 6U);   // layers 1 and 4
  EXPECT_EQ(times.layers[1].repetitions, 12U);  // the other four
  EXPECT_EQ(times.layers[4].repetitions, 12U);
  EXPECT_GT(times.layers[0].median_s, times.layers[1].median_s);
}

TEST_F(Measured, StopsOnceTheIntervalIsNarrowEnough) {
  const PointTimes times = measure_for(1e30, 0.02);
  EXPECT_TRUE(times.is_settled);
  EXPECT_EQ(times.whole.repetitions, 6U);  // the first that have an interval
}

TEST_F(Measured, RepeatsAtLeastTheMinimumNumber) {
  const PointTimes times = measure_for(0, 0.02, 9);
  EXPECT_EQ(times.whole.repetitions, 9U);
  EXPECT_TRUE(std::isfinite(times.whole.half_width));
}

TEST_F(Measured, StopsAtTheTimeLimit) {
  // A pass takes some 2 · 6 · 32 · 0.8 million products, so three are within this time and four are not.
  const double pass = 2 * measure_for(0, 0.5).sum_s(6);
  EXPECT_EQ(measure_for(3.5 * pass, 0).whole.repetitions, 4U);
}

TEST_F(Measured, WholeIsTheSumOfItsParts) {
  const PointTimes times = measure_for(0, 0.02);
  EXPECT_EQ(times.whole.median_s, times.sum_s(6));
  EXPECT_EQ(times.whole_deviation(), 0);
}

TEST(MeasuredHere, UsesTheSteadyClock) {
  const model::Variant variant = small();
  const Weights weights = random_weights(variant, 2, 1);
  Encoder encoder(variant, weights, *available_kernels().back(), 1);
  const PointTimes times = measure(variant, encoder, {.tokens = 8, .batch = 1}, {.max_seconds = 0});
  EXPECT_GT(times.embedding.median_s, 0);
  EXPECT_GT(times.layers[0].median_s, 0);
  EXPECT_GT(times.whole.median_s, 0);
}

}  // namespace
}  // namespace dimsim::profile
