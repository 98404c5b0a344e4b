#pragma once

#include <cstdint>
#include <vector>

namespace dimsim::engine {

/// How a station works at present.
struct StationMode {
  std::uint32_t servers = 1;  ///< services at the same time; with 0, none begins
  double speed = 1;           ///< of each server: seconds of work done per second
  double idle_power_w = 0;    ///< [W]
  double active_power_w = 0;  ///< of each busy server, above idle [W]
  double usd_per_s = 0;       ///< rent [USD/s]

  bool operator==(const StationMode&) const = default;
};

/// Integrals over time of a station whose mode has changed. A station that keeps its mode has none: there
/// each integral is a product, which accounts form at the end.
struct StationLedger {
  /// A time at one price, which is billed as a whole.
  struct Rental {
    double usd_per_s = 0;
    double seconds = 0;
  };

  double idle_j = 0;            ///< [J]
  double active_j = 0;          ///< above idle [J]
  double server_s = 0;          ///< servers over time; those that end their last service count [s]
  double work_s = 0;            ///< what these could have worked off [s]
  double server_at_open_s = 0;  ///< server_s when the window opened [s]
  double work_at_open_s = 0;    ///< work_s when the window opened [s]
  double window_server_s = 0;   ///< server_s in the window, once it is closed [s]
  double window_work_s = 0;     ///< work_s in the window, once it is closed [s]
  std::vector<Rental> rentals;  ///< in order of time; the last one goes on
};

}  // namespace dimsim::engine
