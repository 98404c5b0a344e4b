/// The integral of a capacity over time, by hand.

#include "dimsim/engine/link_capacities.hpp"

#include <gtest/gtest.h>

namespace dimsim::engine {
namespace {

constexpr double kNominal = 1e6;

TEST(LinkCapacities, LinkThatNeverChangesIsCapacityTimesDuration) {
  LinkCapacities capacities(1);
  capacities.open_window(1);
  capacities.close_window(4);
  capacities.close(5);
  EXPECT_EQ(capacities.window_bytes(7, kNominal, 3), 3e6);
  EXPECT_TRUE(capacities.differences()[0].amounts().empty());
}

/// 1 MB/s until 2 s, an outage until 3 s, 3 MB/s until 3.5 s, 1 MB/s again; the window is 1 s to 4 s.
TEST(LinkCapacities, ChangesInTheWindowAreIntegrated) {
  LinkCapacities capacities(2);
  capacities.open_window(1);
  capacities.change(7, 1, kNominal, kNominal, 0, 2);
  capacities.change(7, 1, kNominal, 0, 3e6, 3);
  capacities.change(7, 1, kNominal, 3e6, kNominal, 3.5);
  capacities.close_window(4);
  capacities.close(5);
  EXPECT_DOUBLE_EQ(capacities.window_bytes(7, kNominal, 3), 1e6 + 0 + 1.5e6 + 0.5e6);
  EXPECT_EQ(capacities.window_bytes(6, kNominal, 3), 3e6);
  TimeBins differences = capacities.differences()[1];
  differences.widen_to(1);
  ASSERT_GE(differences.amounts().size(), 4U);
  EXPECT_DOUBLE_EQ(differences.amounts()[1], 0);
  EXPECT_DOUBLE_EQ(differences.amounts()[2], -1e6);
  EXPECT_DOUBLE_EQ(differences.amounts()[3], 1e6);
  EXPECT_TRUE(capacities.differences()[0].amounts().empty());
}

/// Changes before the window count only from its beginning on, and those after it not at all.
TEST(LinkCapacities, ChangesOutsideOfTheWindowDoNotCount) {
  LinkCapacities before(1);
  before.change(0, 0, kNominal, kNominal, 2e6, 0.5);
  before.open_window(1);
  before.close_window(3);
  before.close(9);
  EXPECT_DOUBLE_EQ(before.window_bytes(0, kNominal, 2), 4e6);
  LinkCapacities behind(1);
  behind.open_window(1);
  behind.close_window(3);
  behind.change(0, 0, kNominal, kNominal, 2e6, 4);
  behind.close(9);
  EXPECT_DOUBLE_EQ(behind.window_bytes(0, kNominal, 2), 2e6);
}

}  // namespace
}  // namespace dimsim::engine
