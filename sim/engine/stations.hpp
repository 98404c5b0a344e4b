#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace dimsim::engine {

inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// FIFO stations with c servers each. Waiting requests hang in an intrusive list, so an idle station costs
/// little and a long queue costs no more per request than a short one.
///
/// Contract: arrive() says whether service starts now; if not, the request's slot waits. leave() ends a
/// service and returns the slot whose service starts next, or kNone. Dates never go back. offer() is told the
/// work of who arrived while the window was open, at once or as it becomes known.
class Stations {
 public:
  struct Station {
    std::uint32_t first = kNone;  ///< waiting the longest
    std::uint32_t last = kNone;
    std::uint32_t waiting = 0;
    std::uint32_t busy = 0;
    std::uint32_t servers = 1;
    std::uint32_t waiting_mid = 0;  ///< at the middle of the window
    std::uint32_t waiting_end = 0;  ///< at its end
    std::uint64_t served = 0;
    double changed_s = 0;       ///< when `busy` or `waiting` last changed [s]
    double busy_s = 0;          ///< server-seconds until then [s]
    double queue_s = 0;         ///< request-seconds of waiting until then [s]
    double busy_at_open_s = 0;  ///< server-seconds until the window opened [s]
    double window_busy_s = 0;   ///< server-seconds in the window, once it is closed [s]
    double offered_s = 0;       ///< work that arrived in the window [s]
  };

  std::uint32_t add(std::uint32_t servers);
  bool arrive(std::uint32_t index, std::uint32_t slot, double now);
  void offer(std::uint32_t index, double service_s) { stations_[index].offered_s += service_s; }
  std::uint32_t leave(std::uint32_t index, double now);

  /// The measured window: from the end of the warm-up to the last arrival.
  void open_window(double now);
  void mark_middle();
  void close_window(double now);

  [[nodiscard]] const Station& operator[](std::uint32_t station) const { return stations_[station]; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(stations_.size()); }

 private:
  static void advance(Station& station, double now);

  std::vector<Station> stations_;
  std::vector<std::uint32_t> next_;  ///< by slot: who waits behind
};

}  // namespace dimsim::engine
