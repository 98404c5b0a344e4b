#pragma once

#include "dimsim/engine/run.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/policy/registry.hpp"
#include "dimsim/scenario/scenario.hpp"
#include "dimsim/trace/trace.hpp"
#include "support/small_variant.hpp"

#include <limits>
#include <string>
#include <utility>
#include <vector>

/// Small scenarios and traces built in code, so that a test shows the numbers it depends on.
namespace dimsim::fleet {

/// `count` equal samples: one exit, two classes, always right.
inline trace::Split alike_samples(std::size_t count = 1, int tokens = 10, int text_bytes = 100,
                                  int exits = 12) {
  trace::Split split;
  split.samples = count;
  split.exits = exits;
  split.classes = 2;
  for (std::size_t sample = 0; sample < count; ++sample) {
    split.guid.push_back(static_cast<std::int64_t>(sample));
    split.gold.push_back(1);
    split.tokens.push_back(tokens);
    split.text_bytes.push_back(text_bytes);
    for (int exit = 0; exit < exits; ++exit) {
      split.logits.insert(split.logits.end(), {0.0F, 1.0F});
    }
  }
  return split;
}

/// A device whose service time is always `service_s`.
inline model::Device device_with_service(double service_s, int servers = 1,
                                         model::Jitter::Kind jitter = model::Jitter::Kind::None) {
  model::Device device;
  device.name = "server";
  device.overhead_s = service_s;
  device.flops_per_s = std::numeric_limits<double>::infinity();
  device.memory_bytes_per_s = std::numeric_limits<double>::infinity();
  device.servers = servers;
  device.jitter.kind = jitter;
  return device;
}

inline scenario::Tier tier(std::string name, scenario::Location location, int first_layer, int last_layer,
                           model::Device device, int count = 1) {
  scenario::Tier result;
  result.name = std::move(name);
  result.location = location;
  result.first_layer = first_layer;
  result.last_layer = last_layer;
  result.exits = {last_layer};
  scenario::HostGroup group;
  group.name = device.name;
  group.device = std::move(device);
  group.count = count;
  result.hosts.push_back(std::move(group));
  return result;
}

inline scenario::Link link(double bytes_per_s, double latency_s) {
  scenario::Link result;
  result.name = "link";
  result.up_bytes_per_s = bytes_per_s;
  result.down_bytes_per_s = bytes_per_s;
  result.latency_s = latency_s;
  return result;
}

inline scenario::PolicyChoice always(const std::string& tier) {
  scenario::PolicyChoice choice;
  choice.policy = "fixed";
  choice.label = "all-" + tier;
  language::Node parameters = language::Node::map();
  parameters.set("tier", language::Node::scalar(tier));
  choice.parameters = policy::find(choice.policy)->bind(parameters);
  return choice;
}

/// One site, BERT-base, no transport overheads: a message takes bytes / share + latency.
inline scenario::Scenario plain(std::vector<scenario::Tier> tiers, double rate_per_s,
                                std::uint64_t requests) {
  scenario::Scenario result;
  result.name = "test";
  result.seed = 1;
  result.workload.rate_per_s = rate_per_s;
  result.workload.requests = requests;
  result.model = small_variant(12, 768, 12, 3072, 30522, 768);
  result.model.name = "bert-base";
  result.sites = {"site"};
  result.tiers = std::move(tiers);
  result.network.access = link(1e12, 0);
  result.network.backhaul = link(1e12, 0);
  result.network.wan = link(1e12, 0);
  result.network.transport.header_bytes = 0;
  result.network.transport.slow_start = false;
  result.network.transport.setup_round_trips = 0;
  return result;
}

}  // namespace dimsim::fleet
