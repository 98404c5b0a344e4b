#include "dimsim/engine/hosts.hpp"

#include <algorithm>
#include <limits>

namespace dimsim::engine {

Hosts::Hosts(const scenario::Scenario& scenario, const platform::Topology& topology, Stations& stations,
             const DisciplineEntry* discipline)
    : scenario_(scenario),
      topology_(topology),
      stations_(stations),
      discipline_(discipline),
      first_station_(scenario.tiers.size()),
      reachable_(scenario.tiers.size(), std::vector<std::vector<Host>>(scenario.sites.size())),
      round_robin_(scenario.tiers.size(), std::vector<std::uint32_t>(scenario.sites.size(), 0)) {
  // Devices first: the station of a device has the device's own number, so that a request finds it without
  // a table.
  add_devices();
  for (std::size_t tier = 1; tier < scenario.tiers.size(); ++tier) {
    add_tier(tier);
  }
}

std::uint32_t Hosts::add_kind(const model::Device& device) {
  return stations_.add_kind(
      {.servers = static_cast<std::uint32_t>(device.servers),
       .idle_power_w = device.idle_power_w,
       .active_power_w = model::active_power_w(device),
       .usd_per_s = device.usd_per_s},
      discipline_ != nullptr ? discipline_->make(Node::map()) : make_discipline("fifo", Node::map()));
}

void Hosts::add_devices() {
  const std::vector<scenario::HostGroup>& groups = scenario_.tiers.front().hosts;
  std::vector<std::uint32_t> kinds;
  for (const scenario::HostGroup& group : groups) {
    kinds.push_back(add_kind(group.device));
  }
  for (const platform::DevicePlace& place : topology_.devices()) {
    stations_.add(kinds[place.group]);
  }
  std::uint32_t device = 0;
  for (const scenario::HostGroup& group : groups) {
    first_station_.front().push_back(device);
    device += static_cast<std::uint32_t>(group.count);
  }
}

void Hosts::add_tier(std::size_t tier) {
  for (std::uint32_t group = 0; group < scenario_.tiers[tier].hosts.size(); ++group) {
    const scenario::HostGroup& hosts = scenario_.tiers[tier].hosts[group];
    const std::uint32_t kind = add_kind(hosts.device);
    first_station_[tier].push_back(stations_.size());
    for (int host = 0; host < hosts.count; ++host) {
      const std::uint32_t station = stations_.add(kind);
      for (std::size_t site = 0; site < scenario_.sites.size(); ++site) {
        if (hosts.site.empty() || hosts.site == scenario_.sites[site]) {
          reachable_[tier][site].push_back({station, group});
        }
      }
    }
  }
}

Hosts::Host Hosts::choose(std::uint32_t tier, std::uint32_t device, std::uint32_t site) {
  if (scenario_.tiers[tier].location == scenario::Location::Device) {
    return {device, topology_.devices()[device].group};
  }
  // By the site through which it was sent, not where the device is now: a request that is under way does not
  // move with the device.
  const std::vector<Host>& hosts = reachable_[tier][site];
  if (scenario_.tiers[tier].balance == scenario::Balance::RoundRobin) {
    std::uint32_t& next = round_robin_[tier][site];
    const Host host = hosts[next];
    next = (next + 1) % static_cast<std::uint32_t>(hosts.size());
    return host;
  }
  // Relative to the servers: a host with eight of them and two requests is less loaded than one with a single
  // server and one request. Ties go to the first host, so that a run can be repeated.
  const auto load = [this](const Host& host) {
    const Stations::Station& station = stations_[host.station];
    if (station.servers == 0) {  // of an empty one, the quotient would be NaN, which no host is less than
      return std::numeric_limits<double>::infinity();
    }
    return static_cast<double>(station.waiting + station.busy) / station.servers;
  };
  return *std::min_element(hosts.begin(), hosts.end(),
                           [&load](const Host& a, const Host& b) { return load(a) < load(b); });
}

}  // namespace dimsim::engine
