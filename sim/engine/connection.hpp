#pragma once

#include "dimsim/engine/discipline.hpp"
#include "dimsim/scenario/scenario.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace dimsim::engine {

/// How much a sender may have under way [segments]: slow start (RFC 5681 section 3.1, RFC 6928).
class CongestionWindow {
 public:
  /// As on a connection that has been idle (RFC 5681 section 4.1).
  void restart(const scenario::Transport& settings) {
    segments_ = settings.slow_start ? static_cast<std::uint32_t>(settings.initial_window) : kNoLimit;
  }
  /// How much of a payload the next round carries [B].
  [[nodiscard]] std::uint64_t round_of(std::uint64_t payload, std::uint64_t segment_bytes) const {
    return segments_ == kNoLimit ? payload : std::min(payload, segments_ * segment_bytes);
  }
  /// A round has left. If its acknowledgements are awaited, the window doubles with them; if they come while
  /// it still leaves, the path stays busy and the window is no limit any more.
  void grow(bool acknowledgements_awaited) {
    constexpr std::uint32_t kLargest = std::numeric_limits<std::uint32_t>::max();
    segments_ = !acknowledgements_awaited ? kNoLimit : segments_ > kLargest / 2 ? kLargest : segments_ * 2;
  }

 private:
  static constexpr std::uint32_t kNoLimit = 0;
  std::uint32_t segments_ = kNoLimit;
};

/// One direction of a connection: the message on it and those behind, linked through their slots, and the
/// window of its sender.
struct Lane {
  std::uint32_t first = kNone;  ///< behind the one that is on it
  std::uint32_t last = kNone;
  CongestionWindow window;
  bool busy = false;
};

/// A connection of a device to a tier. An idle one takes 56 bytes.
class Connection {
 public:
  enum class Way : std::uint8_t { FromDevice, ToDevice, BetweenHosts };

  [[nodiscard]] Lane& lane(Way way) { return lanes_[static_cast<std::size_t>(way)]; }

  /// Whether the device must set it up: it was never used, or has been idle for too long.
  [[nodiscard]] bool is_closed(double now, double keep_alive_s) const {
    return now - last_use_s_ > keep_alive_s;
  }
  /// A message arrives at this date. An answer keeps alive what the device has opened; it opens nothing
  /// itself.
  void on_message(Way way, double date_s, double keep_alive_s) {
    if (way == Way::FromDevice || (way == Way::ToDevice && !is_closed(date_s, keep_alive_s))) {
      last_use_s_ = date_s;
    }
  }

 private:
  double last_use_s_ = -std::numeric_limits<double>::infinity();
  std::array<Lane, 3> lanes_;
};

static_assert(sizeof(Connection) <= 64, "very many devices have idle connections");

}  // namespace dimsim::engine
