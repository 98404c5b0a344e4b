// dimsim's engine, through its public interface.
#include "bench/load.hpp"
#include "engine/run.hpp"

#include <cstdio>
#include <exception>
#include <limits>

namespace dimsim::bench {

namespace {

constexpr int kLayers = 12;
constexpr int kClasses = 2;

/// One sample of the load's size; what it is classified as does not matter.
trace::Split one_sample(const Load& load) {
  trace::Split split;
  split.samples = 1;
  split.exits = kLayers;
  split.classes = kClasses;
  split.guid = {0};
  split.gold = {0};
  split.tokens = {32};
  split.text_bytes = {static_cast<std::int32_t>(load.text_bytes)};
  split.logits.assign(kLayers * kClasses, 0.0F);
  return split;
}

/// A device whose inferences take kService, whatever the model.
model::Device fixed_service() {
  model::Device device;
  device.name = "fixed";
  device.overhead_s = Load::kService;
  device.flops_per_s = std::numeric_limits<double>::infinity();
  device.memory_bytes_per_s = std::numeric_limits<double>::infinity();
  return device;
}

scenario::Link link(const char* name, double bytes_per_s, double latency_s) {
  scenario::Link link;
  link.name = name;
  link.up_bytes_per_s = bytes_per_s;
  link.down_bytes_per_s = bytes_per_s;
  link.latency_s = latency_s;
  return link;
}

scenario::Tier tier(const char* name, scenario::Location location, int count, int servers) {
  scenario::HostGroup hosts;
  hosts.name = name;
  hosts.device = fixed_service();
  hosts.device.servers = servers;
  hosts.count = count;
  scenario::Tier tier;
  tier.name = name;
  tier.location = location;
  tier.last_layer = kLayers;
  tier.exits = {kLayers};
  tier.hosts = {hosts};
  return tier;
}

/// Connection set-up, slow start and headers are off, since the other programs have none.
scenario::Network network(const Load& load) {
  scenario::Network network;
  network.access = link("access", Load::kAccess, Load::kAccessLatency);
  network.backhaul = link("backhaul", load.backhaul, Load::kBackhaulLatency);
  network.wan = link("wan", Load::kWan, Load::kWanLatency);
  network.transport.slow_start = false;
  network.transport.setup_round_trips = 0;
  network.transport.header_bytes = 0;
  network.transport.answer_bytes = static_cast<double>(Load::kAnswerBytes);
  return network;
}

scenario::Scenario make_scenario(const Load& load) {
  scenario::Scenario scenario;
  scenario.name = "bench";
  scenario.seed = Load::kSeed;
  scenario.workload.rate_per_s = load.rate();
  scenario.workload.requests = load.requests;
  scenario.model = {.name = "bert-base",
                    .layers = kLayers,
                    .hidden = 768,
                    .heads = 12,
                    .feed_forward = 3072,
                    .vocabulary = 30522,
                    .embedding = 768};
  scenario.sites = {"site"};
  scenario.tiers = {tier("mobile", scenario::Location::Device, static_cast<int>(load.devices), 1),
                    tier("cloud", scenario::Location::Cloud, 1, static_cast<int>(load.servers))};
  scenario.network = network(load);
  scenario.policies = {{.policy = "all-cloud", .label = "all-cloud", .parameters = Node::map()}};
  return scenario;
}

void run(const Load& load) {
  const std::clock_t began = std::clock();
  const scenario::Scenario scenario = make_scenario(load);
  const trace::Split samples = one_sample(load);
  const results::RunResult result =
      engine::run({.scenario = scenario, .samples = samples, .policy = scenario.policies.front()});
  Tally tally;
  for (const results::RequestRecord& request : result.requests) {
    tally.add(request.arrival_s, request.finish_s);
  }
  tally.print(began);
}

}  // namespace

}  // namespace dimsim::bench

int main(int argc, char** argv) {
  try {
    dimsim::bench::run(dimsim::bench::parse_load(argc, argv));
    return 0;
  } catch (const std::exception& error) {
    std::fputs(error.what(), stderr);
    return 1;
  }
}
