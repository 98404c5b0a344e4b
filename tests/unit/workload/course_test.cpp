/// Values over time, against integrals and dates computed by hand.

#include "dimsim/workload/course.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/random.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::workload {
namespace {

/// 2 during [0, 1), 0 during [1, 3), 5 during [3, 4).
std::vector<Course::Step> steps() { return {{0, 2}, {1, 0}, {3, 5}}; }

Course held() { return Course(steps(), {}); }
Course repeated(double offset_s = 0, double scale = 1) {
  return Course(steps(), {.end = Course::End::Repeat, .length_s = 4, .offset_s = offset_s, .scale = scale});
}

TEST(Course, AConstantNeverChanges) {
  const Course course = 3;
  EXPECT_TRUE(course.is_constant());
  EXPECT_EQ(course.value_at(1e9), 3);
  EXPECT_TRUE(std::isinf(course.next_change(0).date_s));
  EXPECT_EQ(course.integral(2, 7), 15);
  EXPECT_EQ(course.date_of_integral(2, 15), 7);
  EXPECT_TRUE(std::isinf(Course(0).date_of_integral(0, 1)));
}

TEST(Course, StepsOfOneValueAreAConstant) {
  EXPECT_TRUE(Course({{0, 4}, {1, 4}, {2, 4}}, {}).is_constant());
  EXPECT_TRUE(std::isinf(
      Course({{0, 4}, {1, 4}}, {.end = Course::End::Repeat, .length_s = 2}).next_change(0).date_s));
}

TEST(Course, AStepIsValidFromItsDateOn) {
  EXPECT_EQ(held().value_at(0), 2);
  EXPECT_EQ(held().value_at(std::nextafter(1.0, 0)), 2);
  EXPECT_EQ(held().value_at(1), 0);
  EXPECT_EQ(held().value_at(3), 5);
}

TEST(Course, TheLastStepIsHeldOrTheStepsAreRepeated) {
  EXPECT_EQ(held().value_at(4.5), 5);
  EXPECT_EQ(held().value_at(1e6), 5);
  EXPECT_TRUE(std::isinf(held().next_change(3).date_s));
  EXPECT_EQ(repeated().value_at(4.5), 2);
  EXPECT_EQ(repeated().value_at(4e6 + 3.5), 5);
  EXPECT_EQ(repeated().next_change(3).date_s, 4);
  EXPECT_EQ(repeated().next_change(3).value, 2);
}

TEST(Course, TheOffsetMovesTheStepsAndTheScaleTheirValues) {
  const Course course = repeated(3.5, 10);  // 50 until 0.5, 20 until 1.5, 0 until 3.5
  EXPECT_EQ(course.value_at(0), 50);
  EXPECT_EQ(course.value_at(0.5), 20);
  EXPECT_EQ(course.value_at(1.5), 0);
  EXPECT_EQ(course.value_at(3.5), 50);
  EXPECT_EQ(course.next_change(0).date_s, 0.5);
  EXPECT_EQ(course.integral(0, 2), 50 * 0.5 + 20 * 1);
}

TEST(Course, TheIntegralAddsUpTheSteps) {
  EXPECT_EQ(held().integral(0.5, 0.75), 0.5);
  EXPECT_EQ(held().integral(0.5, 3.5), 2 * 0.5 + 0 + 5 * 0.5);
  EXPECT_EQ(held().integral(0, 10), 2 + 0 + 5 * 7);
  EXPECT_EQ(repeated().integral(0, 4), 7);
  EXPECT_EQ(repeated().integral(3.5, 12.5), 2.5 + 2 * 7 + 1);
  EXPECT_EQ(repeated().integral(2, 2), 0);
}

/// 10 units of work: 2 in the first second, none in the next two, 5 in the fourth, 2 in the fifth, and the
/// last one 0.2 s after 7 s.
TEST(Course, TheDateOfAnIntegralSkipsPauses) {
  EXPECT_EQ(held().date_of_integral(0, 7), 4);
  EXPECT_EQ(held().date_of_integral(0, 2), 1);
  EXPECT_EQ(held().date_of_integral(0.5, 3.5), 3.5);
  EXPECT_NEAR(repeated().date_of_integral(0, 10), 7.2, 1e-12);
  EXPECT_NEAR(repeated().date_of_integral(0.5, 7e6), 4e6 + 0.5, 1e-3);
  EXPECT_TRUE(std::isinf(Course({{0, 1}, {1, 0}}, {}).date_of_integral(0, 1.5)));
}

/// Following the changes gives each value once, however the dates are rounded.
TEST(Course, ChangesAndValuesAgreeAfterVeryManyRepetitions) {
  const Course course({{0, 1}, {0.1, 2}, {0.3, 3}},
                      {.end = Course::End::Repeat, .length_s = 0.7, .offset_s = 0.123});
  double date_s = 12'345'678.9;
  double value = course.value_at(date_s);
  for (int change = 0; change < 1000; ++change) {
    const Course::Change next = course.next_change(date_s);
    ASSERT_GT(next.date_s, date_s);
    ASSERT_EQ(course.value_at(next.date_s), next.value);
    ASSERT_EQ(course.value_at(std::nextafter(next.date_s, 0)), value);
    ASSERT_EQ(next.value, value == 3 ? 1 : value + 1);
    date_s = next.date_s;
    value = next.value;
  }
}

/// The date of an integral is the inverse of the integral, on random courses.
TEST(Course, DateAndIntegralAreInverse) {
  const RandomStream random(1, 0, Purpose::Policy, 0);
  std::uint64_t draw = 0;
  for (int repeat = 0; repeat < 200; ++repeat) {
    std::vector<Course::Step> pattern;
    for (double from_s = 0; from_s < 5; from_s += 0.1 + random.uniform(draw++)) {
      pattern.push_back({from_s, std::floor(4 * random.uniform(draw++))});
    }
    pattern.front().value = 1;  // so that the integral is unbounded
    const Course course(pattern, {.end = Course::End::Repeat, .length_s = 7, .offset_s = 3});
    const double from_s = 20 * random.uniform(draw++);
    const double amount = 50 * random.uniform(draw++);
    const double date_s = course.date_of_integral(from_s, amount);
    EXPECT_NEAR(course.integral(from_s, date_s), amount, 1e-11);
  }
}

TEST(Course, InvalidStepsAreADefect) {
  EXPECT_THROW(Course({}, {}), InvariantError);
  EXPECT_THROW(Course({{1, 2}}, {}), InvariantError);
  EXPECT_THROW(Course({{0, 2}, {2, 3}, {1, 4}}, {}), InvariantError);
  EXPECT_THROW(Course({{0, 2}, {2, NAN}}, {}), InvariantError);
  EXPECT_THROW(Course(steps(), {.end = Course::End::Repeat, .length_s = 3}), InvariantError);
  EXPECT_THROW(Course(steps(), {.offset_s = -1}), InvariantError);
}

}  // namespace
}  // namespace dimsim::workload
