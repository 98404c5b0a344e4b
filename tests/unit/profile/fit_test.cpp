#include "dimsim/profile/fit.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/random.hpp"

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::profile {
namespace {

using testing::HasSubstr;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::shared_ptr<const model::Variant> bert(int layers, int hidden) {
  model::Variant variant;
  variant.name = "bert-" + std::to_string(layers);
  variant.layers = layers;
  variant.hidden = hidden;
  variant.heads = hidden / 64;
  variant.feed_forward = 4 * hidden;
  variant.vocabulary = 30522;
  variant.embedding = hidden;
  return std::make_shared<const model::Variant>(variant);
}

Measurement row_of(const std::shared_ptr<const model::Variant>& variant, int tokens, int batch) {
  Measurement row;
  row.device = "box";
  row.variant = variant;
  row.tokens = tokens;
  row.batch = batch;
  row.precision = model::Precision::Fp16;
  return row;
}

/// Rows of a device with these parameters, with relative noise of the given standard deviation.
std::vector<Measurement> rows_of(const Parameters& parameters, const std::vector<int>& batches = {1, 8},
                                 double noise = 0) {
  const RandomStream random(3, 0, Purpose::Sample, 1);
  std::vector<Measurement> rows;
  for (const auto& variant : {bert(12, 768), bert(24, 1024), bert(6, 768)}) {
    for (const int tokens : {16, 64, 128, 384}) {
      for (const int batch : batches) {
        Measurement row = row_of(variant, tokens, batch);
        row.seconds = predicted_s(parameters, row) * (1 + noise * random.normal(rows.size()));
        rows.push_back(row);
      }
    }
  }
  return rows;
}

void expect_near(const Parameters& found, const Parameters& wanted, double tolerance) {
  EXPECT_NEAR(found.overhead_s / wanted.overhead_s, 1, tolerance);
  EXPECT_NEAR(found.layer_overhead_s / wanted.layer_overhead_s, 1, tolerance);
  EXPECT_NEAR(found.flops_per_s / wanted.flops_per_s, 1, tolerance);
  if (std::isfinite(wanted.memory_bytes_per_s)) {
    EXPECT_NEAR(found.memory_bytes_per_s / wanted.memory_bytes_per_s, 1, tolerance);
  } else {
    EXPECT_EQ(found.memory_bytes_per_s, kInfinity);
  }
}

constexpr Parameters kComputeBound{.overhead_s = 2e-3, .layer_overhead_s = 1e-4, .flops_per_s = 40e9};
// Ridge point 65e12 / 300e9 = 217 FLOP per byte: in fp16, layers of 16 to 128 tokens are memory-bound.
constexpr Parameters kGpu{
    .overhead_s = 1e-4, .layer_overhead_s = 2e-5, .flops_per_s = 65e12, .memory_bytes_per_s = 300e9};

// 1e-6: the columns' condition, some 1e4, times the rounding of sums of 25 terms.
TEST(Fit, RecoversTheParametersBehindExactRows) {
  const Fit found = fit(rows_of(kComputeBound), {});
  expect_near(found.parameters, kComputeBound, 1e-6);
  EXPECT_LT(fit_error(found).worst, 1e-9);
  EXPECT_LT(left_out_error(found).worst, 1e-6);
  EXPECT_EQ(left_out_error(found).rows, 24U);
  EXPECT_TRUE(found.notes.empty());
}

TEST(Fit, RecoversAMemoryBandwidth) {
  const Fit found = fit(rows_of(kGpu), {});
  expect_near(found.parameters, kGpu, 1e-6);
  EXPECT_LT(left_out_error(found).worst, 1e-6);
}

// With noise of 3 % in each of 24 rows the rate, which all longer rows share, is known to some 3 % / √12 =
// 0.9 %, the overheads, which only the short rows show, to some 3 % × time / overhead: 10 % and 40 %.
TEST(Fit, RecoversTheParametersWithinTheNoise) {
  const Fit found = fit(rows_of(kComputeBound, {1, 8}, 0.03), {});
  EXPECT_NEAR(found.parameters.flops_per_s / kComputeBound.flops_per_s, 1, 0.04);
  EXPECT_EQ(found.parameters.memory_bytes_per_s, kInfinity);
  EXPECT_LT(fit_error(found).median, 0.03);
  EXPECT_LT(fit_error(found).worst, 0.12);  // 4 standard deviations
  EXPECT_GT(left_out_error(found).worst, fit_error(found).worst);
}

TEST(Fit, KeepsFixedParameters) {
  const Fit found = fit(rows_of(kGpu), {.overhead_s = 5e-4,
                                        .layer_overhead_s = std::nullopt,
                                        .flops_per_s = std::nullopt,
                                        .memory_bytes_per_s = 200e9});
  EXPECT_EQ(found.parameters.overhead_s, 5e-4);
  EXPECT_EQ(found.parameters.memory_bytes_per_s, 200e9);
  const Fit rest = fit(rows_of(kGpu), {.overhead_s = kGpu.overhead_s,
                                       .layer_overhead_s = std::nullopt,
                                       .flops_per_s = std::nullopt,
                                       .memory_bytes_per_s = kGpu.memory_bytes_per_s});
  expect_near(rest.parameters, kGpu, 1e-6);
}

TEST(Fit, ComparesCheckRowsWithoutFittingThem) {
  std::vector<Measurement> rows = rows_of(kComputeBound);
  rows[5].is_check = true;
  rows[5].seconds *= 2;
  const Fit found = fit(rows, {});
  expect_near(found.parameters, kComputeBound, 1e-6);
  EXPECT_EQ(check_error(found).rows, 1U);
  EXPECT_NEAR(found.rows[5].deviation(), -0.5, 1e-9);
  EXPECT_FALSE(found.rows[5].left_out_deviation());
  EXPECT_EQ(fit_error(found).rows, 23U);
  EXPECT_LT(left_out_error(found).worst, 1e-6);  // each of the others has its own
}

TEST(Fit, LeavesEachRowOutInTurn) {
  // One unknown: the rate. Relative least squares of two equal works, a = 1 s and b = 2 s.
  std::vector<Measurement> rows{row_of(bert(12, 768), 128, 1), row_of(bert(12, 768), 128, 1)};
  rows[0].seconds = 1;
  rows[1].seconds = 2;
  const Fit found = fit(rows, {.overhead_s = 0,
                               .layer_overhead_s = 0,
                               .flops_per_s = std::nullopt,
                               .memory_bytes_per_s = std::nullopt});
  EXPECT_NEAR(*found.rows[0].left_out_s, 2, 1e-9);
  EXPECT_NEAR(*found.rows[1].left_out_s, 1, 1e-9);
  // t minimises (t − 1)² + (t/2 − 1)²: t = (1 + 1/2) / (1 + 1/4) = 1.2.
  EXPECT_NEAR(found.rows[0].predicted_s, 1.2, 1e-9);
}

TEST(Fit, FitsOnlyALayerOverheadToRowsOfOneDepth) {
  std::vector<Measurement> rows;
  for (const int tokens : {16, 128, 384}) {
    Measurement row = row_of(bert(12, 768), tokens, 1);
    row.seconds = predicted_s({.overhead_s = 0.012, .layer_overhead_s = 0, .flops_per_s = 1e11}, row);
    rows.push_back(row);
  }
  const Fit found = fit(rows, {});
  EXPECT_EQ(found.parameters.overhead_s, 0);
  EXPECT_NEAR(found.parameters.layer_overhead_s, 0.001, 1e-9);
  ASSERT_EQ(found.notes.size(), 1U);
  EXPECT_THAT(found.notes[0], HasSubstr("12 layers"));
  const Fit with_overhead = fit(rows, {.overhead_s = std::nullopt,
                                       .layer_overhead_s = 0,
                                       .flops_per_s = std::nullopt,
                                       .memory_bytes_per_s = std::nullopt});
  EXPECT_NEAR(with_overhead.parameters.overhead_s, 0.012, 1e-8);
}

std::string refusal(const std::vector<Measurement>& rows) {
  try {
    static_cast<void>(fit(rows, {}));
    return "nothing was thrown";
  } catch (const InputError& error) {
    return error.what();
  }
}

TEST(Fit, RefusesTooFewRowsWithTheNumberItNeeds) {
  std::vector<Measurement> rows = rows_of(kComputeBound);
  EXPECT_EQ(refusal({rows[0]}),
            "error: device 'box' has 1 row to fit to in fp16; at least 2 are needed for layer overhead and "
            "rate\n  hint: add rows, or fix a parameter: --overhead 0s --layer-overhead 0s");
  EXPECT_THAT(refusal({rows[0], rows[8]}), HasSubstr("2 rows to fit to in fp16; at least 3 are needed for "
                                                     "overhead, layer overhead and rate"));
  rows[0].is_check = true;
  EXPECT_THAT(refusal({rows[0]}), HasSubstr("0 rows"));
}

TEST(Fit, NotesAFitThatIsExactByConstruction) {
  const std::vector<Measurement> rows = rows_of(kComputeBound);
  const Fit found = fit({rows[0], rows[4], rows[9]}, {});
  EXPECT_LT(fit_error(found).worst, 1e-9);
  EXPECT_EQ(left_out_error(found).rows, 0U);
  ASSERT_FALSE(found.notes.empty());
  EXPECT_THAT(found.notes.back(), HasSubstr("no more rows than parameters"));
}

TEST(Fit, NotesParametersThatTheRowsHardlyDistinguish) {
  // Two models of equal layers and one shape: work in proportion to the layers but for the head.
  std::vector<Measurement> rows;
  for (const int layers : {3, 6, 9, 12}) {
    rows.push_back(row_of(bert(layers, 768), 128, 1));
    rows.back().seconds = predicted_s(kComputeBound, rows.back());
  }
  const Fit found = fit(rows, {});
  ASSERT_EQ(found.notes.size(), 1U);
  EXPECT_THAT(found.notes[0], HasSubstr("hardly distinguish overhead, layer overhead and rate"));
  EXPECT_LT(fit_error(found).worst, 1e-6);
}

TEST(Fit, RefusesTimesThatDoNotGrowWithTheWork) {
  std::vector<Measurement> rows = rows_of(kComputeBound);
  for (Measurement& row : rows) {
    row.seconds = 1e-3 * row.variant->layers;
  }
  EXPECT_THAT(refusal(rows), HasSubstr("do not grow with the work"));
}

}  // namespace
}  // namespace dimsim::profile
