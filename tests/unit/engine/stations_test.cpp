#include "dimsim/engine/stations.hpp"

#include <gtest/gtest.h>

namespace dimsim::engine {
namespace {

TEST(Stations, ServesFirstComeFirstServed) {
  Stations stations;
  const std::uint32_t station = stations.add(1);
  EXPECT_TRUE(stations.arrive(station, 5, 0.0));
  EXPECT_FALSE(stations.arrive(station, 2, 0.1));
  EXPECT_FALSE(stations.arrive(station, 9, 0.2));
  EXPECT_FALSE(stations.arrive(station, 0, 0.3));
  EXPECT_EQ(stations[station].waiting, 3U);
  EXPECT_EQ(stations.leave(station, 1.0), 2U);
  EXPECT_EQ(stations.leave(station, 2.0), 9U);
  EXPECT_EQ(stations.leave(station, 3.0), 0U);
  EXPECT_EQ(stations.leave(station, 4.0), kNone);
  EXPECT_EQ(stations[station].served, 4U);
  EXPECT_DOUBLE_EQ(stations[station].busy_s, 4.0);
}

TEST(Stations, QueueThatEmptiedTakesNewcomers) {
  Stations stations;
  const std::uint32_t station = stations.add(1);
  EXPECT_TRUE(stations.arrive(station, 0, 0.0));
  EXPECT_FALSE(stations.arrive(station, 1, 0.0));
  EXPECT_EQ(stations.leave(station, 1.0), 1U);
  EXPECT_FALSE(stations.arrive(station, 2, 1.5));
  EXPECT_EQ(stations.leave(station, 2.0), 2U);
  EXPECT_EQ(stations.leave(station, 3.0), kNone);
  EXPECT_TRUE(stations.arrive(station, 3, 10.0));
}

TEST(Stations, ServersWorkSideBySide) {
  Stations stations;
  const std::uint32_t station = stations.add(2);
  EXPECT_TRUE(stations.arrive(station, 0, 0.0));
  EXPECT_TRUE(stations.arrive(station, 1, 1.0));
  EXPECT_FALSE(stations.arrive(station, 2, 1.5));
  EXPECT_EQ(stations.leave(station, 2.0), 2U);
  EXPECT_EQ(stations.leave(station, 3.0), kNone);
  EXPECT_EQ(stations.leave(station, 4.0), kNone);
  EXPECT_DOUBLE_EQ(stations[station].busy_s, 2.0 + 3.0 + 1.0);
}

TEST(Stations, WindowCountsOnlyWhatHappensInIt) {
  Stations stations;
  const std::uint32_t station = stations.add(1);
  stations.arrive(station, 0, 0.0);
  stations.open_window(1.0);
  stations.arrive(station, 1, 2.0);
  stations.mark_middle();
  stations.arrive(station, 2, 3.0);
  stations.close_window(3.5);
  stations.arrive(station, 3, 3.6);
  EXPECT_DOUBLE_EQ(stations[station].window_busy_s, 2.5);
  EXPECT_EQ(stations[station].waiting_mid, 1U);
  EXPECT_EQ(stations[station].waiting_end, 2U);
}

}  // namespace
}  // namespace dimsim::engine
