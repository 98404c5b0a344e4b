#include "dimsim/scenario/bind.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/language/scalars.hpp"
#include "dimsim/language/sources.hpp"
#include "dimsim/language/tree.hpp"
#include "dimsim/plan/cluster.hpp"
#include "dimsim/plan/study_section.hpp"

#include <array>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

namespace dimsim::scenario {
namespace {

template <typename Enum, std::size_t N>
using Names = std::array<std::pair<std::string_view, Enum>, N>;

constexpr Names<Location, 4> kLocations{{{"device", Location::Device},
                                         {"site", Location::Site},
                                         {"metro", Location::Metro},
                                         {"cloud", Location::Cloud}}};
constexpr Names<Sampling, 3> kSampling{
    {{"random", Sampling::Random}, {"shuffled", Sampling::Shuffled}, {"in-order", Sampling::InOrder}}};
constexpr Names<KeepRequests, 5> kKeepRequests{{{"auto", KeepRequests::Auto},
                                                {"yes", KeepRequests::Yes},
                                                {"true", KeepRequests::Yes},
                                                {"no", KeepRequests::No},
                                                {"false", KeepRequests::No}}};
constexpr Names<Balance, 2> kBalance{
    {{"shortest-queue", Balance::ShortestQueue}, {"round-robin", Balance::RoundRobin}}};
constexpr Names<Escalation, 2> kEscalations{
    {{"text", Escalation::Text}, {"hidden-state", Escalation::HiddenState}}};
constexpr Names<model::ExitHead, 2> kExitHeads{
    {{"pooler", model::ExitHead::Pooler}, {"linear", model::ExitHead::Linear}}};
constexpr Names<model::Jitter::Kind, 3> kJitter{{{"none", model::Jitter::Kind::None},
                                                 {"lognormal", model::Jitter::Kind::Lognormal},
                                                 {"exponential", model::Jitter::Kind::Exponential}}};

template <typename Enum, std::size_t N>
Enum choose(const Names<Enum, N>& names, const Node& node) {
  for (const auto& [name, value] : names) {
    if (name == node.string()) {
      return value;
    }
  }
  throw InvariantError("bind: '" + node.string() + "' is in the language but not in the program");
}

int small_integer(const Node& node) { return static_cast<int>(node.integer()); }

std::vector<double> numbers(const Node& list) {
  std::vector<double> result;
  for (const Node& item : list.items) {
    result.push_back(item.number());
  }
  return result;
}

/// The tables of one precision.
std::vector<model::MeasuredTable> bind_measured(const Node& tables, const std::string& precision) {
  std::vector<model::MeasuredTable> result;
  for (const Node& node : tables.items) {
    if (node.at("precision").text != precision) {
      continue;
    }
    model::MeasuredTable table;
    table.model = node.at("model").string();
    table.tokens = numbers(node.at("tokens"));
    table.batch = numbers(node.at("batch"));
    for (const Node& row : node.at("times").items) {
      std::vector<double>& seconds = table.seconds.emplace_back();
      for (const Node& time : row.items) {
        seconds.push_back(time.quantity(Dimension::Time));
      }
    }
    const auto or_zero = [&node](const char* key) {
      const Node* given = node.find(key);
      return given == nullptr ? 0 : small_integer(*given);
    };
    table.layers = or_zero("layers");
    table.tokens_from = or_zero("tokens_from");
    table.tokens_to = or_zero("tokens_to");
    result.push_back(std::move(table));
  }
  return result;
}

void bind_prices(const Node& node, model::Device& device) {
  constexpr double kBytesPerGigabyte = 1e9;
  device.usd_per_s = node.at("price").quantity(Dimension::PricePerTime);
  device.billing_s = node.at("billing").quantity(Dimension::Time);
  if (const Node* serverless = node.find("serverless")) {
    device.serverless = {
        .memory_bytes = serverless->at("memory").quantity(Dimension::Data),
        .usd_per_byte_second = serverless->at("per_gb_second").quantity(Dimension::Price) / kBytesPerGigabyte,
        .usd_per_request = serverless->at("per_request").quantity(Dimension::Price),
        .billing_s = serverless->at("billing").quantity(Dimension::Time)};
  }
  if (const Node* purchase = node.find("purchase")) {
    device.purchase = {
        .usd_per_s = purchase->at("price").quantity(Dimension::Price) /
                     (purchase->at("lifetime").quantity(Dimension::Time) * purchase->at("duty").number()),
        .usd_per_j = purchase->at("electricity").quantity(Dimension::PricePerEnergy)};
  }
}

}  // namespace

model::Device bind_device(const Node& node, const std::string& name, const std::string& precision) {
  const Node& compute = node.at("compute");
  const Node& speed = compute.at(precision);
  model::Device device;
  device.name = name;
  device.precision = choose(model::kPrecisions, Node::scalar(precision));
  device.overhead_s = speed.at("overhead").quantity(Dimension::Time);
  device.layer_overhead_s = speed.at("layer_overhead").quantity(Dimension::Time);
  device.flops_per_s = speed.at("rate").quantity(Dimension::Compute);
  const Node* bandwidth = speed.find("memory_bandwidth");
  device.memory_bytes_per_s = bandwidth == nullptr ? std::numeric_limits<double>::infinity()
                                                   : bandwidth->quantity(Dimension::Bandwidth);
  device.measured = bind_measured(node.at("measured"), precision);
  device.jitter.kind = choose(kJitter, compute.at("jitter").at("distribution"));
  device.jitter.coefficient_of_variation = compute.at("jitter").at("coefficient_of_variation").number();
  device.servers = small_integer(node.at("servers"));
  device.idle_power_w = node.at("power").at("idle").quantity(Dimension::Power);
  device.load_power_w = node.at("power").at("load").quantity(Dimension::Power);
  device.inference_j = node.at("power").at("inference").quantity(Dimension::Energy);
  const Node* memory = node.find("memory");
  device.memory_bytes = memory == nullptr ? 0 : memory->quantity(Dimension::Data);
  const Node* battery = node.find("battery");
  device.battery_j = battery == nullptr ? 0 : battery->quantity(Dimension::Energy);
  bind_prices(node, device);
  return device;
}

model::Variant bind_model(const Node& node, const std::string& name) {
  model::Variant variant;
  variant.name = name;
  variant.layers = small_integer(node.at("layers"));
  variant.hidden = small_integer(node.at("hidden"));
  variant.heads = small_integer(node.at("heads"));
  variant.feed_forward = small_integer(node.at("feed_forward"));
  variant.vocabulary = small_integer(node.at("vocabulary"));
  variant.embedding = small_integer(node.at("embedding"));
  variant.embedding_context = small_integer(node.at("embedding_context"));
  variant.positions = small_integer(node.at("positions"));
  variant.token_types = small_integer(node.at("token_types"));
  variant.pooler = node.at("pooler").boolean();
  variant.bias = node.at("bias").boolean();
  variant.shared_layers = node.at("shared_layers").boolean();
  const Node& attention = node.at("attention");
  variant.attention = {.groups = small_integer(attention.at("groups")),
                       .output_groups = small_integer(attention.at("output_groups")),
                       .window = small_integer(attention.at("window")),
                       .global_every = small_integer(attention.at("global_every")),
                       .relative_positions = small_integer(attention.at("relative_positions"))};
  const Node& block = node.at("feed_forward_block");
  variant.feed_forward_block = {.gated = block.at("gated").boolean(),
                                .groups = small_integer(block.at("groups")),
                                .count = small_integer(block.at("count"))};
  variant.bottleneck = {.width = small_integer(node.at("bottleneck").at("width")),
                        .separate_attention = node.at("bottleneck").at("separate_attention").boolean()};
  variant.exit_head = choose(kExitHeads, node.at("exit_head"));
  variant.pad_to = small_integer(node.at("padding"));
  return variant;
}

namespace {

Radio bind_radio(const Node& node) {
  return {.up_j_per_byte = node.at("up").quantity(Dimension::EnergyPerData),
          .down_j_per_byte = node.at("down").quantity(Dimension::EnergyPerData),
          .active_w = node.at("active").quantity(Dimension::Power),
          .promotion_s = node.at("promotion").at("time").quantity(Dimension::Time),
          .promotion_w = node.at("promotion").at("power").quantity(Dimension::Power),
          .tail_s = node.at("tail").at("time").quantity(Dimension::Time),
          .tail_w = node.at("tail").at("power").quantity(Dimension::Power),
          .sleep_w = node.at("sleep").quantity(Dimension::Power)};
}

}  // namespace

Link bind_link(const Node& node, const std::string& name) {
  Link link;
  link.name = name;
  link.up_bytes_per_s = node.at("bandwidth").at("up").quantity(Dimension::Bandwidth);
  link.down_bytes_per_s = node.at("bandwidth").at("down").quantity(Dimension::Bandwidth);
  link.latency_s = node.at("latency").quantity(Dimension::Time);
  link.radio = bind_radio(node.at("radio"));
  const Node* sharing = node.find("sharing");
  link.shared = sharing != nullptr && sharing->string() == "shared";
  return link;
}

namespace {

/// A link in its place in a scenario, where it has a name.
Link bind_named_link(const Node& node) { return bind_link(node, node.at("name").string()); }

Workload bind_workload(const Node& node) {
  Workload workload;
  workload.trace = node.at("trace").string();
  workload.split = node.at("split").string();
  workload.calibration = node.at("calibration").string();
  workload.arrivals.process = node.at("arrivals").string();
  workload.rate_per_s = node.at("rate").quantity(Dimension::Rate);
  if (const Node* requests = node.find("requests")) {
    workload.requests = static_cast<std::uint64_t>(requests->integer());
  }
  if (const Node* duration = node.find("duration")) {
    workload.duration_s = duration->quantity(Dimension::Time);
  }
  workload.find_warm_up = node.at("warm_up").string() == kAutomatic;
  workload.warm_up_s = workload.find_warm_up ? 0 : node.at("warm_up").quantity(Dimension::Time);
  workload.warm_up_requests = static_cast<std::uint64_t>(node.at("warm_up_requests").integer());
  workload.sampling = choose(kSampling, node.at("samples"));
  workload.trace_place = node.at("trace").place;
  workload.split_place = node.at("split").place;
  workload.calibration_place = node.at("calibration").place;
  workload.warm_up_place = node.at("warm_up").place;
  return workload;
}

HostGroup bind_host(const Node& node) {
  HostGroup group;
  group.name = node.at("name").string();
  const Node& device = node.at("device");
  const Node* precision = node.find("precision");
  group.device =
      bind_device(device, device.at("name").string(),
                  precision != nullptr ? precision->text : device.at("compute").at("precision").text);
  group.count = small_integer(node.at("count"));
  group.place = node.at("device").place;
  if (const Node* servers = node.find("servers")) {
    group.device.servers = small_integer(*servers);
  }
  if (const Node* site = node.find("site")) {
    group.site = site->string();
  }
  if (const Node* access = node.find("access")) {
    group.access = bind_named_link(*access);
  }
  if (const Node* rate = node.find("rate")) {
    group.rate_per_s = rate->quantity(Dimension::Rate);
  }
  return group;
}

/// What a mapping says of a tier.
std::optional<double> of_tier(const Node* mapping, const std::string& tier,
                              std::optional<Dimension> dimension) {
  const Node* value = mapping == nullptr ? nullptr : mapping->find(tier);
  return value == nullptr ? std::nullopt
                          : std::optional(dimension ? value->quantity(*dimension) : value->number());
}

Tier bind_tier(const Node& node, const Node& scenario) {
  const Node& cost = scenario.at("cost");
  Tier tier;
  tier.name = node.at("name").string();
  tier.location = choose(kLocations, node.at("location"));
  const LayerRange layers = parse_layers(node.at("layers").string()).value();
  tier.first_layer = layers.first;
  tier.last_layer = layers.last;
  for (const Node& exit : node.at("exits").items) {
    tier.exits.push_back(small_integer(exit));
  }
  for (const Node& host : node.at("hosts").items) {
    tier.hosts.push_back(bind_host(host));
  }
  tier.balance = choose(kBalance, node.at("balance"));
  tier.offload_lambda = cost.at("offload").at(tier.name).number();
  tier.layer_lambda =
      of_tier(cost.find("layers"), tier.name, std::nullopt).value_or(cost.at("layer").number());
  tier.exit_lambda = of_tier(cost.find("exits"), tier.name, std::nullopt).value_or(cost.at("exit").number());
  tier.carbon_g_per_j = of_tier(scenario.find("carbon"), tier.name, Dimension::CarbonPerEnergy);
  tier.exits_place = node.at("exits").place;
  return tier;
}

Transport bind_transport(const Node& node) {
  Transport transport;
  transport.segment_bytes = node.at("segment").quantity(Dimension::Data);
  transport.header_bytes = node.at("header").quantity(Dimension::Data);
  transport.initial_window = small_integer(node.at("initial_window"));
  transport.slow_start = node.at("slow_start").boolean();
  transport.setup_round_trips = node.at("setup_round_trips").number();
  transport.keep_alive_s = node.at("keep_alive").quantity(Dimension::Time);
  transport.request_bytes = node.at("request_overhead").quantity(Dimension::Data);
  transport.answer_bytes = node.at("answer").quantity(Dimension::Data);
  transport.activation_element_bytes = node.at("activation_element").quantity(Dimension::Data);
  return transport;
}

Network bind_network(const Node& node) {
  Network network;
  const auto link = [&node](const char* key) {
    const Node* value = node.find(key);
    return value == nullptr ? Link{} : bind_named_link(*value);
  };
  network.access = link("access");
  network.backhaul = link("backhaul");
  network.wan = link("wan");
  network.core_j_per_byte = node.at("core_energy").quantity(Dimension::EnergyPerData);
  network.transport = bind_transport(node.at("transport"));
  return network;
}

Cost bind_cost(const Node& node) {
  Cost cost;
  for (const Node& step : node.at("egress_tiers").items) {
    cost.egress.push_back(
        {step.at("from").quantity(Dimension::Data), step.at("price").quantity(Dimension::PricePerData)});
  }
  if (cost.egress.empty()) {
    cost.egress.push_back({0, node.at("egress").quantity(Dimension::PricePerData)});
  }
  return cost;
}

}  // namespace

Scenario bind(const Node& scenario) {
  Scenario result;
  result.name = scenario.at("name").string();
  result.description = scenario.at("description").string();
  result.seed = static_cast<std::uint64_t>(scenario.at("seed").integer());
  result.replications = static_cast<std::uint32_t>(scenario.at("replications").integer());
  if (const Node* precision = scenario.find("precision")) {
    result.precision = bind_precision(*precision);
  }
  result.keep_requests = choose(kKeepRequests, scenario.at("keep_requests"));
  result.workload = bind_workload(scenario.at("workload"));
  result.model = bind_model(scenario.at("model"), scenario.at("model").at("name").string());
  for (const Node& site : scenario.at("sites").items) {
    result.sites.push_back(site.string());
  }
  result.cost = bind_cost(scenario.at("cost"));
  result.network_carbon_g_per_j = of_tier(scenario.find("carbon"), kNetworkKey, Dimension::CarbonPerEnergy);
  for (const Node& tier : scenario.at("deployment").at("tiers").items) {
    result.tiers.push_back(bind_tier(tier, scenario));
  }
  result.escalation = choose(kEscalations, scenario.at("deployment").at("escalation"));
  result.network = bind_network(scenario.at("network"));
  for (const Node& choice : scenario.at("policies").items) {
    result.policies.push_back({choice.at("policy").string(), choice.at("label").string(), choice});
  }
  result.cluster = bind_cluster(scenario);
  result.sources = notes_of_all(scenario);
  return result;
}

}  // namespace dimsim::scenario
