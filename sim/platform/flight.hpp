#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/platform/transfer.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <span>

namespace dimsim::platform {

inline constexpr std::uint32_t kNoFlight = std::numeric_limits<std::uint32_t>::max();
inline constexpr std::uint32_t kNoLink = std::numeric_limits<std::uint32_t>::max();

/// The links that a transfer crosses, at most four: access, backhaul, WAN and one to spare.
struct Path {
  static constexpr std::uint32_t kMost = 4;

  std::array<std::uint32_t, kMost> link{};
  std::uint8_t count = 0;

  void add(std::uint32_t id) {
    if (count == kMost) {
      throw InvariantError("a transfer crosses more than four links");
    }
    link[count++] = id;
  }
  [[nodiscard]] std::span<const std::uint32_t> links() const { return {link.data(), count}; }
};

/// A transfer in progress.
struct Flight {
  enum class State : std::uint8_t {
    Free,     ///< the slot is unused
    Paused,   ///< a link on the path has no capacity
    Lone,     ///< no link on the path limits it: it runs at `cap`
    Equal,    ///< shares its single contended link, `bottleneck` (EqualSharing)
    General,  ///< shares several contended links (SimGridSharing)
    Landed,   ///< over; its event is in the queue
  };
  /// Neighbours in the list of the flights that cross a link.
  struct Hook {
    std::uint32_t next = 0;
    std::uint32_t previous = 0;
  };

  std::uint64_t token = 0;
  std::uint64_t order = 0;
  std::uint64_t sequence = 0;
  double cap = 0;     ///< smallest capacity on the path [B/s]
  double left = 0;    ///< at `since` while Lone or Paused; when Landed, what was not carried [B]
  double since = 0;   ///< [s]
  double finish = 0;  ///< while Equal: work of its class at which it ends [B]
  Path path;
  std::array<Hook, Path::kMost> hooks{};  ///< by hop
  Endpoint from = 0;
  Endpoint to = 0;
  std::uint32_t bottleneck = kNoLink;
  std::uint32_t ticket = 0;  ///< of its valid entry in a queue; never reset, so older entries stay invalid
  std::uint32_t generation = 0;  ///< of the slot; what handles are checked against
  State state = State::Free;
  Outcome outcome = Outcome::Done;

  [[nodiscard]] bool is_running() const {
    return state == State::Lone || state == State::Equal || state == State::General;
  }
};

}  // namespace dimsim::platform
