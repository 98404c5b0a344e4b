#include "dimsim/platform/event_queue.hpp"

#include <cstdint>

#include <gtest/gtest.h>

namespace dimsim::platform {
namespace {

using Kind = EventQueue::Kind;

TEST(EventQueue, IsOrderedByDateThenOrderThenSequence) {
  EventQueue queue;
  queue.push({2.0, 0, 0}, Kind::Timer, 1, 0);
  queue.push({1.0, 7, 1}, Kind::Flight, 2, 0);
  queue.push({1.0, 3, 9}, Kind::Group, 3, 0);
  queue.push({1.0, 3, 4}, Kind::Timer, 4, 5);
  const EventQueue::Entry first = queue.pop();
  EXPECT_EQ(first.index(), 4U);
  EXPECT_EQ(first.ticket, 5U);
  EXPECT_EQ(first.kind(), Kind::Timer);
  const EventQueue::Entry second = queue.pop();
  EXPECT_EQ(second.index(), 3U);
  EXPECT_EQ(second.kind(), Kind::Group);
  EXPECT_EQ(queue.pop().index(), 2U);
  EXPECT_EQ(queue.pop().index(), 1U);
  EXPECT_TRUE(queue.empty());
}

/// Void entries are dropped once they are many and the majority; what is valid stays, in its order.
TEST(EventQueue, DropsVoidEntriesWhenTheyAreTheMajority) {
  EventQueue queue;
  const auto is_void = [](const EventQueue::Entry& entry) { return entry.ticket == 1; };
  for (std::uint32_t index = 0; index < 3000; ++index) {
    const bool is_cancelled = index % 3 != 0;
    queue.push({static_cast<double>(3000 - index), 0, index}, Kind::Timer, index, is_cancelled ? 1 : 0);
  }
  for (int cancelled = 0; cancelled < 1400; ++cancelled) {
    queue.note_void();
  }
  queue.compact(is_void);
  EXPECT_EQ(queue.size(), 3000U) << "too early: they are no majority";
  for (int cancelled = 1400; cancelled < 2000; ++cancelled) {
    queue.note_void();
  }
  queue.compact(is_void);
  ASSERT_EQ(queue.size(), 1000U);
  EXPECT_EQ(queue.pop().index(), 2997U);
  EXPECT_EQ(queue.pop().index(), 2994U);
}

}  // namespace
}  // namespace dimsim::platform
