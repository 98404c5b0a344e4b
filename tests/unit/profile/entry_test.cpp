#include "dimsim/profile/entry.hpp"

#include "dimsim/language/units.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::profile {
namespace {

using testing::HasSubstr;

DeviceEntry laptop() {
  return {
      .description = "A \"laptop\"",
      .compute =
          {{model::Precision::Fp32,
            {.overhead_s = 0, .layer_overhead_s = 1.2e-4, .flops_per_s = 38.2e9, .memory_bytes_per_s = 12e9}},
           {model::Precision::Int8, {.overhead_s = 2, .layer_overhead_s = 0, .flops_per_s = 1.5e12}}},
      .measured = {{.model = "bert-base",
                    .precision = model::Precision::Fp32,
                    .layers = std::nullopt,
                    .tokens = {16, 32},
                    .batch = {1, 4},
                    .seconds = {{0.030, 0.110}, {0.115, 1.450}}},
                   {.model = "bert-base",
                    .precision = model::Precision::Fp32,
                    .layers = 6,
                    .tokens = {16},
                    .batch = {1},
                    .seconds = {{0.0150004}}}},
      .servers = 1,
      .idle_power_w = 5,
      .load_power_w = 15.5,
      .sources = {{"compute", "Fit: \\o/\nnext line"}, {"power", "assumed: nobody measured it"}}};
}

TEST(DeviceEntry, IsReadableByTheCatalogue) {
  EXPECT_EQ(to_yaml(laptop()), R"(description: "A \"laptop\""
compute:
  precision: fp32
  fp32: {overhead: 0 s, layer_overhead: 120 us, rate: 38.2 GFLOP/s, memory_bandwidth: 12 GB/s}
  int8: {overhead: 2 s, layer_overhead: 0 s, rate: 1.5 TFLOP/s}
measured:
  - {model: bert-base, precision: fp32, tokens: [16, 32], batch: [1, 4], times: [[30 ms, 110 ms], [115 ms, 1.45 s]]}
  - {model: bert-base, precision: fp32, layers: 6, tokens: [16], batch: [1], times: [[15 ms]]}
servers: 1
power: {idle: 5 W, load: 15.5 W}
sources:
  compute: "Fit: \\o/ next line"
  power: "assumed: nobody measured it"
)");
}

TEST(DeviceEntry, OmitsTablesIfThereAreNone) {
  DeviceEntry entry = laptop();
  entry.measured.clear();
  EXPECT_THAT(to_yaml(entry), testing::Not(HasSubstr("measured:")));
}

// Five digits: 5e-6 relative.
TEST(DeviceEntry, HasFiveDigitsAndUnitsOfTheLanguage) {
  DeviceEntry entry = laptop();
  entry.measured.clear();
  entry.compute = {{model::Precision::Fp16,
                    {.overhead_s = 1.23456789e-5,
                     .layer_overhead_s = 9.999999e-4,
                     .flops_per_s = 9.87654321e8,
                     .memory_bytes_per_s = 2.0394e12}}};
  EXPECT_THAT(to_yaml(entry),
              HasSubstr("fp16: {overhead: 12.346 us, layer_overhead: 1 ms, rate: 987.65 MFLOP/s, "
                        "memory_bandwidth: 2.0394 TB/s}"));
  EXPECT_NEAR(parse_quantity("987.65 MFLOP/s", Dimension::Compute) / 9.87654321e8, 1, 5e-6);
  EXPECT_NEAR(parse_quantity("2.0394 TB/s", Dimension::Bandwidth), 2.0394e12, 1);
  EXPECT_NEAR(parse_quantity("12.346 us", Dimension::Time), 1.2346e-5, 1e-12);
}

}  // namespace
}  // namespace dimsim::profile
