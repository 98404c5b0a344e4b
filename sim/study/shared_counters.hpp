#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

namespace dimsim::study {

/// Counters, initially 0, in memory that this process shares with the processes it forks afterwards.
class SharedCounters {
 public:
  using Counter = std::atomic<std::uint64_t>;
  static_assert(Counter::is_always_lock_free, "a lock would not work between processes");

  /// Throws RunError if there is not enough memory.
  explicit SharedCounters(std::size_t count);
  ~SharedCounters();
  SharedCounters(const SharedCounters&) = delete;
  SharedCounters& operator=(const SharedCounters&) = delete;

  [[nodiscard]] Counter& operator[](std::size_t index) { return counters_[index]; }

 private:
  std::span<Counter> counters_;
};

}  // namespace dimsim::study
