#pragma once

#include "dimsim/engine/stations.hpp"
#include "dimsim/platform/topology.hpp"
#include "dimsim/results/run_result.hpp"

#include <cstdint>

namespace dimsim::engine {

/// The parts of a run that controllers see and change.
class World {
 public:
  virtual ~World() = default;

  [[nodiscard]] virtual double now() const = 0;
  [[nodiscard]] virtual const Stations& stations() const = 0;
  [[nodiscard]] virtual const platform::Topology& topology() const = 0;

  /// Changes the mode of a station: services in progress are re-timed, and waiting requests begin on new
  /// servers.
  virtual void set_mode(std::uint32_t station, const StationMode& mode) = 0;
  /// Changes the capacity of a link [B/s]; 0 is an outage, in which messages pause.
  virtual void set_capacity(platform::Kernel::LinkId link, double bytes_per_s) = 0;
  /// Changes the latency of a link [s] for messages that leave from now on; none overtakes one that left
  /// before.
  virtual void set_latency(platform::Kernel::LinkId link, double latency_s) = 0;
  /// Changes how a device is connected. Messages under way keep their route; answers are sent to where the
  /// device is when they leave.
  virtual void attach(std::uint32_t device, const platform::Attachment& attachment) = 0;
  /// Ends a request that has no outcome yet as dropped, timed out or failed. Its attempts leave the stations
  /// where they wait or are served; messages on their way arrive and are ignored. Returns false if there is
  /// no such request.
  virtual bool end_request(std::uint64_t number, results::Outcome outcome) = 0;
};

/// Changes the world while a run goes on: an autoscaler, a governor, mobility, failures. None in today's
/// scenarios.
///
/// Contract: tick() is called at the date that first_tick_s() or the last tick() returned, as long as
/// requests arrive or are under way, and after everything else that happens at that date; infinity means
/// never. A controller changes a run through World only.
class Controller {
 public:
  virtual ~Controller() = default;
  [[nodiscard]] virtual double first_tick_s() = 0;
  /// Returns the date of the next tick, after now [s].
  [[nodiscard]] virtual double tick(World& world) = 0;
};

}  // namespace dimsim::engine
