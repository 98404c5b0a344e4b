/// What changes while events and transfers are pending: cancellation, interruption, capacities. The dates are
/// worked out by hand.

#include "dimsim/base/error.hpp"
#include "dimsim/platform/kernel.hpp"
#include "support/kernel_notes.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::platform {
namespace {

using Outcome = Kernel::Outcome;

constexpr double kExact = 1e-12;      // [s]
constexpr double kSimGrid = 1e-8;     // surf/precision and the rounding to 1/1024 byte [s]
constexpr std::uint64_t kMany = 100;  // tokens from here on are steps, not transfers

/// Phones with an access link of 1 MB/s each, over one backhaul of 1 MB/s and a WAN of 1 MB/s. `when` says
/// what to do at a date; the dates at which transfers end are in `ended`.
class Changes : public testing::Test {
 protected:
  Changes() {
    for (int phone = 0; phone < 4; ++phone) {
      access.push_back(kernel.add_link(1e6));
      phones.push_back(kernel.add_endpoint({access.back()}, {}));
    }
    here = kernel.add_endpoint({}, {});
    metro = kernel.add_endpoint({}, {backhaul});
    cloud = kernel.add_endpoint({}, {backhaul, wan});
    kernel.seal();
  }

  void when(double date, std::function<void()> step) {
    steps.push_back(std::move(step));
    kernel.at(date, kMany + steps.size() - 1, 0);
  }
  /// Phone `token` sends.
  Kernel::Handle send(std::uint64_t token, std::uint64_t bytes, Kernel::Endpoint to) {
    return kernel.transfer(phones[token], to, bytes, token, token);
  }
  void run() {
    Notes notes(kernel);
    notes.react = [this](std::uint64_t token) {
      if (token >= kMany) {
        steps[token - kMany]();
      }
    };
    kernel.run(notes);
    for (const Notes::Note& note : notes.seen) {
      if (note.token < kMany) {
        EXPECT_FALSE(ended.contains(note.token)) << "token " << note.token << " came twice";
        ended[note.token] = note;
      }
    }
  }
  void expect_end(std::uint64_t token, double date, double tolerance = kExact) {
    ASSERT_TRUE(ended.contains(token)) << "token " << token << " never came";
    EXPECT_NEAR(ended[token].date, date, tolerance) << "token " << token;
    EXPECT_EQ(ended[token].outcome, Outcome::Done);
  }

  Kernel kernel;
  Kernel::LinkId backhaul = kernel.add_link(1e6);
  Kernel::LinkId wan = kernel.add_link(1e6);
  std::vector<Kernel::LinkId> access;
  std::vector<Kernel::Endpoint> phones;
  Kernel::Endpoint here = 0;
  Kernel::Endpoint metro = 0;
  Kernel::Endpoint cloud = 0;
  std::vector<std::function<void()>> steps;
  std::map<std::uint64_t, Notes::Note> ended;
};

TEST_F(Changes, CancelledEventNeverComes) {
  const Kernel::Handle handle = kernel.at(2.0, 1, 0);
  when(1.0, [&] { EXPECT_EQ(kernel.cancel(handle), std::optional<double>(0.0)); });
  run();
  EXPECT_FALSE(ended.contains(1));
  EXPECT_DOUBLE_EQ(kernel.now(), 1.0) << "a cancelled event moves the clock";
}

/// The slot of an event is used again at once: the old handle must not reach the new event.
TEST_F(Changes, HandleOfAnEventThatWasDeliveredReachesNothing) {
  const Kernel::Handle old = kernel.at(1.0, 1, 0);
  when(1.5, [&] {
    kernel.at(3.0, 2, 0);
    kernel.at(4.0, 3, 0);
  });
  when(2.0, [&] { EXPECT_FALSE(kernel.cancel(old).has_value()); });
  run();
  expect_end(2, 3.0);
  expect_end(3, 4.0);
}

/// A cancelled event leaves an entry in the queue. When its slot is used again, the entry must not deliver
/// the new event at the old date.
TEST_F(Changes, EntryOfACancelledEventDoesNotDeliverTheNextOneInItsSlot) {
  const Kernel::Handle handle = kernel.at(2.0, 1, 0);
  when(1.0, [&] {
    kernel.cancel(handle);
    kernel.at(5.0, 2, 0);
  });
  run();
  EXPECT_FALSE(ended.contains(1));
  expect_end(2, 5.0);
}

TEST_F(Changes, EntryOfACancelledTransferDoesNotEndTheNextOneInItsSlot) {
  const Kernel::Handle handle = send(0, 2'000'000, here);  // would end at 2 s
  when(1.0, [&] {
    EXPECT_NEAR(kernel.cancel(handle).value_or(-1), 1'000'000, 1e-6);
    EXPECT_FALSE(kernel.cancel(handle).has_value());
    send(1, 4'000'000, here);
  });
  run();
  EXPECT_FALSE(ended.contains(0));
  expect_end(1, 5.0);
}

/// Timeouts that are set and cancelled again and again, far beyond the size at which the queue drops void
/// entries: only the last one comes.
TEST_F(Changes, OnlyTheLastOfManyTimeoutsComes) {
  int rounds = 100'000;
  std::optional<Kernel::Handle> timeout;
  when(1.0, [&] {
    if (timeout) {
      EXPECT_TRUE(kernel.cancel(*timeout).has_value());
    }
    timeout = kernel.at(kernel.now() + 1e6, 1, 0);
    if (--rounds > 0) {
      kernel.at(kernel.now() + 1, kMany, 0);
    }
  });
  run();
  expect_end(1, 100'000 + 1e6);
}

/// Two share the backhaul; one is cancelled at 1 s with 1.5 MB of 2 MB left, and the other has it alone.
TEST_F(Changes, CancelledTransferLeavesItsShareToTheOther) {
  const Kernel::Handle first = send(0, 2'000'000, metro);
  send(1, 1'000'000, metro);
  when(1.0, [&] { EXPECT_NEAR(kernel.cancel(first).value_or(-1), 1'500'000, 1e-6); });
  run();
  EXPECT_FALSE(ended.contains(0));
  expect_end(1, 1.5);
  EXPECT_EQ(kernel.handed_to_simgrid(), 0U);
}

/// The same with two contended links (backhaul and WAN, where phone 2 goes from the metro): SimGrid's.
TEST_F(Changes, CancelledTransferOfSimGridLeavesItsShareToTheOthers) {
  const Kernel::Handle first = send(0, 2'000'000, cloud);
  send(1, 1'000'000, cloud);
  send(2, 5'000'000, cloud);
  when(1.5, [&] { EXPECT_NEAR(kernel.cancel(first).value_or(-1), 1'500'000, 0.01); });
  run();
  EXPECT_FALSE(ended.contains(0));
  expect_end(1, 2.5, kSimGrid);  // 0.5 MB by 1.5 s, then half of 1 MB/s
  expect_end(2, 6.5, kSimGrid);  // 0.5 + 0.5 by 2.5 s, then 4 MB alone
  EXPECT_GT(kernel.handed_to_simgrid(), 0U);
}

/// Cancelled at the date at which it ends, before the event is delivered.
TEST_F(Changes, TransferThatIsOverCanBeCancelledUntilItsEventIsDelivered) {
  std::optional<Kernel::Handle> empty;
  when(1.0, [&] {
    empty = kernel.transfer(phones[0], here, 0, 5, 5);
    kernel.at(1.0, kMany + 1, 4);
  });
  steps.emplace_back([&] { EXPECT_EQ(kernel.cancel(*empty), std::optional<double>(0.0)); });
  run();
  EXPECT_FALSE(ended.contains(5));
}

/// All that cross the WAN end with the outcome; what crosses the backhaul alone goes on, and alone from then.
TEST_F(Changes, InterruptedTransfersAreReportedWithTheirOutcome) {
  send(0, 2'000'000, cloud);
  send(1, 2'000'000, metro);
  when(1.0, [&] { kernel.interrupt(wan, Outcome::Failed); });
  run();
  EXPECT_EQ(ended[0].outcome, Outcome::Failed);
  EXPECT_DOUBLE_EQ(ended[0].date, 1.0);
  EXPECT_NEAR(ended[0].left_bytes, 1'500'000, 1e-6);
  expect_end(1, 2.5);
  EXPECT_EQ(ended[1].left_bytes, 0);
}

TEST_F(Changes, InterruptedByADecisionIsCancelled) {
  send(0, 2'000'000, here);
  when(0.5, [&] { kernel.interrupt(access[0], Outcome::Cancelled); });
  run();
  EXPECT_EQ(ended[0].outcome, Outcome::Cancelled);
  EXPECT_NEAR(ended[0].left_bytes, 1'500'000, 1e-6);
}

/// The outcome belongs to the transfer, not to its slot.
TEST_F(Changes, TransferInTheSlotOfAnInterruptedOneIsDone) {
  send(0, 2'000'000, here);
  when(0.5, [&] { kernel.interrupt(access[0], Outcome::Failed); });
  when(1.0, [&] { send(1, 1'000'000, here); });
  run();
  EXPECT_EQ(ended[0].outcome, Outcome::Failed);
  expect_end(1, 2.0);
}

/// 1 MB/s until 1 s, 4 MB/s until 1.5 s, then 0.25 MB/s: 3.25 MB end at 2 s.
TEST_F(Changes, CapacityChangesUnderALoneTransfer) {
  send(0, 3'125'000, here);
  when(1.0, [&] { kernel.set_capacity(access[0], 4e6); });
  when(1.5, [&] { kernel.set_capacity(access[0], 0.25e6); });
  run();
  expect_end(0, 2.0);
  EXPECT_DOUBLE_EQ(kernel.capacity(access[0]), 0.25e6);
}

/// Two share 1 MB/s, from 1 s on 1.6 MB/s, from 2 s on 0.4 MB/s: 0.5, 0.8, then 0.2 MB/s each.
TEST_F(Changes, CapacityChangesUnderTwoThatShare) {
  send(0, 1'400'000, metro);
  send(1, 1'500'000, metro);
  when(1.0, [&] { kernel.set_capacity(backhaul, 1.6e6); });
  when(2.0, [&] { kernel.set_capacity(backhaul, 0.4e6); });
  run();
  expect_end(0, 2.5);
  expect_end(1, 2.75);  // 0.1 MB left at 2.5 s, alone
  EXPECT_EQ(kernel.handed_to_simgrid(), 0U);
}

/// The backhaul grows until it limits nobody, and shrinks again: at 1 s to 3 MB/s (1 MB/s each, by access),
/// at 2 s back.
TEST_F(Changes, CapacityThatEndsAContentionAndBringsItBack) {
  send(0, 2'000'000, metro);
  send(1, 2'500'000, metro);
  when(1.0, [&] { kernel.set_capacity(backhaul, 3e6); });
  when(2.0, [&] { kernel.set_capacity(backhaul, 1e6); });
  run();
  expect_end(0, 3.0);  // 0.5 + 1.0 + 0.5
  expect_end(1, 3.5);  // 0.5 + 1.0 + 0.5, then 0.5 MB alone
}

/// One of two on the backhaul slows down to 0.2 MB/s at its own access link: the other gets 0.8 MB/s.
TEST_F(Changes, CapacityOfAnAccessLinkUnderOneOfTwoThatShare) {
  send(0, 900'000, metro);
  send(1, 1'300'000, metro);
  when(1.0, [&] { kernel.set_capacity(access[0], 0.2e6); });
  run();
  expect_end(1, 2.0);
  expect_end(0, 3.0);  // it stays at 0.2 MB/s
  EXPECT_EQ(kernel.handed_to_simgrid(), 0U);
}

/// Two of three that share the backhaul share the WAN too, whose capacity changes.
TEST_F(Changes, CapacityChangesUnderSimGrid) {
  when(0.0, [&] { kernel.set_capacity(wan, 0.6e6); });
  send(0, 800'000, cloud);
  send(1, 1'050'000, cloud);
  send(2, 4'000'000, metro);
  // From 0 s: 0.3 each over the WAN, 0.4 to the metro. From 1 s (0.25 each of 0.5): 0.25, 0.25, 0.5.
  when(1.0, [&] { kernel.set_capacity(wan, 0.5e6); });
  // From 2 s (WAN free): 1/3 each.
  when(2.0, [&] { kernel.set_capacity(wan, 2e6); });
  run();
  expect_end(0, 2.75, kSimGrid);  // 0.3 + 0.25 + 0.25
  expect_end(1, 3.25, kSimGrid);  // the same, then 0.25 MB at 0.5 MB/s
  expect_end(2, 5.85, kSimGrid);  // 0.4 + 0.5 + 0.25 + 0.25 by 3.25 s, then 2.6 MB alone
  EXPECT_GT(kernel.handed_to_simgrid(), 0U);
}

/// An outage from 1 s to 3 s: the transfers pause, one that begins meanwhile waits, and all resume.
TEST_F(Changes, OutagePausesAndResumes) {
  send(0, 1'000'000, metro);
  send(1, 1'500'000, metro);
  when(1.0, [&] { kernel.set_capacity(backhaul, 0); });
  when(2.0, [&] { send(2, 500'000, metro); });
  when(3.0, [&] { kernel.set_capacity(backhaul, 1e6); });
  run();
  expect_end(0, 4.5);  // 0.5 left of each of two, 0.5 of the third, a third of the rate each
  expect_end(2, 4.5);
  expect_end(1, 5.0);
}

/// An outage of one access link leaves the backhaul to the other.
TEST_F(Changes, OutageOfOneGivesItsShareToTheOther) {
  send(0, 1'000'000, metro);
  send(1, 1'500'000, metro);
  when(1.0, [&] { kernel.set_capacity(access[0], 0); });
  when(3.0, [&] { kernel.set_capacity(access[0], 1e6); });
  run();
  expect_end(1, 2.0);
  expect_end(0, 3.5);
}

TEST_F(Changes, OutageUnderSimGridPausesAndResumes) {
  send(0, 500'000, cloud);
  send(1, 500'000, cloud);
  when(0.5, [&] { kernel.set_capacity(wan, 0); });
  when(1.5, [&] { kernel.set_capacity(wan, 1e6); });
  run();
  expect_end(0, 2.0, kSimGrid);
  expect_end(1, 2.0, kSimGrid);
}

TEST_F(Changes, PausedTransferCanBeCancelled) {
  const Kernel::Handle handle = send(0, 2'000'000, here);
  when(1.0, [&] { kernel.set_capacity(access[0], 0); });
  when(2.0, [&] { EXPECT_NEAR(kernel.cancel(handle).value_or(-1), 1'000'000, 1e-6); });
  run();
  EXPECT_FALSE(ended.contains(0));
}

/// An outage that never ends is an error of the run, not a run that ends well.
TEST_F(Changes, TransferThatWaitsForEverIsAnError) {
  send(0, 2'000'000, here);
  when(1.0, [&] { kernel.set_capacity(access[0], 0); });
  EXPECT_THROW(run(), RunError);
}

TEST_F(Changes, CapacityBelowZeroIsADefect) {
  EXPECT_THROW(kernel.set_capacity(backhaul, -1), InvariantError);
  EXPECT_THROW(kernel.interrupt(backhaul, Outcome::Done), InvariantError);
}

/// A third transfer that needs the WAN, which is contended too, takes the two on the backhaul to SimGrid;
/// when it has ended, new ones are shared exactly again. The dates are those of plain max-min sharing.
TEST_F(Changes, TransfersMoveToSimGridAndBack) {
  when(0.0, [&] { kernel.set_capacity(wan, 0.2e6); });
  send(0, 1'000'000, metro);
  send(1, 3'000'000, metro);
  when(1.0, [&] { send(2, 100'000, cloud); });  // alone on the WAN: 0.2 of the backhaul, which is contended
  when(1.25, [&] { send(3, 50'000, cloud); });  // WAN: 0.1 each; backhaul 0.4 for the others: two contended
  std::uint64_t before = 0;
  when(4.0, [&] {
    before = kernel.handed_to_simgrid();
    send(2, 500'000, metro);
  });
  Notes notes(kernel);
  notes.react = [this](std::uint64_t token) {
    if (token >= kMany) {
      steps[token - kMany]();
    }
  };
  kernel.run(notes);
  std::vector<double> dates;
  for (const Notes::Note& note : notes.seen) {
    if (note.token < kMany) {
      dates.push_back(note.date);
    }
  }
  // 0 and 1: 0.5 each until 1 s; 0.4 until 1.25 s: 0.4 and 2.4 MB left. Then 0.4, 0.4, 0.1, 0.1 MB/s: phone 2
  // has 0.05 MB left and ends at 1.75 s with phone 3; 0.2 MB left of 0, which ends at 2.15 s with 0.5 MB/s; 1
  // has 2.0 MB left then, and 0.15 at 4 s; with 0.5 MB/s it ends at 4.3 s, and the last 0.35 MB at 4.65 s.
  ASSERT_EQ(dates.size(), 5U);
  EXPECT_NEAR(dates[0], 1.75, kSimGrid);
  EXPECT_NEAR(dates[1], 1.75, kSimGrid);
  EXPECT_NEAR(dates[2], 2.15, kSimGrid);
  EXPECT_NEAR(dates[3], 4.30, kSimGrid);
  EXPECT_NEAR(dates[4], 4.65, kSimGrid);
  EXPECT_GT(before, 0U);
  EXPECT_EQ(kernel.handed_to_simgrid(), before) << "a single contended link went to SimGrid";
}

}  // namespace
}  // namespace dimsim::platform
