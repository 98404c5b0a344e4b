#pragma once

#include "dimsim/engine/stations.hpp"
#include "dimsim/platform/topology.hpp"
#include "dimsim/scenario/scenario.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace dimsim::engine {

/// Which station belongs to which host, and which host of a tier gets a request. Devices of the first tier
/// are the first stations, in their order; the other tiers' hosts follow, tier by tier and group by group.
///
/// Contract: made once, before the run. choose() is called once for each request that joins a host, since a
/// round robin moves on with each call.
class Hosts {
 public:
  struct Host {
    std::uint32_t station;
    std::uint32_t group;  ///< of its tier
  };

  /// Adds the stations. `discipline`: of all of them; nullptr = first in, first out.
  Hosts(const scenario::Scenario& scenario, const platform::Topology& topology, Stations& stations,
        const DisciplineEntry* discipline = nullptr);

  /// The host of a tier that a request of `device` joins now: its own on the device's tier; else by the
  /// tier's balance among those that the site reaches through which it was sent.
  [[nodiscard]] Host choose(std::uint32_t tier, std::uint32_t device, std::uint32_t site);
  /// Hosts above the device that a site reaches.
  [[nodiscard]] std::span<const Host> reachable(std::uint32_t tier, std::uint32_t site) const {
    return reachable_[tier][site];
  }
  /// First station of each group of hosts, [tier][group]; the group's others follow it.
  [[nodiscard]] const std::vector<std::vector<std::uint32_t>>& first_stations() const {
    return first_station_;
  }

 private:
  [[nodiscard]] std::uint32_t add_kind(const model::Device& device);
  void add_devices();
  void add_tier(std::size_t tier);

  const scenario::Scenario& scenario_;
  const platform::Topology& topology_;
  Stations& stations_;
  const DisciplineEntry* discipline_;
  std::vector<std::vector<std::uint32_t>> first_station_;  ///< [tier][group]
  std::vector<std::vector<std::vector<Host>>> reachable_;  ///< [tier][site]
  std::vector<std::vector<std::uint32_t>> round_robin_;    ///< [tier][site], next to use
};

}  // namespace dimsim::engine
