#include "dimsim/profile/monotone.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/profile/machine.hpp"
#include "support/small_variant.hpp"

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::profile {
namespace {

using testing::AllOf;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pointwise;
using testing::SizeIs;

constexpr double kNone = std::numeric_limits<double>::infinity();

Timing timing(double seconds, double half_width) {
  return {.median_s = seconds, .half_width = half_width, .repetitions = 9};
}

/// A point of two layers whose parts are a tenth, two fifths, two fifths and a tenth of the whole.
PointTimes point(const Shape& shape, double seconds, double half_width) {
  return {.shape = shape,
          .embedding = timing(seconds / 10, half_width),
          .layers = {timing(2 * seconds / 5, half_width), timing(2 * seconds / 5, half_width)},
          .head = timing(seconds / 10, half_width),
          .whole = timing(seconds, half_width),
          .is_settled = true};
}

/// Times over 8 and 16 tokens, batch 1 and 2.
ModelTimes times_of(const std::vector<double>& seconds, const std::vector<double>& half_widths) {
  ModelTimes times{.variant = std::make_shared<const model::Variant>(small_variant(2, 64, 4, 256, 100, 64)),
                   .tokens = {8, 16},
                   .batch = {1, 2},
                   .points = {}};
  for (std::size_t i = 0; i < seconds.size(); ++i) {
    const Shape shape{.tokens = times.tokens[i / 2], .batch = times.batch[i % 2]};
    times.points.push_back(point(shape, seconds[i], half_widths[i]));
  }
  return times;
}

TEST(MonotoneTables, KeepTimesThatAreMonotone) {
  const auto tables = monotone_tables(times_of({1, 2, 1, 3}, {0.1, 0.1, 0.1, kNone}));
  ASSERT_THAT(tables, SizeIs(2));  // the whole, and the exit of layer 1 of 2
  EXPECT_THAT(tables[0].table.seconds, ElementsAre(ElementsAre(1, 2), ElementsAre(1, 3)));
  EXPECT_EQ(tables[0].table.layers, std::nullopt);
  EXPECT_EQ(tables[1].table.layers, 1);
  EXPECT_THAT(tables[1].table.seconds[1], Pointwise(DoubleNear(1e-12), {0.6, 1.8}));
  EXPECT_EQ(tables[0].changed, 0U);
  EXPECT_EQ(describe_corrections(tables), "");
}

// 16 tokens took 1.96 s, 8 took 2 s, both ± 3 %. Weights are 1 / (0.06 s)² and 1 / (0.0588 s)², so the mean
// is (2 / 0.0036 + 1.96 / 0.00345744) / (1 / 0.0036 + 1 / 0.00345744) = 1.979596 s, within both intervals.
TEST(MonotoneTables, MoveDecreasingTimesToTheirWeightedMean) {
  const auto tables = monotone_tables(times_of({2, 5, 1.96, 6}, {0.03, 0.03, 0.03, 0.03}));
  EXPECT_THAT(tables[0].table.seconds[0], Pointwise(DoubleNear(1e-6), {1.979596, 5.0}));
  EXPECT_THAT(tables[0].table.seconds[1], Pointwise(DoubleNear(1e-6), {1.979596, 6.0}));
  EXPECT_EQ(tables[0].changed, 2U);
  EXPECT_NEAR(tables[0].largest_change, 0.020404 / 2, 1e-6);
  EXPECT_THAT(tables[0].outside, IsEmpty());
  EXPECT_THAT(describe_corrections(tables),
              HasSubstr("4 of 8 times moved by at most 1 %, within their intervals"));
}

TEST(MonotoneTables, GiveNarrowerIntervalsMoreWeight) {
  // Weights 1 / 0.01² and 1 / 0.1²: the mean of 1 and 0.95 is close to 1.
  const auto tables = monotone_tables(times_of({1, 3, 0.95, 4}, {0.01, 0.01, 0.1 / 0.95, 0.01}));
  EXPECT_NEAR(tables[0].table.seconds[0][0], (1 / 1e-4 + 0.95 / 1e-2) / (1 / 1e-4 + 1 / 1e-2), 1e-9);
  EXPECT_THAT(tables[0].outside, IsEmpty());
}

TEST(MonotoneTables, ListPointsMovedByMoreThanTheirInterval) {
  // Both move by about 0.15 s, of which ± 1 % is 0.01 s.
  const auto tables = monotone_tables(times_of({1.3, 3, 1, 4}, {0.01, 0.01, 0.01, 0.01}));
  EXPECT_THAT(tables[0].outside, ElementsAre(0, 2));
}

TEST(MonotoneTables, ListMovedPointsWithoutAnInterval) {
  const auto tables = monotone_tables(times_of({1.001, 3, 1, 4}, {0.1, 0.1, kNone, 0.1}));
  EXPECT_THAT(tables[0].outside, ElementsAre(2));
}

TEST(Settle, RepeatsNothingIfTimesStayWithinTheirIntervals) {
  ModelTimes times = times_of({2, 5, 1.96, 6}, {0.03, 0.03, 0.03, 0.03});
  settle(times, [](const Shape&) -> PointTimes { throw InvariantError("measured again"); });
  EXPECT_EQ(times.points[2].whole.median_s, 1.96) << "the measurement is kept; the tables are corrected";
}

TEST(Settle, RepeatsPointsOutsideTheirInterval) {
  ModelTimes times = times_of({1.3, 3, 1, 4}, {0.01, 0.01, 0.01, 0.01});
  std::vector<int> again;
  settle(times, [&again](const Shape& shape) {
    again.push_back(shape.tokens);
    return point(shape, shape.tokens == 8 ? 0.9 : 1.1, 0.01);
  });
  EXPECT_THAT(again, ElementsAre(8, 16));
  EXPECT_THAT(monotone_tables(times)[0].table.seconds, ElementsAre(ElementsAre(0.9, 3), ElementsAre(1.1, 4)));
}

TEST(Settle, FailsWithTheReasonAfterThreeMeasurements) {
  ModelTimes times = times_of({1.3, 3, 1, 4}, {0.01, 0.01, 0.01, 0.01});
  int measured = 0;
  try {
    settle(times, [&measured](const Shape& shape) {
      ++measured;
      return point(shape, shape.tokens == 8 ? 1.3 : 1, 0.01);
    });
    FAIL();
  } catch (const RunError& error) {
    EXPECT_THAT(
        error.what(),
        AllOf(HasSubstr("the times of small fall with tokens or batch"), HasSubstr("after 3 measurements"),
              HasSubstr("no entry is written"), HasSubstr("give more --max-seconds"),
              HasSubstr("\n  8 tokens, batch 1: 1300 ms ± 1.0 %\n  16 tokens, batch 1: 1000 ms ± 1.0 %"),
              Not(HasSubstr("batch 2"))));
  }
  EXPECT_EQ(measured, 4);  // two points, twice
}

TEST(EntryOfMachine, HasMonotoneTablesAndNotesTheCorrections) {
  const ModelTimes times = times_of({2, 5, 1.96, 6}, {0.03, 0.03, 0.03, 0.03});
  Fixed fixed;
  fixed.overhead_s = 0;
  fixed.layer_overhead_s = 0;
  const Fit found = fit(rows_of({times}), fixed);
  const DeviceEntry entry =
      entry_of_machine({times}, found, "a machine", {}, {.command = "c", .version = "v"});
  EXPECT_EQ(entry.measured[0].seconds[0][0], entry.measured[0].seconds[1][0]);
  EXPECT_THAT(entry.sources[1].second, HasSubstr("; small: 4 of 8 times moved by at most 1 %"));
}

}  // namespace
}  // namespace dimsim::profile
