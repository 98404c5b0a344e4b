#include "dimsim/scenario/consistency.hpp"

#include "dimsim/base/suggest.hpp"
#include "dimsim/language/resolve.hpp"
#include "dimsim/language/scalars.hpp"
#include "dimsim/language/tree.hpp"
#include "dimsim/plan/cluster.hpp"
#include "dimsim/plan/study_section.hpp"
#include "dimsim/policy/policy.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace dimsim::scenario {
namespace {

constexpr std::size_t kLongestName = 60;
constexpr std::array<std::string_view, 4> kLocations{"device", "site", "metro", "cloud"};

/// Index in kLocations of a tier's location; nothing when it was refused.
std::optional<std::size_t> location_of(const Node& tier) {
  const Node* location = valid(tier, "location");
  if (location == nullptr) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(std::find(kLocations.begin(), kLocations.end(), location->text) -
                                  kLocations.begin());
}

const std::vector<Node>& items(const Node* list) {
  static const std::vector<Node> none;
  return list == nullptr ? none : list->items;
}

std::vector<std::string> texts(const Node* list) {
  std::vector<std::string> result;
  for (const Node& item : items(list)) {
    result.push_back(item.text);
  }
  return result;
}

class ScenarioCheck {
 public:
  ScenarioCheck(const Node& scenario, Diagnostics& diagnostics)
      : scenario_(scenario),
        diagnostics_(diagnostics),
        sites_(valid(scenario, "sites")),
        tiers_(items(valid(scenario, "deployment", "tiers"))) {}

  void run() {
    check_workload(scenario_, diagnostics_);
    check_replications(scenario_, diagnostics_);
    check_names();
    check_size();
    for (std::size_t i = 0; i < tiers_.size(); ++i) {
      if (tiers_[i].is_map()) {
        check_reserved(i);
        check_location(i);
        check_layers(i);
        check_exits(i);
        check_hosts(i);
        check_reach(i);
      }
    }
    check_links();
    check_money(scenario_, diagnostics_);
    check_cluster(scenario_, diagnostics_);
    check_policies();
  }

 private:
  void add(const Place& place, std::string message, std::string hint = "", std::vector<Remark> remarks = {}) {
    diagnostics_.add({place, std::move(message), std::move(hint), std::move(remarks)});
  }

  static std::string at(std::size_t tier) { return fmt::format("deployment.tiers.{}", tier); }
  [[nodiscard]] std::string tier_name(std::size_t tier) const {
    const Node* name = valid(tiers_[tier], "name");
    return name == nullptr ? std::to_string(tier) : quote(name->text);
  }

  /// Names go into tables, file groups and --set paths.
  void check_name(const Node& name, const std::string& path) {
    const bool has_bad = std::any_of(name.text.begin(), name.text.end(),
                                     [](char c) { return c == '/' || static_cast<unsigned char>(c) < 0x20; });
    if (name.text.empty() || name.text.size() > kLongestName || has_bad) {
      add(name.place, fmt::format("{}: {} cannot be a name", path, quote(name.text)),
          fmt::format("use 1 to {} characters on one line, without '/'", kLongestName));
    }
  }

  /// Valid and unique names among siblings; `names` holds nullptr where one was refused.
  void check_unique(const std::vector<const Node*>& names, const std::string& path) {
    std::map<std::string, const Node*> first;
    for (const Node* name : names) {
      if (name == nullptr) {
        continue;
      }
      check_name(*name, path);
      const auto [known, is_new] = first.emplace(name->text, name);
      if (!is_new) {
        add(name->place, fmt::format("{}: the name {} is used twice", path, quote(name->text)),
            "names must differ", {{known->second->place, "first used here"}});
      }
    }
  }

  static std::vector<const Node*> children(const std::vector<Node>& list, std::string_view key) {
    std::vector<const Node*> result;
    for (const Node& item : list) {
      result.push_back(valid(item, key));
    }
    return result;
  }

  /// Words that stand beside the tiers' names in results.
  void check_reserved(std::size_t index) {
    const Node* name = valid(tiers_[index], "name");
    if (name != nullptr && (name->text == kNetworkKey || name->text == kTotalKey)) {
      add(name->place, fmt::format("{}.name: a tier cannot be called {}: results use that word", at(index),
                                   quote(name->text)));
    }
  }

  void check_size() {
    if (tiers_.size() > kMostTiers) {
      add(tiers_[kMostTiers].place, fmt::format("deployment.tiers: more than {} tiers", kMostTiers));
    }
  }

  void check_names() {
    if (const Node* name = valid(scenario_, "name")) {
      check_name(*name, "name");
    }
    std::vector<const Node*> sites;
    sites.reserve(items(sites_).size());
    for (const Node& site : items(sites_)) {
      sites.push_back(site.is_scalar() ? &site : nullptr);
    }
    check_unique(sites, "sites");
    check_unique(children(tiers_, "name"), "deployment.tiers");
    for (std::size_t i = 0; i < tiers_.size(); ++i) {
      check_unique(children(items(valid(tiers_[i], "hosts")), "name"), at(i) + ".hosts");
    }
    check_unique(children(items(valid(scenario_, "policies")), "label"), "policies");
  }

  void check_location(std::size_t index) {
    const std::optional<std::size_t> location = location_of(tiers_[index]);
    if (!location) {
      return;
    }
    const Node& node = *valid(tiers_[index], "location");
    if (index == 0 && *location != 0) {
      add(node.place,
          fmt::format("{}.location: found {}; the first tier is on the device", at(index), quote(node.text)),
          "put the tier of the devices first; requests begin there");
    } else if (index > 0 && *location == 0) {
      add(node.place, fmt::format("{}.location: only the first tier is on the device", at(index)),
          "expected site, metro or cloud");
    } else if (index > 0 && location_of(tiers_[index - 1]).value_or(0) > *location) {
      add(node.place,
          fmt::format("{}.location: {} is nearer to the device than the tier before, {}", at(index),
                      quote(node.text), tier_name(index - 1)),
          "tiers are listed from the device upwards");
    }
  }

  std::optional<LayerRange> layers_of(std::size_t tier) const {
    const Node* layers = valid(tiers_[tier], "layers");
    return layers == nullptr ? std::nullopt : parse_layers(layers->text);
  }

  void check_layers(std::size_t index) {
    const std::optional<LayerRange> layers = layers_of(index);
    if (!layers) {
      return;
    }
    const Node& node = *valid(tiers_[index], "layers");
    const Node* depth = valid(scenario_, "model", "layers");
    if (depth != nullptr && layers->last > depth->integer()) {
      add(node.place, fmt::format("{}.layers: {} goes beyond the {} layers of the model", at(index),
                                  quote(node.text), depth->text));
    }
    if (layers->first == 1) {
      return;
    }
    for (std::size_t i = 0; i < index; ++i) {
      const std::optional<LayerRange> earlier = layers_of(i);
      if (!earlier || earlier->last + 1 == layers->first) {
        return;  // refused before, or fine
      }
    }
    add(node.place,
        fmt::format("{}.layers: {} begins after layer {}, but no tier before ends there", at(index),
                    quote(node.text), layers->first - 1),
        "a tier goes on where an earlier one ends, or begins at layer 1");
  }

  void check_exits(std::size_t index) {
    const std::optional<LayerRange> layers = layers_of(index);
    const Node* exits = valid(tiers_[index], "exits");
    std::int64_t before = 0;
    for (const Node& exit : items(exits)) {
      if (!exit.is_scalar()) {
        continue;
      }
      const std::int64_t layer = exit.integer();
      if (layers && (layer < layers->first || layer > layers->last)) {
        add(exit.place, fmt::format("{}.exits: there is no layer {} in this tier", at(index), exit.text), "",
            {{valid(tiers_[index], "layers")->place, "its layers are given here"}});
      }
      if (layer <= before) {
        add(exit.place,
            fmt::format("{}.exits: {} does not rise above {}, the one before", at(index), exit.text, before));
      }
      before = layer;
    }
  }

  void check_hosts(std::size_t index) {
    const std::vector<Node>& hosts = items(valid(tiers_[index], "hosts"));
    const std::optional<std::size_t> location = location_of(tiers_[index]);
    for (std::size_t i = 0; i < hosts.size(); ++i) {
      const std::string path = fmt::format("{}.hosts.{}", at(index), i);
      check_precision(hosts[i], path);
      if (index > 0) {
        refuse_device_field(hosts[i], "access", path);
        refuse_device_field(hosts[i], "rate", path);
      }
      const std::vector<std::string> known = texts(sites_);
      const Node* site = valid(hosts[i], "site");
      if (site == nullptr) {
        if (location == std::optional<std::size_t>(1) && known.size() > 1 && !hosts[i].has("site")) {
          add(hosts[i].place,
              fmt::format("{}: 'site' is missing; there are {} sites, and a host stands at one of them", path,
                          known.size()),
              "name the site; a host that serves all sites has the location metro");
        }
        continue;
      }
      if (sites_ != nullptr && std::find(known.begin(), known.end(), site->text) == known.end()) {
        add(site->place, fmt::format("{}.site: {} is none of the sites", path, quote(site->text)),
            suggestion(site->text, known));
      } else if (location.value_or(0) > 1) {
        add(site->place,
            fmt::format("{}.site: hosts in the {} serve all sites", path, kLocations.at(*location)),
            "remove 'site'");
      }
    }
  }

  void check_precision(const Node& host, const std::string& path) {
    const Node* precision = host.is_map() ? valid(host, "precision") : nullptr;
    const Node* compute = host.is_map() ? valid(host, "device", "compute") : nullptr;
    if (precision != nullptr && compute != nullptr && !compute->has(precision->text)) {
      add(precision->place, fmt::format("{}.precision: the device has no speed in {}", path, precision->text),
          fmt::format("it has one in {}", fmt::join(precisions_of(*compute), ", ")));
    }
  }

  void refuse_device_field(const Node& host, const char* key, const std::string& path) {
    if (const Node* value = host.find(key)) {
      add(value->place, fmt::format("{}.{}: only hosts of the first tier, the devices, have it", path, key),
          "remove it");
    }
  }

  /// Sites with devices, and for each a group that stands there.
  std::map<std::string, const Node*> sites_with_devices() const {
    std::map<std::string, const Node*> result;
    for (const Node& group : items(tiers_.empty() ? nullptr : valid(tiers_.front(), "hosts"))) {
      const Node* site = group.is_map() ? valid(group, "site") : nullptr;
      for (const std::string& name : site != nullptr ? std::vector{site->text} : texts(sites_)) {
        result.emplace(name, &group);
      }
    }
    return result;
  }

  /// Every site with devices needs a host of each tier that it can reach.
  void check_reach(std::size_t index) {
    const Node* hosts = valid(tiers_[index], "hosts");
    if (hosts == nullptr || location_of(tiers_[index]) != std::optional<std::size_t>(1)) {
      return;
    }
    std::set<std::string> served;
    for (const Node& host : hosts->items) {
      if (!host.is_map() || valid(host, "site") == nullptr) {
        return;  // the only site's, or refused
      }
      served.insert(host.at("site").text);
    }
    for (const auto& [site, devices] : sites_with_devices()) {
      if (!served.contains(site)) {
        add(hosts->place,
            fmt::format("{}.hosts: no host of tier {} serves the site {}", at(index), tier_name(index),
                        quote(site)),
            "add a host with this site", {{devices->place, "devices stand at this site"}});
      }
    }
  }

  /// First tier at or beyond a location.
  std::optional<std::size_t> first_tier_behind(std::size_t location) const {
    for (std::size_t i = 1; i < tiers_.size(); ++i) {
      if (location_of(tiers_[i]).value_or(0) >= location) {
        return i;
      }
    }
    return std::nullopt;
  }

  void check_links() {
    const Node* network = valid(scenario_, "network");
    if (network == nullptr) {
      return;
    }
    const std::vector<Node>& devices = items(tiers_.empty() ? nullptr : valid(tiers_.front(), "hosts"));
    const bool all_have_own =
        !devices.empty() && std::all_of(devices.begin(), devices.end(), [](const Node& group) {
          return !group.is_map() || group.has("access");
        });
    if (!all_have_own) {
      require_link(*network, "access", 1);
    }
    require_link(*network, "backhaul", 2);
    require_link(*network, "wan", 3);
  }

  void require_link(const Node& network, const char* key, std::size_t location) {
    const std::optional<std::size_t> tier = first_tier_behind(location);
    if (tier && !network.has(key)) {
      add(network.place,
          fmt::format("network.{} is missing; requests to tier {} (location: {}) travel over it", key,
                      tier_name(*tier), valid(tiers_[*tier], "location")->text),
          "name one of the links that 'dimsim list links' shows, or change the tier's 'location'");
    }
  }

  /// What policies check their parameters against; nothing when a tier has faults.
  std::optional<policy::Fleet> make_fleet() const {
    policy::Fleet fleet;
    for (std::size_t i = 0; i < tiers_.size(); ++i) {
      const Node* name = valid(tiers_[i], "name");
      const std::optional<LayerRange> layers = layers_of(i);
      const Node* exits = valid(tiers_[i], "exits");
      if (name == nullptr || !layers || exits == nullptr || has_faults(*exits) || exits->items.empty()) {
        return std::nullopt;
      }
      policy::Tier tier{.name = name->text, .first_layer = layers->first, .last_layer = layers->last};
      for (const Node& exit : exits->items) {
        tier.exits.push_back(static_cast<int>(exit.integer()));
      }
      fleet.tiers.push_back(std::move(tier));
    }
    const Node* escalation = valid(scenario_, "deployment", "escalation");
    fleet.restarts = escalation == nullptr || escalation->text == "text";
    return fleet.tiers.empty() ? std::nullopt : std::optional(std::move(fleet));
  }

  /// Makes each policy once: it knows best which tiers it needs.
  void check_policies() {
    const std::optional<policy::Fleet> fleet = make_fleet();
    if (!fleet) {
      return;
    }
    for (const Node& choice : items(valid(scenario_, "policies"))) {
      if (has_faults(choice)) {
        continue;
      }
      try {
        static_cast<void>(policy::find(choice.at("policy").text)->make(choice, *fleet));
      } catch (const InputError& error) {
        for (Diagnostic diagnostic : error.diagnostics()) {
          diagnostic.place = diagnostic.place.source ? diagnostic.place : choice.place;
          diagnostics_.add(std::move(diagnostic));
        }
      }
    }
  }

  const Node& scenario_;
  Diagnostics& diagnostics_;
  const Node* sites_;
  const std::vector<Node>& tiers_;
};

}  // namespace

void check_scenario(const Node& scenario, Diagnostics& diagnostics) {
  ScenarioCheck(scenario, diagnostics).run();
}

}  // namespace dimsim::scenario
