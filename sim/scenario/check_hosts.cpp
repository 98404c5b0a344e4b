#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/language/names.hpp"
#include "dimsim/scenario/draft.hpp"
#include "dimsim/scenario/names.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

// Hosts, sites and links. Requests travel from a device over its access link to its site, over the site's
// backhaul to the metro and over the WAN to the cloud. Every host and link on the way to a tier must
// therefore exist, for each site that has devices.

namespace dimsim::scenario {
namespace {

using language::Origin;

bool is_located_at(const TierDraft& tier, Location location) {
  return tier.location.is_given() && tier.values.location == location;
}

void check_precision(const HostDraft& host, const std::string& path, Diagnostics& diagnostics) {
  if (host.chosen_precision && host.device.compute.is_given() &&
      host.device.find(*host.chosen_precision) == nullptr) {
    diagnostics.add(host.precision.place,
                    fmt::format("{}.precision: the device has no speed in {}", path, host.precision.text),
                    fmt::format("it has speeds in {}", fmt::join(host.device.precisions(), ", ")));
  }
}

void refuse_device_key(const Origin& key, const char* name, const std::string& path,
                       Diagnostics& diagnostics) {
  if (!key.is_absent()) {
    diagnostics.add(key.place,
                    fmt::format("{}.{}: allowed only for hosts of the first tier (the devices)", path, name),
                    "remove it");
  }
}

void check_site(const Draft& draft, const TierDraft& tier, const HostDraft& host, const std::string& path,
                Diagnostics& diagnostics) {
  const std::vector<std::string>& known = draft.values.sites;
  // With one site the host is at it. Devices without a site are spread over all sites, so that they need
  // none.
  if (host.site.is_absent() && is_located_at(tier, Location::Site) && known.size() > 1) {
    diagnostics.add(
        host.self.place,
        fmt::format("{}: 'site' is missing; there are {} sites, and a host of this tier is at one of them",
                    path, known.size()),
        "name the site, or give the tier the location metro if the host serves all sites");
  }
  if (!host.site.is_given()) {
    return;
  }
  const std::string& site = host.values.site;
  if (draft.sites_origin.is_given() && std::find(known.begin(), known.end(), site) == known.end()) {
    diagnostics.add(unknown_name(host.site.place, path + ".site", "site", site, known));
  } else if (is_located_at(tier, Location::Metro) || is_located_at(tier, Location::Cloud)) {
    diagnostics.add(host.site.place,
                    fmt::format("{}.site: hosts in the {} serve all sites", path,
                                language::word_of(kLocations, tier.values.location)),
                    "remove 'site'");
  }
}

/// The sites with devices, each with one of the groups that are there, for the message.
std::map<std::string, const HostDraft*> sites_with_devices(const Draft& draft) {
  std::map<std::string, const HostDraft*> result;
  for (const HostDraft& group : draft.tiers.front().hosts) {
    const std::vector<std::string> own{group.values.site};
    for (const std::string& name : group.site.is_given() ? own : draft.values.sites) {
      result.emplace(name, &group);
    }
  }
  return result;
}

/// Checks that every site with devices has a host of the tier. Tiers in the metro and the cloud serve all
/// sites.
void check_reach(const Draft& draft, std::size_t index, Diagnostics& diagnostics) {
  const TierDraft& tier = draft.tiers[index];
  if (!tier.hosts_origin.is_given() || !is_located_at(tier, Location::Site)) {
    return;
  }
  std::set<std::string> served;
  for (const HostDraft& host : tier.hosts) {
    if (!host.site.is_given()) {
      return;  // without a site: at the only one; refused: its site is unknown
    }
    served.insert(host.values.site);
  }
  for (const auto& [site, devices] : sites_with_devices(draft)) {
    if (!served.contains(site)) {
      diagnostics.add({tier.hosts_origin.place,
                       fmt::format("{}.hosts: no host of tier {} serves the site {}", path_of_tier(index),
                                   tier_label(draft, index), quote(site)),
                       "add a host with this site",
                       {{devices->self.place, "these devices are at this site"}}});
    }
  }
}

/// The first tier above the devices whose location is `location` or farther away.
std::optional<std::size_t> first_tier_beyond(const Draft& draft, Location location) {
  for (std::size_t i = 1; i < draft.tiers.size(); ++i) {
    if (draft.tiers[i].location.is_given() && draft.tiers[i].values.location >= location) {
      return i;
    }
  }
  return std::nullopt;
}

/// Checks that a link is given if there is a tier at `nearest_location` or farther away. The message names
/// that tier, since its location is often a default that the user did not think of.
void require_link(const Draft& draft, const Origin& link, LinkKind kind, Location nearest_location,
                  Diagnostics& diagnostics) {
  const std::optional<std::size_t> tier = first_tier_beyond(draft, nearest_location);
  if (tier && link.is_absent()) {
    diagnostics.add(draft.network.self.place,
                    fmt::format("network.{} is missing; requests to tier {} (location: {}) use it",
                                language::word_of(kLinkKinds, kind), tier_label(draft, *tier),
                                draft.tiers[*tier].location.text),
                    "name one of the links that 'dimsim list links' shows, or change the tier's 'location'");
  }
}

}  // namespace

void check_hosts(const Draft& draft, Diagnostics& diagnostics) {
  for (std::size_t index = 0; index < draft.tiers.size(); ++index) {
    const TierDraft& tier = draft.tiers[index];
    for (std::size_t i = 0; i < tier.hosts.size(); ++i) {
      const HostDraft& host = tier.hosts[i];
      if (!host.self.is_given()) {
        continue;
      }
      const std::string path = fmt::format("{}.hosts.{}", path_of_tier(index), i);
      check_precision(host, path, diagnostics);
      if (index > 0) {
        refuse_device_key(host.access, "access", path, diagnostics);
        refuse_device_key(host.rate, "rate", path, diagnostics);
      }
      check_site(draft, tier, host, path, diagnostics);
    }
    check_reach(draft, index, diagnostics);
  }
}

void check_links(const Draft& draft, Diagnostics& diagnostics) {
  const NetworkDraft& network = draft.network;
  if (!network.self.is_given()) {
    return;
  }
  // network.access is needed only by devices without an access link of their own.
  const bool has_devices = !draft.tiers.empty() && !draft.tiers.front().hosts.empty();
  const bool all_have_own =
      has_devices &&
      std::none_of(draft.tiers.front().hosts.begin(), draft.tiers.front().hosts.end(),
                   [](const HostDraft& group) { return group.self.is_given() && group.access.is_absent(); });
  if (!all_have_own) {
    require_link(draft, network.access, LinkKind::Access, Location::Site, diagnostics);
  }
  require_link(draft, network.backhaul, LinkKind::Backhaul, Location::Metro, diagnostics);
  require_link(draft, network.wan, LinkKind::Wan, Location::Cloud, diagnostics);
}

}  // namespace dimsim::scenario
