#include "dimsim/scenario/complete.hpp"

#include "dimsim/language/scalars.hpp"
#include "dimsim/language/set.hpp"
#include "dimsim/language/tree.hpp"
#include "dimsim/model/device.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string_view>
#include <utility>

namespace dimsim::scenario {
namespace {

/// Adds an entry in front of another, where the language has it, so that a completed tree resolves to itself.
void insert_before(Node& record, std::string_view next, std::string key, Node value) {
  const auto place = std::find_if(record.entries.begin(), record.entries.end(),
                                  [&](const Node::Entry& entry) { return entry.key == next; });
  Place where = value.place;
  record.entries.insert(place, {std::move(key), std::move(value), std::move(where)});
}

const char* default_location(std::size_t tier, std::size_t tiers) {
  if (tier == 0) {
    return "device";
  }
  if (tier + 1 == tiers) {
    return "cloud";
  }
  return tier == 1 ? "site" : "metro";
}

void complete_host_names(Node& hosts) {
  std::set<std::string> taken;
  for (const Node& host : hosts.items) {
    if (const Node* name = valid(host, "name")) {
      taken.insert(name->text);
    }
  }
  for (Node& host : hosts.items) {
    const Node* device = valid(host, "device", "name");
    if (!host.is_map() || host.has("name") || device == nullptr) {
      continue;
    }
    std::string name = device->text;
    for (int i = 2; !taken.insert(name).second; ++i) {
      name = device->text + "-" + std::to_string(i);
    }
    insert_before(host, "device", "name", Node::scalar(name, host.place));
  }
}

void complete_tier(Node& tier, std::size_t index, std::size_t tiers) {
  if (!tier.is_map()) {
    return;
  }
  if (!tier.has("location")) {
    insert_before(tier, "layers", "location", Node::scalar(default_location(index, tiers), tier.place));
  }
  const Node* layers = valid(tier, "layers");
  if (!tier.has("exits") && layers != nullptr) {
    Node exits = Node::list(layers->place);
    exits.items.push_back(Node::scalar(std::to_string(parse_layers(layers->text)->last), layers->place));
    insert_before(tier, "hosts", "exits", std::move(exits));
  }
  if (Node* hosts = tier.find("hosts"); hosts != nullptr && hosts->is_list()) {
    complete_host_names(*hosts);
  }
}

/// λ for entering a tier, by where it stands (DIMEC-DC's order of magnitude: a cloud costs more than an
/// edge).
const char* default_offload(const std::string& location) {
  if (location == "device") {
    return "0";
  }
  return location == "cloud" ? "5" : "2";
}

void complete_offload(Node& cost, const Node& tiers) {
  if (!cost.has("offload")) {
    insert_before(cost, "egress", "offload", Node::map(cost.place));
  }
  Node& all = *cost.find("offload");
  if (!all.is_map()) {
    return;
  }
  for (const Node& tier : tiers.items) {
    const Node* name = valid(tier, "name");
    const Node* location = valid(tier, "location");
    if (name != nullptr && location != nullptr && !all.has(name->text)) {
      all.set(name->text, Node::scalar(default_offload(location->text), cost.place), cost.place);
    }
  }
}

}  // namespace

std::vector<std::string> precisions_of(const Node& compute) {
  std::vector<std::string> result;
  for (const auto& [name, precision] : model::kPrecisions) {
    if (compute.has(std::string(name))) {
      result.emplace_back(name);
    }
  }
  return result;
}

void complete_entry(const std::string& kind, Node& entry) {
  Node* compute = kind == "devices" ? entry.find("compute") : nullptr;
  if (compute != nullptr && compute->is_map() && !compute->has("precision")) {
    const std::vector<std::string> given = precisions_of(*compute);
    if (given.size() == 1) {
      compute->entries.insert(compute->entries.begin(),
                              {"precision", Node::scalar(given.front(), compute->place), compute->place});
    }
  }
  const Node* hidden = kind == "models" ? valid(entry, "hidden") : nullptr;
  if (hidden != nullptr && !entry.has("embedding")) {
    insert_before(entry, "embedding_context", "embedding", *hidden);
  }
}

void make_path_absolute(Node& path, const std::filesystem::path& file) {
  if (!path.is_scalar() || path.text.empty()) {
    return;
  }
  const bool is_in_file = path.place.source != nullptr && !is_setting(path.place);
  const std::filesystem::path from = is_in_file ? std::filesystem::path(path.place.source->name) : file;
  path.text = std::filesystem::absolute(from.parent_path() / path.text).lexically_normal().string();
}

void complete_scenario(Node& scenario, const std::filesystem::path& file) {
  if (!scenario.has("name")) {
    insert_before(scenario, "description", "name", Node::scalar(file.stem().string(), scenario.place));
  }
  Node* workload = scenario.find("workload");
  if (Node* trace = workload == nullptr ? nullptr : workload->find("trace")) {
    make_path_absolute(*trace, file);
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
