#pragma once

#include "dimsim/platform/event_queue.hpp"
#include "dimsim/platform/flight.hpp"
#include "dimsim/platform/link_table.hpp"
#include "dimsim/platform/sharing.hpp"

#include <cstdint>
#include <vector>

namespace dimsim::platform {

/// Exact max-min sharing of single contended links. The flights of a link form a group. Each gets the link's
/// fair share or its own cap, whichever is less; the fair share is what the flights at their cap leave to the
/// others, divided equally (water-filling).
///
/// Flights of a group that have the same cap always have the same rate, so they form a class that counts the
/// work done for each of its members: a member ends when that reaches the work at its start plus its bytes.
/// Hence a change of rates costs a step per class, not per flight, and no flight accumulates rounding errors.
///
/// Contract: join() puts a flight on the link Flight::bottleneck; all running flights of that link must join,
/// each with its Flight::cap > 0 unchanged while it is here. settle() after each change, before time goes on.
/// It keeps one entry per group in the queue; on_alarm() says which flight ends there.
class EqualSharing final : public Sharing {
 public:
  EqualSharing(std::vector<Flight>& flights, LinkTable& links, EventQueue& queue)
      : flights_(flights), links_(links), queue_(queue) {}

  void join(std::uint32_t flight, double now) override;
  double leave(std::uint32_t flight, double now) override;
  /// The link has another capacity from `now` on.
  void on_capacity_change(std::uint32_t link, double now);

  [[nodiscard]] bool is_settled() const { return changed_.empty(); }
  void settle();

  /// The flight that ends at this entry of the queue, which has left then, or kNoFlight.
  std::uint32_t on_alarm(const EventQueue::Entry& entry);
  [[nodiscard]] bool is_void(const EventQueue::Entry& entry) const {
    return groups_[entry.index()].ticket != entry.ticket;
  }

 private:
  struct Member {
    double finish;  ///< work of the class at which it ends [B]
    std::uint64_t order;
    std::uint64_t sequence;
    std::uint32_t flight;
    std::uint32_t ticket;  ///< void when the flight has another
  };
  /// Members with the same cap.
  struct Class {
    double cap = 0;   ///< [B/s]
    double rate = 0;  ///< of each member [B/s]
    double work = 0;  ///< done for each at the group's `since` [B]
    std::uint32_t members = 0;
    std::vector<Member> heap;  ///< first to end on top; may hold void entries
  };
  struct Group {
    std::uint32_t link = kNoLink;
    std::uint32_t members = 0;
    std::uint32_t ticket = 0;
    bool changed = false;
    bool armed = false;  ///< has a valid entry in the queue, at `alarm`, not after `next`
    double since = 0;    ///< [s]
    EventKey alarm;
    EventKey next;               ///< of the next end
    std::size_t next_class = 0;  ///< that it happens in
    std::vector<Class> classes;  ///< by cap, ascending
  };

  struct EndsLater {
    bool operator()(const Member& a, const Member& b) const {
      return EventKey{b.finish, b.order, b.sequence} < EventKey{a.finish, a.order, a.sequence};
    }
  };
  [[nodiscard]] Group& group_of(std::uint32_t link);
  [[nodiscard]] Class& class_of(Group& group, double cap);
  void touch(std::uint32_t index, double now);
  void remove_member(Group& group, Class& of);
  void drop_void(Class& of);
  void fill(Group& group) const;
  void find_next_end(Group& group);
  void arm(std::uint32_t index);
  void release(std::uint32_t index);

  std::vector<Flight>& flights_;
  LinkTable& links_;
  EventQueue& queue_;
  std::vector<Group> groups_;
  std::vector<std::uint32_t> free_groups_;
  std::vector<std::uint32_t> changed_;            ///< groups to settle
  std::vector<std::vector<Member>> spare_heaps_;  ///< memory of classes that are gone
};

}  // namespace dimsim::platform
