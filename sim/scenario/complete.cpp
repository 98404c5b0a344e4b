#include "dimsim/scenario/complete.hpp"

#include "dimsim/language/read.hpp"
#include "dimsim/language/resolve.hpp"
#include "dimsim/language/set.hpp"
#include "dimsim/scenario/names.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string_view>
#include <utility>

// Defaults that depend on other values cannot be part of the types of the language, whose defaults are fixed
// texts. They are added to the resolved tree, rather than to the structs of scenario.hpp, so that the
// resolved scenario shows them: results contain it, and running it again must give the same results.

namespace dimsim::scenario {
namespace {

using language::given;
using language::Node;
using language::resolved_scalar;

Location default_location(std::size_t tier, std::size_t tiers) {
  if (tier == 0) {
    return Location::Device;
  }
  if (tier + 1 == tiers) {
    return Location::Cloud;
  }
  // Of three tiers the middle one is an edge; with more, those above it are farther away.
  return tier == 1 ? Location::Site : Location::Metro;
}

void complete_host_names(Node& hosts) {
  // Given names first, wherever they are in the list: a default must not take a name that a later host is
  // given.
  std::set<std::string> taken;
  for (const Node& host : hosts.items) {
    if (const Node* name = given(host, "name")) {
      taken.insert(name->text);
    }
  }
  for (Node& host : hosts.items) {
    const Node* device = given(host, "device", "name");
    if (!host.is_map() || host.has("name") || device == nullptr) {
      continue;
    }
    std::string name = device->text;
    for (int i = 2; !taken.insert(name).second; ++i) {
      name = device->text + "-" + std::to_string(i);
    }
    host.insert_before("device", "name", Node::scalar(name, host.place));
  }
}

void complete_tier(Node& tier, std::size_t index, std::size_t tiers) {
  if (!tier.is_map()) {
    return;
  }
  if (!tier.has("location")) {
    const std::string_view location = language::word_of(kLocations, default_location(index, tiers));
    tier.insert_before("layers", "location", Node::scalar(std::string(location), tier.place));
  }
  const Node* layers = given(tier, "layers");
  if (!tier.has("exits") && layers != nullptr) {
    Node exits = Node::list(layers->place);
    static const language::TypePtr layer = language::integer(1);
    exits.items.push_back(resolved_scalar(std::to_string(layers->range().last), *layer, layers->place));
    tier.insert_before("hosts", "exits", std::move(exits));
  }
  if (Node* hosts = tier.find("hosts"); hosts != nullptr && hosts->is_list()) {
    complete_host_names(*hosts);
  }
}

/// The default λ for entering a tier, by its location. Only the order of magnitude is that of DIMEC-DC, where
/// a cloud costs more than an edge.
const char* default_offload(Location location) {
  switch (location) {
    case Location::Device:
      return "0";
    case Location::Site:
    case Location::Metro:
      return "2";
    case Location::Cloud:
      return "5";
  }
  return "0";
}

/// A tier may be priced by the user and another one not, so the mapping is filled in tier by tier.
void complete_offload(Node& cost, const Node& tiers) {
  if (!cost.has("offload")) {
    cost.insert_before("egress", "offload", Node::map(cost.place));
  }
  Node& all = *cost.find("offload");
  if (!all.is_map()) {
    return;
  }
  for (const Node& tier : tiers.items) {
    const Node* name = given(tier, "name");
    const Node* location = given(tier, "location");
    if (name != nullptr && location != nullptr && !all.has(name->text)) {
      static const language::TypePtr lambda = language::number(0);
      const char* text = default_offload(language::find_word(kLocations, location->text).value());
      all.set(name->text, resolved_scalar(text, *lambda, cost.place), cost.place);
    }
  }
}

/// A policy without a label has its name as label. It goes after the key `policy`, for readers of the
/// resolved text.
void complete_label(Node& policy) {
  const Node* name = given(policy, "policy");
  if (name != nullptr && !policy.has("label")) {
    const Node label = *name;
    policy.entries.insert(policy.entries.begin() + 1, {"label", label, label.place});
  }
}

}  // namespace

void make_path_absolute(Node& path, const std::filesystem::path& file) {
  if (!path.is_scalar() || path.text.empty()) {
    return;
  }
  // An included file may be in another folder than the scenario, and a path in it is relative to that folder.
  const bool is_in_file = path.place.source != nullptr && !language::is_option(path.place);
  const std::filesystem::path from = is_in_file ? std::filesystem::path(path.place.source->name) : file;
  path.text = std::filesystem::absolute(from.parent_path() / path.text).lexically_normal().string();
}

void complete_scenario(Node& scenario, const std::filesystem::path& file) {
  if (!scenario.has("name")) {
    scenario.insert_before("description", "name", Node::scalar(file.stem().string(), scenario.place));
  }
  Node* workload = scenario.find("workload");
  if (Node* trace = workload == nullptr ? nullptr : workload->find("trace")) {
    make_path_absolute(*trace, file);
  }
  if (Node* policies = scenario.find("policies")) {
    for (Node& policy : policies->items) {
      complete_label(policy);
    }
  }
  Node* deployment = scenario.find("deployment");
  Node* tiers = deployment == nullptr ? nullptr : deployment->find("tiers");
  if (tiers == nullptr || !tiers->is_list()) {
    return;
  }
  for (std::size_t i = 0; i < tiers->items.size(); ++i) {
    complete_tier(tiers->items[i], i, tiers->items.size());
  }
  if (Node* cost = scenario.find("cost"); cost != nullptr && cost->is_map()) {
    complete_offload(*cost, *tiers);
  }
}

}  // namespace dimsim::scenario
