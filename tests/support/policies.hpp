#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/policy/registry.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

/// Fleets, parameters and requests for tests of policies.
namespace dimsim::policy {

/// Tier i of n has layers 1 to 12 (i + 1) / n and an exit after the last of them.
inline Fleet fleet_of(const std::vector<std::string>& names, std::uint64_t seed = 1,
                      std::uint32_t replication = 0) {
  Fleet fleet;
  for (const std::string& name : names) {
    const int last = static_cast<int>(12 * (fleet.tiers.size() + 1) / names.size());
    fleet.tiers.push_back({.name = name, .first_layer = 1, .last_layer = last, .exits = {last}});
  }
  fleet.seed = seed;
  fleet.replication = replication;
  return fleet;
}

/// A mapping whose values are at `line` 7 of "test.yaml", one per column.
inline Node map_of(const std::vector<std::pair<std::string, std::string>>& entries) {
  const auto source = std::make_shared<const SourceText>(SourceText{"test.yaml", ""});
  Node map = Node::map({source, 7, 1});
  int column = 2;
  for (const auto& [key, value] : entries) {
    map.set(key, Node::scalar(value, {source, 7, column}), {source, 7, column});
    ++column;
  }
  return map;
}

inline Node list_of(const std::vector<std::string>& items) {
  Node list = Node::list();
  for (const std::string& item : items) {
    list.items.push_back(Node::scalar(item));
  }
  return list;
}

inline Node record(const std::string& key, Node value) {
  Node parameters = map_of({});
  parameters.set(key, std::move(value));
  return parameters;
}

inline Request request(std::uint32_t device, std::uint64_t device_number) {
  Request result;
  result.device = device;
  result.entity = device;
  result.device_number = device_number;
  return result;
}

inline Request request(trace::Complexity complexity) {
  Request result;
  result.complexity = complexity;
  return result;
}

/// The tier that a request goes to first.
inline std::size_t first_tier(Policy& policy, const Request& request) { return policy.start(request).tier; }

/// A policy with the given parameters; defaults are not filled in.
inline std::unique_ptr<Policy> make_policy(const std::string& name, const Node& parameters,
                                           const Fleet& fleet) {
  return find(name)->bind(parameters)->create(fleet);
}

/// The exits evaluated so far, from their answers and confidences.
struct Answered {
  std::uint32_t tier;
  int layer;
  int prediction;
  double confidence;
};

/// What the policy does after these exits.
inline Action next_after(Policy& policy, const std::vector<Answered>& answered) {
  std::vector<Exit> exits;
  for (const Answered& a : answered) {
    exits.push_back({a.tier, a.layer, a.prediction, a.confidence, 1 - a.confidence});
  }
  return policy.next({}, {0, exits.back().tier, exits.back().layer, exits});
}

}  // namespace dimsim::policy
