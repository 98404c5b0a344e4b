#include "dimsim/model/device.hpp"

#include "dimsim/base/error.hpp"
#include "support/small_variant.hpp"

#include <limits>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::model {
namespace {

using testing::HasSubstr;

// One layer at 5 tokens: 480 FLOP, 196 + 880 bytes in fp32; a linear head with 7 classes: 28 FLOP, 84 + 36
// bytes.
Variant small_model() { return small_variant(4, 2, 1, 3, 10, 2, ExitHead::Linear); }

Device device(double flops_per_s, double memory_bytes_per_s = std::numeric_limits<double>::infinity()) {
  Device result;
  result.name = "box";
  result.flops_per_s = flops_per_s;
  result.memory_bytes_per_s = memory_bytes_per_s;
  return result;
}

constexpr int kTokens = 5;
constexpr Piece kTwoLayers = {.first_layer = 2, .last_layer = 3, .exits = 1, .classes = 7};

TEST(ServiceTime, IsFlopsOverRateWhenArithmeticIsTheLimit) {
  EXPECT_DOUBLE_EQ(service_time_s(device(100, 1e9), small_model(), kTwoLayers, kTokens, 1),
                   (2 * 480 + 28) / 100.0);
}

TEST(ServiceTime, IsBytesOverBandwidthWhenMemoryIsTheLimit) {
  EXPECT_DOUBLE_EQ(service_time_s(device(1e9, 100), small_model(), kTwoLayers, kTokens, 1),
                   (2 * 1076 + 120) / 100.0);
}

TEST(ServiceTime, UsesTheLimitOfEachPart) {
  // Ridge at 0.4 FLOP/B: a layer (0.446) is bound by arithmetic, the head (0.233) by memory.
  EXPECT_DOUBLE_EQ(service_time_s(device(40, 100), small_model(), kTwoLayers, kTokens, 1),
                   2 * 480 / 40.0 + 1.2);
}

TEST(ServiceTime, AddsOverheadOnceAndLayerOverheadForEachLayer) {
  Device slow_start = device(1e30);
  slow_start.overhead_s = 0.5;
  slow_start.layer_overhead_s = 0.25;
  EXPECT_DOUBLE_EQ(service_time_s(slow_start, small_model(), kTwoLayers, kTokens, 1), 1.0);
  EXPECT_DOUBLE_EQ(service_time_s(slow_start, small_model(), {1, 4, 1, 7}, kTokens, 1), 1.5);
}

TEST(ServiceTime, CountsEveryHeadThatIsEvaluated) {
  const Piece three_exits = {.first_layer = 2, .last_layer = 3, .exits = 3, .classes = 7};
  EXPECT_DOUBLE_EQ(service_time_s(device(100), small_model(), three_exits, kTokens, 1),
                   (2 * 480 + 3 * 28) / 100.0);
  const Piece no_exit = {.first_layer = 2, .last_layer = 3, .exits = 0, .classes = 7};
  EXPECT_DOUBLE_EQ(service_time_s(device(100), small_model(), no_exit, kTokens, 1), 2 * 480 / 100.0);
}

TEST(ServiceTime, OnlyThePieceWithTheFirstLayerProjectsTheEmbedding) {
  Variant factorised = small_model();
  factorised.embedding = 1;
  const double projection_s = 2 * kTokens * 1 * 2 / 100.0;
  const double layer_s = 480 / 100.0;
  EXPECT_DOUBLE_EQ(service_time_s(device(100), factorised, {1, 1, 0, 7}, kTokens, 1), projection_s + layer_s);
  EXPECT_DOUBLE_EQ(service_time_s(device(100), factorised, {2, 2, 0, 7}, kTokens, 1), layer_s);
}

TEST(ServiceTime, LowerPrecisionMovesFewerBytes) {
  Device narrow = device(1e9, 100);
  const double fp32 = service_time_s(narrow, small_model(), kTwoLayers, kTokens, 1);
  narrow.precision = Precision::Fp16;
  EXPECT_DOUBLE_EQ(service_time_s(narrow, small_model(), kTwoLayers, kTokens, 1), fp32 / 2);
  narrow.precision = Precision::Int8;
  EXPECT_DOUBLE_EQ(service_time_s(narrow, small_model(), kTwoLayers, kTokens, 1), fp32 / 4);
}

TEST(ServiceTime, ABatchSharesTheReadingOfParameters) {
  // 3 samples: 196 + 3·880 bytes a layer, 84 + 3·36 the head.
  EXPECT_DOUBLE_EQ(service_time_s(device(1e9, 100), small_model(), kTwoLayers, kTokens, 3),
                   (2 * (196 + 3 * 880) + 84 + 3 * 36) / 100.0);
}

TEST(ServiceTime, PaddingDecidesHowManyTokensAreComputed) {
  Variant padded = small_model();
  padded.pad_to = kTokens;
  const double expected = service_time_s(device(100), small_model(), kTwoLayers, kTokens, 1);
  EXPECT_DOUBLE_EQ(service_time_s(device(100), padded, kTwoLayers, 1, 1), expected);
  EXPECT_DOUBLE_EQ(service_time_s(device(100), padded, kTwoLayers, 400, 1), expected);
}

double bilinear(double tokens, double batch) { return 1 + 0.5 * tokens + 2 * batch + 0.125 * tokens * batch; }

Device measured_device() {
  Device result = device(1);
  MeasuredTable table{.model = "small", .tokens = {4, 8, 32}, .batch = {1, 2, 8}, .seconds = {}};
  for (const double tokens : table.tokens) {
    table.seconds.push_back({bilinear(tokens, 1), bilinear(tokens, 2), bilinear(tokens, 8)});
  }
  result.measured = {table};
  return result;
}

constexpr Piece kWhole = {.first_layer = 1, .last_layer = 4, .exits = 1, .classes = 7};

TEST(MeasuredTime, InterpolationIsExactForABilinearFunction) {
  for (const int tokens : {4, 5, 8, 20, 32}) {
    for (const int batch : {1, 2, 5, 8}) {
      EXPECT_NEAR(service_time_s(measured_device(), small_model(), kWhole, tokens, batch),
                  bilinear(tokens, batch), 1e-12)
          << tokens << " tokens, batch " << batch;
    }
  }
}

TEST(MeasuredTime, APieceGetsItsShareOfTheFlops) {
  const double share = (2 * 480.0 + 28) / (4 * 480.0 + 28);
  EXPECT_NEAR(service_time_s(measured_device(), small_model(), kTwoLayers, kTokens, 1),
              share * bilinear(kTokens, 1), 1e-12);
}

TEST(MeasuredTime, PiecesOfAFactorisedModelAddUpToTheWhole) {
  Variant factorised = small_model();
  factorised.embedding = 1;
  const double first = service_time_s(measured_device(), factorised, {1, 2, 0, 7}, kTokens, 1);
  const double second = service_time_s(measured_device(), factorised, {3, 4, 1, 7}, kTokens, 1);
  EXPECT_NEAR(first + second, bilinear(kTokens, 1), 1e-12);
}

TEST(MeasuredTime, ATableOfOnePointGivesThatPoint) {
  Device one = device(1);
  one.measured = {{.model = "small", .tokens = {5}, .batch = {1}, .seconds = {{0.75}}}};
  EXPECT_DOUBLE_EQ(service_time_s(one, small_model(), kWhole, 5, 1), 0.75);
}

/// Times to the exits of layers 2 and 4 that are not proportional to the FLOPs.
Device measured_by_layers() {
  Device result = device(1);
  result.overhead_s = 0.25;
  const auto table = [](int layers, double seconds) {
    return MeasuredTable{
        .model = "small", .layers = layers, .tokens = {5}, .batch = {1}, .seconds = {{seconds}}};
  };
  result.measured = {table(0, 4.0), table(2, 1.5)};
  return result;
}

double to_exit(int depth) {
  return service_time_s(measured_by_layers(), small_model(), {1, depth, 1, 7}, kTokens, 1);
}

TEST(MeasuredTime, TablesOfSeveralDepthsFormAnAxis) {
  EXPECT_DOUBLE_EQ(to_exit(2), 1.5);
  EXPECT_DOUBLE_EQ(to_exit(3), 2.75);
  EXPECT_DOUBLE_EQ(to_exit(4), 4.0);
  // Below the first table: the overhead plus a share of the rest in proportion to the FLOPs.
  EXPECT_DOUBLE_EQ(to_exit(1), 0.25 + 1.25 * (480.0 + 28) / (2 * 480 + 28));
}

TEST(MeasuredTime, ALaterPieceTakesTheDifferenceAndTheOverheadAgain) {
  const double head_s = 1.5 * 28 / (2 * 480 + 28);  // of the time to layer 2
  EXPECT_DOUBLE_EQ(service_time_s(measured_by_layers(), small_model(), {3, 4, 1, 7}, kTokens, 1),
                   4.0 - (1.5 - head_s) + 0.25);
}

TEST(MeasuredTime, BeyondTheDeepestTableIsRefused) {
  Device shallow = measured_by_layers();
  shallow.measured.erase(shallow.measured.begin());
  try {
    (void)service_time_s(shallow, small_model(), kWhole, kTokens, 1);
    FAIL() << "a time was extrapolated";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("up to layer 2, not 4"));
  }
}

TEST(MeasuredTime, ExtrapolatesLinearlyIfTheTableAllowsIt) {
  Device wide = measured_device();
  wide.measured[0].tokens_from = 1;
  wide.measured[0].tokens_to = 64;
  EXPECT_NEAR(service_time_s(wide, small_model(), kWhole, 64, 2), bilinear(64, 2), 1e-12);
  EXPECT_NEAR(service_time_s(wide, small_model(), kWhole, 1, 2), bilinear(1, 2), 1e-12);
  EXPECT_THROW((void)service_time_s(wide, small_model(), kWhole, 65, 2), InputError);
  // An extrapolation is at least the line through the origin, so it is never negative.
  wide.measured[0].seconds[0] = {0.1, 0.1, 0.1};
  EXPECT_DOUBLE_EQ(service_time_s(wide, small_model(), kWhole, 1, 2), 0.1 / 4);
}

/// Interpolation keeps monotone data monotone in tokens, batch and layers.
TEST(MeasuredTime, InterpolationIsMonotone) {
  double before = 0;
  for (int tokens = 4; tokens <= 32; ++tokens) {
    const double now = service_time_s(measured_device(), small_model(), kWhole, tokens, 3);
    EXPECT_GT(now, before) << tokens;
    before = now;
  }
  for (int depth = 1; depth < 4; ++depth) {
    EXPECT_LT(to_exit(depth), to_exit(depth + 1));
  }
}

TEST(MeasuredTime, ATableOfAnotherModelIsNotUsed) {
  Device other = measured_device();
  other.measured[0].model = "large";
  EXPECT_DOUBLE_EQ(service_time_s(other, small_model(), kWhole, kTokens, 1), 4 * 480 + 28);
}

std::string refusal(int tokens, int batch) {
  try {
    (void)service_time_s(measured_device(), small_model(), kWhole, tokens, batch);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(MeasuredTime, OutsideOfTheTableIsRefusedWithItsRange) {
  EXPECT_THAT(refusal(3, 1),
              HasSubstr("device 'box' has measured times of 'small' for 4 to 32 tokens, not for 3"));
  EXPECT_THAT(refusal(33, 1), HasSubstr("for 4 to 32 tokens, not for 33"));
  EXPECT_THAT(refusal(33, 1), HasSubstr("`padding`"));
  EXPECT_THAT(refusal(4, 9), HasSubstr("for 1 to 8 samples a batch, not for 9"));
}

TEST(Device, AServerTakesItsShareOfThePowerAboveIdle) {
  Device device;
  device.servers = 4;
  device.idle_power_w = 10;
  device.load_power_w = 18;
  EXPECT_EQ(active_power_w(device), 2);
}

}  // namespace
}  // namespace dimsim::model
