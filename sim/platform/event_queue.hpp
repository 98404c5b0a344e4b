#pragma once

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <vector>

namespace dimsim::platform {

/// When an event is delivered: by date, then order, then sequence.
struct EventKey {
  double date = 0;
  std::uint64_t order = 0;
  std::uint64_t sequence = 0;

  friend bool operator==(const EventKey& a, const EventKey& b) {
    return a.date == b.date && a.order == b.order && a.sequence == b.sequence;
  }
  friend bool operator<(const EventKey& a, const EventKey& b) {
    if (a.date != b.date) {
      return a.date < b.date;
    }
    return a.order != b.order ? a.order < b.order : a.sequence < b.sequence;
  }
};

/// The pending events. An entry is not removed when its event is cancelled or re-timed: it carries the ticket
/// that its subject had when it was pushed, and is void once the subject's ticket is another.
class EventQueue {
 public:
  enum class Kind : std::uint32_t { Timer, Flight, Group };

  struct Entry {
    EventKey key;
    std::uint32_t subject;  ///< index of the timer, flight or group, and the kind in the top bits
    std::uint32_t ticket;

    [[nodiscard]] Kind kind() const { return static_cast<Kind>(subject >> kIndexBits); }
    [[nodiscard]] std::uint32_t index() const { return subject & kIndexMask; }
  };

  [[nodiscard]] std::uint64_t next_sequence() { return sequence_++; }

  void push(const EventKey& key, Kind kind, std::uint32_t index, std::uint32_t ticket) {
    entries_.push_back({key, (static_cast<std::uint32_t>(kind) << kIndexBits) | index, ticket});
    std::push_heap(entries_.begin(), entries_.end(), Later());
  }
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] const Entry& top() const { return entries_.front(); }
  Entry pop() {
    std::pop_heap(entries_.begin(), entries_.end(), Later());
    const Entry entry = entries_.back();
    entries_.pop_back();
    return entry;
  }

  /// An entry in the queue has become void.
  void note_void() { ++voids_; }
  /// A void entry was popped.
  void note_void_popped() { voids_ -= voids_ > 0 ? 1 : 0; }
  /// Drops void entries when they are the majority, so that cancelled timers do not fill the memory.
  template <typename IsVoid>
  void compact(IsVoid is_void) {
    constexpr std::size_t kFew = 1024;
    if (voids_ < kFew || voids_ < entries_.size() / 2) {
      return;
    }
    std::erase_if(entries_, is_void);
    std::make_heap(entries_.begin(), entries_.end(), Later());
    voids_ = 0;
  }

 private:
  static constexpr std::uint32_t kIndexBits = 30;
  static constexpr std::uint32_t kIndexMask = (std::uint32_t{1} << kIndexBits) - 1;

  /// A type of its own, not a function: the heap's algorithms inline it.
  struct Later {
    bool operator()(const Entry& a, const Entry& b) const { return b.key < a.key; }
  };

  std::vector<Entry> entries_;
  std::uint64_t sequence_ = 0;
  std::size_t voids_ = 0;
};

}  // namespace dimsim::platform
