/// Stations on cases small enough to compute by hand.

#include "dimsim/engine/stations.hpp"

#include "dimsim/base/error.hpp"

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::engine {
namespace {

/// One station with first in, first out.
struct Fixture {
  Stations stations;
  std::uint32_t station = 0;

  explicit Fixture(const StationMode& mode,
                   std::unique_ptr<Discipline> discipline = make_discipline("fifo", Node::map()))
      : station(stations.add(stations.add_kind(mode, std::move(discipline)))) {}

  /// Slots that begin service now.
  std::vector<std::uint32_t> begin(double now) {
    std::vector<std::uint32_t> begun;
    while (true) {
      const Pick pick = stations.next(station, now);
      if (pick.batch.empty()) {
        return begun;
      }
      begun.insert(begun.end(), pick.batch.begin(), pick.batch.end());
    }
  }
  std::vector<std::uint32_t> join(std::uint32_t slot, double now) {
    return stations.join(station, slot, now) ? std::vector<std::uint32_t>{slot} : begin(now);
  }
  std::vector<std::uint32_t> leave(double now) {
    stations.member_left(station, true);
    stations.release(station, now);
    return begin(now);
  }
  [[nodiscard]] const Stations::Station& state() const { return stations[station]; }
};

using Slots = std::vector<std::uint32_t>;

TEST(Stations, ServesFirstComeFirstServed) {
  Fixture f({.servers = 1});
  EXPECT_EQ(f.join(5, 0.0), Slots{5});
  EXPECT_EQ(f.join(2, 0.1), Slots{});
  EXPECT_EQ(f.join(9, 0.2), Slots{});
  EXPECT_EQ(f.join(0, 0.3), Slots{});
  EXPECT_EQ(f.state().waiting, 3U);
  EXPECT_EQ(f.leave(1.0), Slots{2});
  EXPECT_EQ(f.leave(2.0), Slots{9});
  EXPECT_EQ(f.leave(3.0), Slots{0});
  EXPECT_EQ(f.leave(4.0), Slots{});
  EXPECT_EQ(f.state().served, 4U);
  EXPECT_DOUBLE_EQ(f.state().busy_s, 4.0);
  EXPECT_DOUBLE_EQ(f.state().queue_s, 0.9 + 1.8 + 2.7);
}

TEST(Stations, AQueueThatEmptiedTakesNewcomers) {
  Fixture f({.servers = 1});
  EXPECT_EQ(f.join(0, 0.0), Slots{0});
  EXPECT_EQ(f.join(1, 0.0), Slots{});
  EXPECT_EQ(f.leave(1.0), Slots{1});
  EXPECT_EQ(f.join(2, 1.5), Slots{});
  EXPECT_EQ(f.leave(2.0), Slots{2});
  EXPECT_EQ(f.leave(3.0), Slots{});
  EXPECT_EQ(f.join(3, 10.0), Slots{3});
}

TEST(Stations, ServersWorkSideBySide) {
  Fixture f({.servers = 2});
  EXPECT_EQ(f.join(0, 0.0), Slots{0});
  EXPECT_EQ(f.join(1, 1.0), Slots{1});
  EXPECT_EQ(f.join(2, 1.5), Slots{});
  EXPECT_EQ(f.leave(2.0), Slots{2});
  EXPECT_EQ(f.leave(3.0), Slots{});
  EXPECT_EQ(f.leave(4.0), Slots{});
  EXPECT_DOUBLE_EQ(f.state().busy_s, 2.0 + 3.0 + 1.0);
}

TEST(Stations, TheWindowCountsOnlyWhatHappensInIt) {
  Fixture f({.servers = 1});
  f.join(0, 0.0);
  f.stations.open_window(1.0);
  f.join(1, 2.0);
  f.stations.mark_middle();
  f.join(2, 3.0);
  f.stations.close_window(3.5);
  f.join(3, 3.6);
  EXPECT_DOUBLE_EQ(f.state().window_busy_s, 2.5);
  EXPECT_EQ(f.state().waiting_mid, 1U);
  EXPECT_EQ(f.state().waiting_end, 2U);
}

/// A request that is given up leaves the others in their order, wherever in the queue it waited.
TEST(Stations, AWaitingRequestMayLeaveTheQueue) {
  for (const std::uint32_t gone : {1U, 2U, 3U}) {
    Fixture f({.servers = 1});
    for (const std::uint32_t slot : {0U, 1U, 2U, 3U}) {
      f.join(slot, 0.0);
    }
    f.stations.withdraw(f.station, gone, 2.0);
    EXPECT_EQ(f.join(4, 3.0), Slots{});
    Slots order;
    for (Slots begun = f.leave(4.0); !begun.empty(); begun = f.leave(5.0)) {
      order.push_back(begun.at(0));
    }
    Slots expected{1, 2, 3, 4};
    expected.erase(expected.begin() + gone - 1);
    EXPECT_EQ(order, expected);
    EXPECT_DOUBLE_EQ(f.state().queue_s, 2 + 4 + 5 + (5 - 3));  // the one that left, then three in turn
  }
}

TEST(Stations, MoreServersBeginWhatWaits) {
  Fixture f({.servers = 1});
  for (const std::uint32_t slot : {0U, 1U, 2U, 3U}) {
    f.join(slot, 0.0);
  }
  f.stations.set_mode(f.station, {.servers = 3}, 2.0);
  EXPECT_EQ(f.begin(2.0), (Slots{1, 2}));
  EXPECT_EQ(f.leave(5.0), Slots{3});
  EXPECT_EQ(f.leave(5.0), Slots{});
  f.stations.close(10.0);
  EXPECT_DOUBLE_EQ(f.state().busy_s, 1 * 2 + 3 * 3 + 2 * 5);
  EXPECT_DOUBLE_EQ(f.stations.ledger(f.station)->server_s, 1 * 2 + 3 * 8);
}

/// Three are served when two servers go: nobody is interrupted, and nothing begins until two have left.
TEST(Stations, FewerServersLetServicesEnd) {
  Fixture f({.servers = 3, .speed = 2});
  for (const std::uint32_t slot : {0U, 1U, 2U, 3U, 4U}) {
    f.join(slot, 0.0);
  }
  f.stations.set_mode(f.station, {.servers = 1, .speed = 2}, 1.0);
  EXPECT_EQ(f.begin(1.0), Slots{});
  EXPECT_EQ(f.state().busy, 3U);
  EXPECT_EQ(f.leave(2.0), Slots{});
  EXPECT_EQ(f.leave(3.0), Slots{});
  EXPECT_EQ(f.leave(4.0), Slots{3});
  f.stations.close(5.0);
  const StationLedger& ledger = *f.stations.ledger(f.station);
  // 3 servers until 2 s, 2 until 3 s, 1 until 5 s; a server that ends its last service counts.
  EXPECT_DOUBLE_EQ(ledger.server_s, 3 * 2 + 2 * 1 + 1 * 2);
  EXPECT_DOUBLE_EQ(ledger.work_s, 2 * ledger.server_s);
  f.stations.set_mode(f.station, {.servers = 0}, 5.0);
  EXPECT_EQ(f.leave(6.0), Slots{});
  EXPECT_EQ(f.state().waiting, 1U);
}

/// 2 W idle and 10 W busy for 3 s, then 1 W and 4 W for 2 s, then 2 W and 10 W again for 5 s.
TEST(Stations, EnergyIsIntegratedOverPowerModes) {
  Fixture f({.servers = 1, .idle_power_w = 2, .active_power_w = 10});
  EXPECT_EQ(f.stations.ledger(f.station), nullptr);
  f.join(0, 1.0);
  f.stations.set_mode(f.station, {.servers = 1, .idle_power_w = 1, .active_power_w = 4}, 3.0);
  f.leave(4.0);
  f.stations.set_mode(f.station, {.servers = 1, .idle_power_w = 2, .active_power_w = 10}, 5.0);
  f.join(1, 7.0);
  f.leave(9.0);
  f.stations.close(10.0);
  const StationLedger& ledger = *f.stations.ledger(f.station);
  EXPECT_DOUBLE_EQ(ledger.idle_j, 2 * 3 + 1 * 2 + 2 * 5);
  EXPECT_DOUBLE_EQ(ledger.active_j, 10 * 2 + 4 * 1 + 10 * 2);
}

/// Rent is billed by rental: a change of power alone does not begin another one.
TEST(Stations, RentalsLastAsLongAsThePriceDoes) {
  Fixture f({.servers = 1, .usd_per_s = 3});
  f.stations.set_mode(f.station, {.servers = 2, .usd_per_s = 3}, 4.0);
  f.stations.set_mode(f.station, {.servers = 0, .usd_per_s = 0}, 6.0);
  f.stations.set_mode(f.station, {.servers = 1, .usd_per_s = 3}, 7.0);
  f.stations.close(12.0);
  const auto& rentals = f.stations.ledger(f.station)->rentals;
  ASSERT_EQ(rentals.size(), 3U);
  EXPECT_DOUBLE_EQ(rentals[0].seconds, 6);
  EXPECT_EQ(rentals[0].usd_per_s, 3);
  EXPECT_DOUBLE_EQ(rentals[1].seconds, 1);
  EXPECT_EQ(rentals[1].usd_per_s, 0);
  EXPECT_DOUBLE_EQ(rentals[2].seconds, 5);
}

struct WindowCase {
  double change_s;  ///< from one server to three
  double expected_s;
};

class WindowCapacity : public testing::TestWithParam<WindowCase> {};

/// The window is open from 2 s to 6 s.
TEST_P(WindowCapacity, IsThatOfTheServersInIt) {
  Fixture f({.servers = 1});
  std::optional<double> change = GetParam().change_s;
  const auto change_until = [&](double date_s) {
    if (change && *change <= date_s) {
      f.stations.set_mode(f.station, {.servers = 3}, *change);
      change.reset();
    }
  };
  change_until(2);
  f.stations.open_window(2);
  change_until(6);
  f.stations.close_window(6);
  change_until(10);
  f.stations.close(10);
  EXPECT_DOUBLE_EQ(f.stations.ledger(f.station)->window_server_s, GetParam().expected_s);
  EXPECT_DOUBLE_EQ(f.stations.ledger(f.station)->window_work_s, GetParam().expected_s);
}

INSTANTIATE_TEST_SUITE_P(Changes, WindowCapacity,
                         testing::Values(WindowCase{1, 12}, WindowCase{5, 1 * 3 + 3 * 1}, WindowCase{7, 4}));

/// A change of one station leaves those of its kind alone.
TEST(Stations, AModeBelongsToOneStation) {
  Stations stations;
  const std::uint32_t kind = stations.add_kind({.servers = 1}, make_discipline("fifo", Node::map()));
  const std::uint32_t changed = stations.add(kind);
  const std::uint32_t other = stations.add(kind);
  stations.set_mode(changed, {.servers = 4}, 1);
  EXPECT_EQ(stations.mode(changed).servers, 4U);
  EXPECT_EQ(stations.mode(other).servers, 1U);
  EXPECT_EQ(stations.ledger(other), nullptr);
}

/// Two at a time, or one that has waited for a second.
class Pairs : public Discipline {
 public:
  Pick pick(const Queue& queue, double now) override {
    batch_ = {queue.first(), queue[queue.first()].next};
    if (queue.size() >= 2) {
      return {.batch = batch_};
    }
    const double due_s = queue[queue.first()].since_s + 1;
    if (now >= due_s) {
      return {.batch = {batch_.data(), 1}};
    }
    return {.batch = {}, .wake_s = due_s};
  }

 private:
  std::array<std::uint32_t, 2> batch_{};
};

TEST(Disciplines, MayServeBatchesAndNameADateToBeAskedAgain) {
  Fixture f({.servers = 1}, std::make_unique<Pairs>());
  EXPECT_FALSE(f.stations.join(f.station, 7, 3.0));
  const Pick later = f.stations.next(f.station, 3.0);
  EXPECT_TRUE(later.batch.empty());
  EXPECT_EQ(later.wake_s, 4.0);
  EXPECT_EQ(f.join(8, 3.5), (Slots{7, 8}));
  EXPECT_EQ(f.state().busy, 1U);
  EXPECT_EQ(f.join(9, 3.6), Slots{});
  f.stations.release(f.station, 4.0);
  EXPECT_EQ(f.stations.next(f.station, 4.0).wake_s, 4.6);
  EXPECT_EQ(f.begin(4.6), Slots{9});
}

TEST(Disciplines, AreDocumentedAndFoundByTheirNames) {
  for (const DisciplineEntry& entry : disciplines()) {
    EXPECT_FALSE(entry.summary.empty());
    EXPECT_FALSE(entry.rule.empty());
    EXPECT_NE(make_discipline(entry.name, Node::map()), nullptr);
  }
  EXPECT_THROW(static_cast<void>(make_discipline("by-colour", Node::map())), InvariantError);
}

}  // namespace
}  // namespace dimsim::engine
