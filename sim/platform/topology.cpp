#include "dimsim/platform/topology.hpp"

#include "dimsim/base/error.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace dimsim::platform {

using scenario::LinkKind;
using scenario::Location;

Topology::Topology(const scenario::Scenario& scenario, Kernel& kernel) {
  add_core(scenario, kernel);
  add_devices(scenario, kernel);
  kernel.seal();
}

std::uint32_t Topology::add_groups(LinkKind kind, const std::string& name, const scenario::Link& link) {
  groups_.push_back({kind, name + "/up", link.up_bytes_per_s, link.latency_s});
  groups_.push_back({kind, name + "/down", link.down_bytes_per_s, link.latency_s});
  return static_cast<std::uint32_t>(groups_.size() - 2);
}

Topology::Pair Topology::add_pair(Kernel& kernel, const scenario::Link& link, std::uint32_t up_group) {
  const Pair pair{kernel.add_link(link.up_bytes_per_s), kernel.add_link(link.down_bytes_per_s)};
  group_of_link_.push_back(up_group);
  group_of_link_.push_back(up_group + 1);
  return pair;
}

/// A route is the sender's outgoing and the receiver's incoming links, so each pair of places between which
/// messages go has an endpoint that carries the links between them.
void Topology::add_core(const scenario::Scenario& scenario, Kernel& kernel) {
  const auto lies_at = [&scenario](Location location) {
    return std::any_of(scenario.tiers.begin(), scenario.tiers.end(),
                       [location](const scenario::Tier& tier) { return tier.location == location; });
  };
  has_wan_ = lies_at(Location::Cloud);
  has_backhaul_ = has_wan_ || lies_at(Location::Metro);
  // Hosts at a site have no link of their own: from a device to its site only the access link counts.
  here_ = kernel.add_endpoint({}, {});
  if (has_wan_) {
    wan_ = add_pair(kernel, scenario.network.wan, add_groups(LinkKind::Wan, "wan", scenario.network.wan));
    wan_latency_s_ = scenario.network.wan.latency_s;
    cloud_from_metro_ = kernel.add_endpoint({wan_.down}, {wan_.up});
  }
  if (!has_backhaul_) {
    return;
  }
  backhaul_latency_s_ = scenario.network.backhaul.latency_s;
  for (const std::string& site : scenario.sites) {
    const std::string name = scenario.sites.size() == 1 ? "backhaul" : "backhaul/" + site;
    const Pair pair = add_pair(kernel, scenario.network.backhaul,
                               add_groups(LinkKind::Backhaul, name, scenario.network.backhaul));
    backhauls_.push_back(pair);
    metro_from_site_.push_back(kernel.add_endpoint({pair.down}, {pair.up}));
    if (has_wan_) {
      cloud_from_site_.push_back(kernel.add_endpoint({wan_.down, pair.down}, {pair.up, wan_.up}));
    }
  }
}

void Topology::add_devices(const scenario::Scenario& scenario, Kernel& kernel) {
  accesses_.push_back(scenario.network.access);
  SharedChannels shared;
  for (std::uint32_t group = 0; group < scenario.tiers.front().hosts.size(); ++group) {
    add_group(scenario, kernel, group, shared);
  }
}

void Topology::add_group(const scenario::Scenario& scenario, Kernel& kernel, std::uint32_t group,
                         SharedChannels& shared) {
  const scenario::HostGroup& hosts = scenario.tiers.front().hosts[group];
  std::uint32_t access = 0;
  if (hosts.access) {
    accesses_.push_back(*hosts.access);
    access = static_cast<std::uint32_t>(accesses_.size() - 1);
  }
  const scenario::Link& link = accesses_[access];
  // Devices alone send nothing, so they get no links: a million phones without a tier above cost nothing
  // here.
  const bool networked = scenario.tiers.size() > 1;
  const std::uint32_t own_group =
      networked && !link.shared ? add_groups(LinkKind::Access, "access/" + hosts.name, link) : 0;
  for (std::uint32_t number = 0; number < static_cast<std::uint32_t>(hosts.count); ++number) {
    DevicePlace place;
    place.group = group;
    place.entity = {hosts.name, number};
    place.access = access;
    place.endpoint = here_;
    place.site = scenario::site_of_device(scenario, hosts, number);
    if (networked) {
      const Channel channel = link.shared ? shared_channel(scenario, kernel, hosts, place, shared)
                                          : add_channel(kernel, link, own_group);
      place.up = channel.pair.up;
      place.down = channel.pair.down;
      place.endpoint = channel.endpoint;
    }
    devices_.push_back(place);
  }
}

Topology::Channel Topology::add_channel(Kernel& kernel, const scenario::Link& link, std::uint32_t up_group) {
  const Pair pair = add_pair(kernel, link, up_group);
  return {pair, kernel.add_endpoint({pair.up}, {pair.down})};
}

/// One channel for all devices that share the link at this site: a cell, or a wireless network.
Topology::Channel Topology::shared_channel(const scenario::Scenario& scenario, Kernel& kernel,
                                           const scenario::HostGroup& hosts, const DevicePlace& place,
                                           SharedChannels& shared) {
  const auto [entry, is_new] = shared.try_emplace({place.access, place.site});
  if (is_new) {
    std::string name = hosts.access ? "shared-access/" + hosts.name : "shared-access";
    name += scenario.sites.size() == 1 ? "" : "/" + scenario.sites[place.site];
    const scenario::Link& link = accesses_[place.access];
    entry->second = add_channel(kernel, link, add_groups(LinkKind::Access, name, link));
  }
  return entry->second;
}

void Topology::set_latency(Kernel::LinkId link, double latency_s, double not_before_s) {
  if (!(latency_s >= 0) || !std::isfinite(latency_s)) {
    throw InvariantError(fmt::format("a link cannot have a latency of {} s", latency_s));
  }
  Latency& changed = changed_latencies_[link];
  changed.latency_s = latency_s;
  // Of all changes so far: after two in quick succession the message of before the first may still be the
  // last.
  changed.not_before_s = std::max(changed.not_before_s, not_before_s);
}

/// The endpoint of the upper of two places. It depends on the lower one too, since it carries the links
/// between the two.
Kernel::Endpoint Topology::upper_end(const Attachment& place, Location from, Location to) const {
  if (to == Location::Site) {
    return here_;
  }
  if (to == Location::Metro) {
    return metro_from_site_[place.site];
  }
  return from == Location::Metro ? cloud_from_metro_ : cloud_from_site_[place.site];
}

Route Topology::up(const Attachment& place, Location from, Location to) const {
  // Locations are ordered from the device upwards, so a way up crosses what lies between.
  if (!(from < to)) {
    throw InvariantError("a message was sent up to a location that is not above its sender's");
  }
  Route route;
  route.from = from == Location::Device ? place.endpoint : here_;
  if (from == Location::Device) {
    cross(route, place.up, accesses_[place.access].latency_s);
  }
  if (from <= Location::Site && to >= Location::Metro) {
    cross(route, backhauls_[place.site].up, backhaul_latency_s_);
  }
  if (to == Location::Cloud) {
    cross(route, wan_.up, wan_latency_s_);
  }
  route.to = upper_end(place, from, to);
  return route;
}

Route Topology::down(std::uint32_t device, Location from) const {
  const DevicePlace& place = devices_[device];
  Route route;
  route.from = upper_end(place, Location::Device, from);
  route.to = place.endpoint;
  if (from == Location::Cloud) {
    route.crossed[route.hops++] = wan_.down;
  }
  if (from >= Location::Metro) {
    route.crossed[route.hops++] = backhauls_[place.site].down;
  }
  route.crossed[route.hops++] = place.down;
  // Added up from the device, as on the way up: the two are equal to the last bit.
  route.latency_s = latency(place.down, accesses_[place.access].latency_s);
  route.latency_s += from >= Location::Metro ? latency(backhauls_[place.site].down, backhaul_latency_s_) : 0;
  route.latency_s += from == Location::Cloud ? latency(wan_.down, wan_latency_s_) : 0;
  return route;
}

}  // namespace dimsim::platform
