#pragma once

#include "dimsim/engine/stations.hpp"
#include "dimsim/platform/topology.hpp"
#include "dimsim/results/run_result.hpp"

#include <cstdint>

namespace dimsim::engine {

/// The world of a run, as controllers change it.
class World {
 public:
  virtual ~World() = default;

  [[nodiscard]] virtual double now() const = 0;
  [[nodiscard]] virtual const Stations& stations() const = 0;
  [[nodiscard]] virtual const platform::Topology& topology() const = 0;

  /// From now on a station works like that: services in progress are re-timed, and waiting requests begin on
  /// new servers.
  virtual void set_mode(std::uint32_t station, const StationMode& mode) = 0;
  /// From now on a link has this capacity [B/s]; 0 is an outage, in which messages pause.
  virtual void set_capacity(platform::Kernel::LinkId link, double bytes_per_s) = 0;
  /// From now on messages take this long over a link [s]; none overtakes one that was sent before.
  virtual void set_latency(platform::Kernel::LinkId link, double latency_s) = 0;
  /// From now on a device is connected like that. Messages under way arrive the way they were sent; answers
  /// are sent to where the device is by then.
  virtual void attach(std::uint32_t device, const platform::Attachment& attachment) = 0;
  /// Ends a request that has no outcome yet as dropped, timed out or failed. What waits or is served for it
  /// leaves its station; messages on their way arrive and are ignored. Returns whether there was such a
  /// request.
  virtual bool end_request(std::uint64_t number, results::Outcome outcome) = 0;
};

/// Changes the world while a run goes on: an autoscaler, a governor, mobility, failures. None in today's
/// scenarios.
///
/// Contract: tick() is called at the date that first_tick_s() or the last tick() has named, as long as
/// requests arrive or are under way; infinity means never. It acts on the world by World alone.
class Controller {
 public:
  virtual ~Controller() = default;
  [[nodiscard]] virtual double first_tick_s() = 0;
  /// Returns the date of the next tick, after now [s].
  [[nodiscard]] virtual double tick(World& world) = 0;
};

}  // namespace dimsim::engine
