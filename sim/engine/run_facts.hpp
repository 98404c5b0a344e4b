#pragma once

#include "dimsim/engine/link_capacities.hpp"
#include "dimsim/engine/stations.hpp"
#include "dimsim/engine/transport.hpp"
#include "dimsim/platform/topology.hpp"
#include "dimsim/results/run_result.hpp"
#include "dimsim/scenario/scenario.hpp"

#include <cstdint>
#include <vector>

namespace dimsim::engine {

/// What a finished run has measured, apart from its records of requests. Plain data, so that accounts can be
/// made, and tested, without a run. The references must outlive it.
struct RunFacts {
  const scenario::Scenario& scenario;
  double window_start_s = 0;  ///< end of the warm-up [s]
  double message_bytes = 0;   ///< of all messages, each as often as it crosses a link [B]

  const Stations& stations;
  const std::vector<std::vector<std::uint32_t>>& first_station;  ///< [tier][group]
  const std::vector<platform::DevicePlace>& devices;

  const std::vector<platform::LinkGroup>& link_groups;
  const std::vector<std::uint32_t>& group_of_link;
  const std::vector<LinkMeter>& link_meters;
  const LinkCapacities& link_capacities;
  const std::vector<TimeBins>& link_courses;  ///< by group of links

  results::RadioEnergy radio_awake;          ///< without the energy of bytes
  const std::vector<double>& radio_sleep_j;  ///< by group of the first tier [J]
};

}  // namespace dimsim::engine
