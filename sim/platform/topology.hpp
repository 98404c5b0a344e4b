#pragma once

#include "dimsim/base/random.hpp"
#include "dimsim/platform/kernel.hpp"
#include "dimsim/scenario/scenario.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace dimsim::platform {

/// The way of a message over the network.
struct Route {
  Kernel::Endpoint from = 0;
  Kernel::Endpoint to = 0;
  double latency_s = 0;  ///< propagation, one way [s]
  std::array<Kernel::LinkId, 3> crossed{};
  std::uint8_t hops = 0;  ///< how many of `crossed` are used

  [[nodiscard]] std::span<const Kernel::LinkId> links() const { return {crossed.data(), hops}; }
};

/// Through which site, link and radio a device is connected.
struct Attachment {
  std::uint32_t site = 0;    ///< index into the scenario's sites
  std::uint32_t access = 0;  ///< index into Topology's access links, which have the radios
  Kernel::Endpoint endpoint = 0;
  Kernel::LinkId up = 0;
  Kernel::LinkId down = 0;
};

/// A device of the first tier, and how it is connected now.
struct DevicePlace : Attachment {
  std::uint32_t group = 0;  ///< index into the first tier's hosts
  Entity entity;            ///< whose random numbers it has: its group's name and its number in it
};

/// Links that results report together: one link, or the like links of many devices.
struct LinkGroup {
  scenario::LinkKind kind = scenario::LinkKind::Access;
  std::string name;        ///< "access/pixel-4/up", "shared-access/north/up", "backhaul/north/down", "wan/up"
  double bytes_per_s = 0;  ///< of each link, unless its capacity changes [B/s]
  double latency_s = 0;    ///< of each link, unless it changes [s]
};

/// The scenario's hosts and links, laid out in the kernel. Devices hang on sites by their access link; the
/// way on crosses the site's backhaul (to Metro) and the WAN (to Cloud). Hosts of a tier have no network card
/// of their own: only the links that the scenario names limit transfers.
///
/// Contract: made before the kernel runs. set_latency() and attach() change it during a run; routes are made
/// from the present state and do not follow later changes.
class Topology {
 public:
  /// A latency that has changed.
  struct Latency {
    double latency_s = 0;     ///< [s]
    double not_before_s = 0;  ///< messages that leave later arrive at the link's end no earlier [s]
  };

  /// Adds links and endpoints to `kernel` and seals it.
  Topology(const scenario::Scenario& scenario, Kernel& kernel);

  [[nodiscard]] const std::vector<DevicePlace>& devices() const { return devices_; }
  /// Changes how a device is connected. Messages under way keep their route.
  void attach(std::uint32_t device, const Attachment& attachment) {
    static_cast<Attachment&>(devices_[device]) = attachment;
  }
  /// Changes the latency of a link [s]. Messages that leave later do not overtake those that left before, the
  /// last of which arrives at the link's end at `not_before_s`.
  void set_latency(Kernel::LinkId link, double latency_s, double not_before_s);
  /// The latency of a link if it has ever changed, or nullptr.
  [[nodiscard]] const Latency* changed_latency(Kernel::LinkId link) const {
    if (changed_latencies_.empty()) {
      return nullptr;
    }
    const auto found = changed_latencies_.find(link);
    return found == changed_latencies_.end() ? nullptr : &found->second;
  }
  /// Way of a message from `from` (the device itself, or a tier on its way) up to `to`; from < to.
  [[nodiscard]] Route up(std::uint32_t device, scenario::Location from, scenario::Location to) const {
    return up(devices_[device], from, to);
  }
  [[nodiscard]] Route up(const Attachment& place, scenario::Location from, scenario::Location to) const;
  /// Way of an answer from `from` down to the device.
  [[nodiscard]] Route down(std::uint32_t device, scenario::Location from) const;
  /// All access links, to which Attachment::access refers.
  [[nodiscard]] const std::vector<scenario::Link>& accesses() const { return accesses_; }
  /// The access link of a device.
  [[nodiscard]] const scenario::Link& access(std::uint32_t device) const {
    return accesses_[devices_[device].access];
  }

  [[nodiscard]] const std::vector<LinkGroup>& link_groups() const { return groups_; }
  /// Group of each link, by LinkId.
  [[nodiscard]] const std::vector<std::uint32_t>& group_of_link() const { return group_of_link_; }

 private:
  struct Pair {
    Kernel::LinkId up = 0;
    Kernel::LinkId down = 0;
  };
  /// An access link, of one device or shared by several.
  struct Channel {
    Pair pair;
    Kernel::Endpoint endpoint = 0;
  };
  using SharedChannels = std::map<std::pair<std::uint32_t, std::uint32_t>, Channel>;  ///< by access and site

  Pair add_pair(Kernel& kernel, const scenario::Link& link, std::uint32_t up_group);
  std::uint32_t add_groups(scenario::LinkKind kind, const std::string& name, const scenario::Link& link);
  void add_core(const scenario::Scenario& scenario, Kernel& kernel);
  void add_devices(const scenario::Scenario& scenario, Kernel& kernel);
  void add_group(const scenario::Scenario& scenario, Kernel& kernel, std::uint32_t group,
                 SharedChannels& shared);
  [[nodiscard]] Channel add_channel(Kernel& kernel, const scenario::Link& link, std::uint32_t up_group);
  [[nodiscard]] Channel shared_channel(const scenario::Scenario& scenario, Kernel& kernel,
                                       const scenario::HostGroup& hosts, const DevicePlace& place,
                                       SharedChannels& shared);
  /// `latency_s` unless the link's has changed [s].
  [[nodiscard]] double latency(Kernel::LinkId link, double latency_s) const {
    const Latency* changed = changed_latency(link);
    return changed == nullptr ? latency_s : changed->latency_s;
  }
  void cross(Route& route, Kernel::LinkId link, double latency_s) const {
    route.crossed[route.hops++] = link;
    route.latency_s += latency(link, latency_s);
  }
  [[nodiscard]] Kernel::Endpoint upper_end(const Attachment& place, scenario::Location from,
                                           scenario::Location to) const;

  std::vector<DevicePlace> devices_;
  std::vector<scenario::Link> accesses_;  ///< [0] = network.access, then those of groups that have their own
  std::vector<LinkGroup> groups_;
  std::vector<std::uint32_t> group_of_link_;
  std::unordered_map<Kernel::LinkId, Latency> changed_latencies_;

  double backhaul_latency_s_ = 0;
  double wan_latency_s_ = 0;
  bool has_backhaul_ = false;
  bool has_wan_ = false;
  std::vector<Pair> backhauls_;  ///< by site
  Pair wan_;
  Kernel::Endpoint here_ = 0;                      ///< at a site: no link of its own
  std::vector<Kernel::Endpoint> metro_from_site_;  ///< behind the backhaul of a site
  std::vector<Kernel::Endpoint> cloud_from_site_;  ///< behind backhaul and WAN
  Kernel::Endpoint cloud_from_metro_ = 0;          ///< behind the WAN only
};

}  // namespace dimsim::platform
