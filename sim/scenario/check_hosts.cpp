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

namespace dimsim::scenario {
namespace {

using language::Origin;

bool stands_at(const TierDraft& tier, Location location) {
  return tier.location.is_given() && tier.values.location == location;
}

void check_precision(const HostDraft& host, const std::string& path, Diagnostics& diagnostics) {
  if (host.chosen_precision && host.device.compute.is_given() &&
      host.device.find(*host.chosen_precision) == nullptr) {
    diagnostics.add(host.precision.place,
                    fmt::format("{}.precision: the device has no speed in {}", path, host.precision.text),
                    fmt::format("it has one in {}", fmt::join(host.device.precisions(), ", ")));
  }
}

void refuse_device_key(const Origin& key, const char* name, const std::string& path,
                       Diagnostics& diagnostics) {
  if (!key.is_absent()) {
    diagnostics.add(key.place,
                    fmt::format("{}.{}: only hosts of the first tier, the devices, have it", path, name),
                    "remove it");
  }
}

void check_site(const Draft& draft, const TierDraft& tier, const HostDraft& host, const std::string& path,
                Diagnostics& diagnostics) {
  const std::vector<std::string>& known = draft.values.sites;
  if (host.site.is_absent() && stands_at(tier, Location::Site) && known.size() > 1) {
    diagnostics.add(host.self.place,
                    fmt::format("{}: 'site' is missing; there are {} sites, and a host stands at one of them",
                                path, known.size()),
                    "name the site; a host that serves all sites has the location metro");
  }
  if (!host.site.is_given()) {
    return;
  }
  const std::string& site = host.values.site;
  if (draft.sites_origin.is_given() && std::find(known.begin(), known.end(), site) == known.end()) {
    diagnostics.add(host.site.place, fmt::format("{}.site: {} is none of the sites", path, quote(site)),
                    suggestion(site, known));
  } else if (stands_at(tier, Location::Metro) || stands_at(tier, Location::Cloud)) {
    diagnostics.add(host.site.place,
                    fmt::format("{}.site: hosts in the {} serve all sites", path,
                                language::word_of(kLocations, tier.values.location)),
                    "remove 'site'");
  }
}

/// Sites with devices, and for each a group that stands there.
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

/// Every site with devices needs a host of each tier that it can reach.
void check_reach(const Draft& draft, std::size_t index, Diagnostics& diagnostics) {
  const TierDraft& tier = draft.tiers[index];
  if (!tier.hosts_origin.is_given() || !stands_at(tier, Location::Site)) {
    return;
  }
  std::set<std::string> served;
  for (const HostDraft& host : tier.hosts) {
    if (!host.site.is_given()) {
      return;  // the only site's, or refused
    }
    served.insert(host.values.site);
  }
  for (const auto& [site, devices] : sites_with_devices(draft)) {
    if (!served.contains(site)) {
      diagnostics.add({tier.hosts_origin.place,
                       fmt::format("{}.hosts: no host of tier {} serves the site {}", path_of_tier(index),
                                   called(draft, index), quote(site)),
                       "add a host with this site",
                       {{devices->self.place, "devices stand at this site"}}});
    }
  }
}

/// First tier at or beyond a location, on the way from the device.
std::optional<std::size_t> first_tier_behind(const Draft& draft, Location location) {
  for (std::size_t i = 1; i < draft.tiers.size(); ++i) {
    if (draft.tiers[i].location.is_given() && draft.tiers[i].values.location >= location) {
      return i;
    }
  }
  return std::nullopt;
}

void require_link(const Draft& draft, const Origin& link, LinkKind kind, Location behind,
                  Diagnostics& diagnostics) {
  const std::optional<std::size_t> tier = first_tier_behind(draft, behind);
  if (tier && link.is_absent()) {
    diagnostics.add(draft.network.self.place,
                    fmt::format("network.{} is missing; requests to tier {} (location: {}) travel over it",
                                language::word_of(kLinkKinds, kind), called(draft, *tier),
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
