#include "dimsim/base/number.hpp"

#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

namespace dimsim {
namespace {

TEST(ParseNumber, ReadsTheWholeText) {
  EXPECT_EQ(parse_number<int>("-12"), -12);
  EXPECT_EQ(parse_number<double>("1.5e3"), 1500);
  EXPECT_EQ(parse_number<double>("-inf"), -std::numeric_limits<double>::infinity());
}

TEST(ParseNumber, RefusesTextAfterTheNumber) {
  for (const char* text : {"12_old", "12 ", "1.5", "1e3"}) {
    EXPECT_EQ(parse_number<int>(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_number<double>("1.5s"), std::nullopt);
}

TEST(ParseNumber, RefusesTextsThatAreNotNumbers) {
  for (const char* text : {"", " 1", "+1", "-", "x"}) {
    EXPECT_EQ(parse_number<int>(text), std::nullopt) << text;
    EXPECT_EQ(parse_number<double>(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_number<std::uint32_t>("-1"), std::nullopt);
  EXPECT_EQ(parse_number<std::int8_t>("128"), std::nullopt);
  EXPECT_EQ(parse_number<double>("1e999"), std::nullopt);
}

}  // namespace
}  // namespace dimsim
