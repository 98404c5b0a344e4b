// The values of ranges of a sweep, compared with the closed forms from + i (to - from) / (N - 1) and from (to
// / from)^(i / (N - 1)).
#include "dimsim/plan/sweep_range.hpp"

#include "dimsim/language/range.hpp"
#include "unit/plan/sweep_fixture.hpp"

#include <cmath>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::plan {
namespace {

namespace test = scenario::test;

using language::check_range_text;
using language::range_values;
using test::Sweep;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(SweepRange, HasTheUnitOfItsFirstEndAndBothEndsAsWritten) {
  EXPECT_THAT(range_values("1Mbps..100Mbps/log/9", false),
              ElementsAre("1Mbps", "1.77828Mbps", "3.16228Mbps", "5.62341Mbps", "10Mbps", "17.7828Mbps",
                          "31.6228Mbps", "56.2341Mbps", "100Mbps"));
  EXPECT_THAT(range_values("0 ms..0.010 s/lin/3", false), ElementsAre("0 ms", "5 ms", "0.010 s"));
  EXPECT_THAT(range_values("2%..0.1/lin/3", false), ElementsAre("2%", "6%", "0.1"));
  EXPECT_THAT(range_values("6 /min..1 /s / log / 3", false), ElementsAre("6 /min", "18.9737 /min", "1 /s"));
  EXPECT_THAT(range_values("1e6..3e6/lin/3", false), ElementsAre("1e6", "2000000", "3e6"));
}

TEST(SweepRange, MayDescend) {
  EXPECT_THAT(range_values("1..-1/lin/5", false), ElementsAre("1", "0.5", "0", "-0.5", "-1"));
  EXPECT_THAT(range_values("100..1/log/3", false), ElementsAre("100", "10", "1"));
}

/// Rounding to 6 digits has an error of at most half a unit of the sixth.
TEST(SweepRange, HasValuesExactToSixDigits) {
  const std::vector<std::string> values = range_values("3..7000/log/101", false);
  ASSERT_EQ(values.size(), 101U);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double exact = 3 * std::pow(7000.0 / 3, static_cast<double>(i) / 100);
    EXPECT_NEAR(std::stod(values[i]) / exact, 1, 5e-6);
  }
}

TEST(SweepRange, OfWholeNumbersDropsRepeatedValues) {
  EXPECT_THAT(range_values("1..100/log/9", true),
              ElementsAre("1", "2", "3", "6", "10", "18", "32", "56", "100"));
  EXPECT_THAT(range_values("1..4/lin/7", true), ElementsAre("1", "2", "3", "4"));
  EXPECT_THAT(range_values("-1..1/lin/5", true), ElementsAre("-1", "0", "1"));
}

TEST(SweepRange, RefusesWrongTextsWithTheReason) {
  const auto message = [](const char* text) {
    const auto complaint = check_range_text(text);
    return complaint ? complaint->message + " | " + complaint->hint : "";
  };
  for (const char* malformed : {"", "/", "//", "..", "1..2", "1..2/3", "1../lin", "1..2/exp/3", "1 /s..2 /s",
                                "lin/3", "1..2/Lin/3", "1/lin/3..2"}) {
    EXPECT_THAT(message(malformed), HasSubstr("expected a list of values, or a range FROM..TO/lin/N"));
  }
  EXPECT_THAT(message("5Mbps"), HasSubstr("write [5Mbps] for one value"));
  for (const char* end : {"x..2/lin/3", "1../lin/3", "..2/lin/3", "nan..2/lin/3", "1..inf/log/3",
                          "1..1e999/lin/3", "1 apple..2 apple/lin/2", "1..2..3/lin/4"}) {
    EXPECT_THAT(message(end), HasSubstr("expected a number with its unit"));
  }
  for (const char* count : {"1..2/lin/1", "1..2/lin/0", "1..2/lin/-3", "1..2/lin/", "1..2/lin/2.5",
                            "1..2/lin/20001", "1..2/lin/99999999999999999999"}) {
    EXPECT_THAT(message(count), HasSubstr("expected 2 to 20000"));
  }
  EXPECT_THAT(message("1Mbps..2s/lin/3"), HasSubstr("goes from B/s to s"));
  EXPECT_THAT(message("1..2s/lin/3"), HasSubstr("goes from a plain number to s"));
  EXPECT_THAT(message("0..2/log/3"), HasSubstr("expected both ends to be greater than 0"));
  EXPECT_THAT(message("-2..-1/log/3"), HasSubstr("expected both ends to be greater than 0"));
  EXPECT_THAT(message("1Mbps..1000kbps/lin/3"), HasSubstr("has two equal ends"));
  EXPECT_EQ(message("0..2/lin/20000"), "");
}

TEST_F(Sweep, RangesOfOneAxisChangeTogether) {
  const std::vector<Point> points = load_with(R"(sweep:
  load:
    workload.rate: 1 /s..4 /s/log/3
    network.access.bandwidth.up: 5 Mbps..1 Mbps/lin/3
)");
  ASSERT_EQ(points.size(), 3U);
  EXPECT_EQ(points[1].scenario.workload.rate_per_s, 2);
  EXPECT_EQ(points[1].scenario.network.access.up_bytes_per_s, 375'000);
  EXPECT_EQ(points[2].scenario.network.access.up_bytes_per_s, 125'000);
  EXPECT_EQ(points[1].description.labels[0].number, 2);
  EXPECT_THAT(refusal("sweep: {a: {workload.rate: 1 /s..2 /s/lin/3, seed: 1..2/lin/3}}\n").at(0).message,
              HasSubstr("2 values for 'seed', but 3 for 'workload.rate'"));
}

/// The type is found through names of items, entries, policies and a platform.
TEST_F(Sweep, RangesGetTheTypeOfTheirPath) {
  EXPECT_THAT(labels(load_with("sweep: {a: {deployment.tiers.mobile.hosts.phone.count: 1..3/log/5}}\n")),
              ElementsAre("1", "2", "3"));
  EXPECT_THAT(
      labels(load_with("sweep: {a: {deployment.tiers.cloud.hosts.gpu.device.servers: 1..3/lin/4}}\n")),
      ElementsAre("1", "2", "3"));
  EXPECT_THAT(labels(load_with("sweep: {a: {cost.layer: 1..3/lin/5}}\n")),
              ElementsAre("1", "1.5", "2", "2.5", "3"));
  EXPECT_THAT(
      labels(load_with("sweep: {a: {policies.patience.patience: 1..3/lin/4}}\n", {"policies.0=patience"})),
      ElementsAre("1", "2", "3"));
}

TEST_F(Sweep, ResolvedTextKeepsTheRange) {
  const std::vector<Point> points = load_with("sweep: {load: {workload.rate: 1 /s..9 /s/lin/9}}\n");
  EXPECT_THAT(settings_.resolved_yaml, HasSubstr("1 /s..9 /s/lin/9"));
  std::ofstream(folder_ / "again.yaml") << settings_.resolved_yaml;
  const std::vector<Point> again = load_study(folder_ / "again.yaml").points;
  ASSERT_EQ(again.size(), 9U);
  for (std::size_t i = 0; i < again.size(); ++i) {
    EXPECT_EQ(again[i].description.yaml, points[i].description.yaml);
  }
}

/// Once at the range, and not for every value.
TEST_F(Sweep, ReportsAFaultyEndOfARangeOnce) {
  const auto unit = refusal("sweep:\n  a: {workload.rate: 1..9/lin/9}\n");
  ASSERT_EQ(unit.size(), 1U);
  EXPECT_THAT(unit[0].message, HasSubstr("sweep.a.workload.rate: '1' has no unit"));
  EXPECT_EQ(unit[0].place.line, 17);
  EXPECT_EQ(unit[0].place.column, 22);
  const auto fraction = refusal("sweep: {a: {seed: 1..9.5/lin/9}}\n");
  ASSERT_EQ(fraction.size(), 1U);
  EXPECT_THAT(fraction[0].message, HasSubstr("found '9.5'; expected a whole number"));
  const auto key = refusal("sweep: {a: {workload.rates: 1 /s..9 /s/lin/9}}\n");
  ASSERT_EQ(key.size(), 1U);
  EXPECT_EQ(key[0].hint, "did you mean 'rate'?");
}

}  // namespace
}  // namespace dimsim::plan
