#pragma once

#include "dimsim/engine/discipline.hpp"
#include "dimsim/engine/station_ledger.hpp"

#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

namespace dimsim::engine {

/// Stations: servers behind a queue. Waiting requests are linked through their slots, so an idle station
/// takes little memory, and a request costs the same in a long queue as in a short one.
///
///       ┌──────── at once ────────────────────────┐
///     join ─► queue ─ next (the discipline picks) ─┴► service ─► member_left …, release ─► next
///               └─ withdraw
///
/// Contract: after a join() that waits, release(), set_mode() and at a wake-up date the owner calls next()
/// until it returns no batch; release() once for each batch. Dates never go back. A mode with fewer servers
/// lets services end before their servers go. offer() is told the work of requests that arrived while the
/// window was open, at once or as it becomes known.
class Stations {
 public:
  struct Station {
    std::uint32_t first = kNone;  ///< waiting the longest
    std::uint32_t last = kNone;
    std::uint32_t waiting = 0;
    std::uint32_t busy = 0;  ///< servers; more than `servers` while some end their last service
    std::uint32_t servers = 1;
    std::uint32_t waiting_mid = 0;  ///< at the middle of the window
    std::uint32_t waiting_end = 0;  ///< at its end
    std::uint32_t kind = 0;         ///< index of its mode and discipline
    std::uint64_t served = 0;       ///< requests whose service ended
    std::uint32_t abandoned = 0;    ///< requests that left their service before its end
    bool is_immediate = false;      ///< its discipline is
    bool has_ledger = false;        ///< its mode has changed
    double changed_s = 0;           ///< when `busy` or `waiting` last changed [s]
    double busy_s = 0;              ///< server-seconds until then [s]
    double queue_s = 0;             ///< request-seconds of waiting until then [s]
    double busy_at_open_s = 0;      ///< server-seconds until the window opened [s]
    double window_busy_s = 0;       ///< server-seconds in the window, once it is closed [s]
    double offered_s = 0;           ///< work that arrived in the window [s]
  };

  /// Stations that are alike share a kind: mode and discipline.
  std::uint32_t add_kind(const StationMode& mode, std::unique_ptr<Discipline> discipline);
  std::uint32_t add(std::uint32_t kind);

  /// Returns true if the request begins service at once, alone; otherwise it waits.
  [[nodiscard]] bool join(std::uint32_t index, std::uint32_t slot, double now);
  /// Whether a request waits and a server is free, so that next() may begin a service.
  [[nodiscard]] bool may_begin(std::uint32_t index) const {
    return stations_[index].waiting > 0 && stations_[index].busy < stations_[index].servers;
  }
  /// Begins a service if a server is free and the discipline picks requests: these leave the queue and occupy
  /// a server. The batch is valid until the next call.
  [[nodiscard]] Pick next(std::uint32_t index, double now);
  /// A waiting request leaves the queue.
  void withdraw(std::uint32_t index, std::uint32_t slot, double now);
  /// A member leaves its service, which has ended for it or not.
  void member_left(std::uint32_t station, bool served) {
    if (served) {
      ++stations_[station].served;
    } else {
      ++stations_[station].abandoned;
    }
  }
  /// The last member of a service has left; its server is free.
  void release(std::uint32_t index, double now) {
    advance(stations_[index], now);
    --stations_[index].busy;
  }
  void offer(std::uint32_t station, double work_s) { stations_[station].offered_s += work_s; }

  /// Changes the mode. Re-timing the services in progress is up to the owner.
  void set_mode(std::uint32_t index, const StationMode& mode, double now);
  [[nodiscard]] const StationMode& mode(std::uint32_t station) const {
    return kinds_[stations_[station].kind].mode;
  }

  /// The measurement window: from the end of the warm-up to the last arrival.
  void open_window(double now);
  void mark_middle();
  void close_window(double now);
  /// End of the run: completes the ledgers.
  void close(double now);

  [[nodiscard]] const Station& operator[](std::uint32_t station) const { return stations_[station]; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(stations_.size()); }
  /// Of a station whose mode has changed; nullptr of the others.
  [[nodiscard]] const StationLedger* ledger(std::uint32_t station) const {
    return kinds_[stations_[station].kind].ledger.get();
  }

 private:
  static constexpr double kNever = std::numeric_limits<double>::infinity();

  struct Kind {
    StationMode mode;
    Discipline* discipline = nullptr;
    std::unique_ptr<StationLedger> ledger;  ///< of a kind with one station, whose mode has changed
  };

  /// Integrates up to now what is about to change.
  void advance(Station& station, double now) {
    const double elapsed_s = now - station.changed_s;
    if (station.has_ledger) {
      advance_ledger(station, elapsed_s);
    }
    station.busy_s += station.busy * elapsed_s;
    station.queue_s += station.waiting * elapsed_s;
    station.changed_s = now;
  }
  void advance_ledger(const Station& station, double elapsed_s);
  void enqueue(Station& station, std::uint32_t slot, double now);
  std::uint32_t split_kind(const Station& station);
  void unlink(Station& station, std::uint32_t slot);

  std::vector<Station> stations_;
  std::vector<Waiting> waiting_;  ///< by slot
  std::vector<Kind> kinds_;
  std::vector<std::unique_ptr<Discipline>> disciplines_;
  double opened_s_ = kNever;  ///< when the window opened [s]
  double closed_s_ = kNever;  ///< when it closed [s]
};

// Called for every request, so inline.
inline bool Stations::join(std::uint32_t index, std::uint32_t slot, double now) {
  Station& station = stations_[index];
  advance(station, now);
  if (station.is_immediate && station.waiting == 0 && station.busy < station.servers) {
    ++station.busy;
    return true;
  }
  enqueue(station, slot, now);
  return false;
}

}  // namespace dimsim::engine
