/// A connection's window and life, by hand.

#include "dimsim/engine/connection.hpp"

#include <gtest/gtest.h>

namespace dimsim::engine {
namespace {

constexpr std::uint64_t kSegment = 1460;
constexpr std::uint64_t kLong = 1'000'000'000;

scenario::Transport settings() {
  scenario::Transport result;
  result.initial_window = 10;
  result.slow_start = true;
  return result;
}

TEST(CongestionWindow, DoublesWhileAcknowledgementsAreAwaited) {
  CongestionWindow window;
  window.restart(settings());
  EXPECT_EQ(window.round_of(kLong, kSegment), 10 * kSegment);
  EXPECT_EQ(window.round_of(100, kSegment), 100U);
  window.grow(true);
  EXPECT_EQ(window.round_of(kLong, kSegment), 20 * kSegment);
  window.grow(true);
  EXPECT_EQ(window.round_of(kLong, kSegment), 40 * kSegment);
}

TEST(CongestionWindow, IsNoLimitOnceThePathStaysBusy) {
  CongestionWindow window;
  window.restart(settings());
  window.grow(false);
  EXPECT_EQ(window.round_of(kLong, kSegment), kLong);
  window.restart(settings());
  EXPECT_EQ(window.round_of(kLong, kSegment), 10 * kSegment);
}

TEST(CongestionWindow, IsNoLimitWithoutSlowStart) {
  scenario::Transport without = settings();
  without.slow_start = false;
  CongestionWindow window;
  window.restart(without);
  EXPECT_EQ(window.round_of(kLong, kSegment), kLong);
}

TEST(CongestionWindow, NeverWrapsAround) {
  CongestionWindow window;
  window.restart(settings());
  for (int round = 0; round < 100; ++round) {
    window.grow(true);
  }
  EXPECT_EQ(window.round_of(kLong, kSegment), kLong);
}

/// Messages of both directions have windows of their own.
TEST(Connection, EachLaneHasItsWindow) {
  Connection connection;
  connection.lane(Connection::Way::FromDevice).window.restart(settings());
  connection.lane(Connection::Way::ToDevice).window.restart(settings());
  connection.lane(Connection::Way::FromDevice).window.grow(true);
  EXPECT_EQ(connection.lane(Connection::Way::ToDevice).window.round_of(kLong, kSegment), 10 * kSegment);
}

TEST(Connection, IsClosedUntilTheDeviceHasUsedItAndAfterIdleness) {
  Connection connection;
  EXPECT_TRUE(connection.is_closed(0, 60));
  connection.on_message(Connection::Way::FromDevice, 10, 60);
  EXPECT_FALSE(connection.is_closed(70, 60));
  EXPECT_TRUE(connection.is_closed(70.001, 60));
}

TEST(Connection, AnAnswerKeepsItAliveButDoesNotOpenIt) {
  Connection connection;
  connection.on_message(Connection::Way::ToDevice, 5, 60);
  EXPECT_TRUE(connection.is_closed(6, 60));
  connection.on_message(Connection::Way::FromDevice, 10, 60);
  connection.on_message(Connection::Way::ToDevice, 50, 60);
  EXPECT_FALSE(connection.is_closed(110, 60));
  connection.on_message(Connection::Way::ToDevice, 200, 60);
  EXPECT_TRUE(connection.is_closed(201, 60));
}

TEST(Connection, HostsAmongThemselvesDoNotTouchTheDevicesConnection) {
  Connection connection;
  connection.on_message(Connection::Way::BetweenHosts, 10, 60);
  EXPECT_TRUE(connection.is_closed(11, 60));
}

}  // namespace
}  // namespace dimsim::engine
