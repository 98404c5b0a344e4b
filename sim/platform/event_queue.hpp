#pragma once

#include <algorithm>
#include <cstdint>
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
///
/// A heap with four children per entry, and not the two of the standard library's: a quarter less time for
/// hundreds of entries, since it is half as deep and the choice among children needs no branch.
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
    const Entry entry{key, (static_cast<std::uint32_t>(kind) << kIndexBits) | index, ticket};
    entries_.push_back(entry);
    rise(entries_.size() - 1, entry);
  }
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] const Entry& top() const { return entries_.front(); }
  Entry pop() {
    const Entry top = entries_.front();
    const Entry last = entries_.back();
    entries_.pop_back();
    if (!entries_.empty()) {
      rise(sink_hole(), last);
    }
    return top;
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
    std::sort(entries_.begin(), entries_.end(), is_earlier);  // sorted entries are a heap
    voids_ = 0;
  }

 private:
  static constexpr std::uint32_t kIndexBits = 30;
  static constexpr std::uint32_t kIndexMask = (std::uint32_t{1} << kIndexBits) - 1;

  static constexpr std::size_t kChildren = 4;

  [[nodiscard]] static bool is_earlier(const Entry& a, const Entry& b) { return a.key < b.key; }
  /// 1 if `b` is the earlier one, else 0; as a number, since a branch on it would be mispredicted half of the
  /// time. Equal dates are rare.
  [[nodiscard]] static std::size_t second_is_first(const Entry& a, const Entry& b) {
    if (a.key.date == b.key.date) [[unlikely]] {
      return is_earlier(b, a) ? 1 : 0;
    }
    return static_cast<std::size_t>(b.key.date < a.key.date);
  }

  /// Puts `entry` where `hole` is or above.
  void rise(std::size_t hole, const Entry& entry) {
    Entry* const entries = entries_.data();
    while (hole > 0) {
      const std::size_t parent = (hole - 1) / kChildren;
      if (!is_earlier(entry, entries[parent])) {
        break;
      }
      entries[hole] = entries[parent];
      hole = parent;
    }
    entries[hole] = entry;
  }

  /// Moves a hole from the top down to a leaf, which it returns. The entry that comes to fill it was a leaf
  /// itself, so it hardly ever rises far: cheaper than comparing with it on the way down.
  [[nodiscard]] std::size_t sink_hole() {
    Entry* const entries = entries_.data();
    const std::size_t size = entries_.size();
    std::size_t hole = 0;
    std::size_t child = 1;
    for (; child + kChildren <= size; child = kChildren * hole + 1) {
      const std::size_t left = child + second_is_first(entries[child], entries[child + 1]);
      const std::size_t right = child + 2 + second_is_first(entries[child + 2], entries[child + 3]);
      const std::size_t first = second_is_first(entries[left], entries[right]) != 0 ? right : left;
      entries[hole] = entries[first];
      hole = first;
    }
    if (child < size) {
      const auto first = std::min_element(entries + child, entries + size, is_earlier);
      entries[hole] = *first;
      hole = static_cast<std::size_t>(first - entries);
    }
    return hole;
  }

  std::vector<Entry> entries_;
  std::uint64_t sequence_ = 0;
  std::size_t voids_ = 0;
};

}  // namespace dimsim::platform
