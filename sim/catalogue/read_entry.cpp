#include "dimsim/catalogue/entry_draft.hpp"
#include "dimsim/catalogue/names.hpp"

#include <algorithm>
#include <limits>
#include <utility>

// Field by field, so that a key of the language is found by a search for its name. below() makes the readers
// total: a map that is absent or was refused reads as one without entries.

namespace dimsim::catalogue {
namespace {

using language::below;
using language::given;
using language::Node;
using language::read;

void read_promotion_and_tail(const Node& node, Radio& radio) {
  read(below(node, "promotion"), "time", radio.promotion_s);
  read(below(node, "promotion"), "power", radio.promotion_w);
  read(below(node, "tail"), "time", radio.tail_s);
  read(below(node, "tail"), "power", radio.tail_w);
}

Radio read_radio(const Node& node) {
  Radio radio;
  read(node, "up", radio.up_j_per_byte);
  read(node, "down", radio.down_j_per_byte);
  read(node, "active", radio.active_w);
  read_promotion_and_tail(node, radio);
  read(node, "sleep", radio.sleep_w);
  return radio;
}

SpeedDraft read_speed(const Node& node, model::Precision precision) {
  SpeedDraft speed;
  speed.precision = precision;
  read(node, "overhead", speed.overhead_s);
  read(node, "layer_overhead", speed.layer_overhead_s);
  speed.rate = read(node, "rate", speed.flops_per_s);
  // Without a memory bandwidth the roofline has no memory-bound part.
  speed.memory_bytes_per_s = std::numeric_limits<double>::infinity();
  read(node, "memory_bandwidth", speed.memory_bytes_per_s);
  return speed;
}

/// In the order of kPrecisions, so that messages list them alike whatever the order in the file.
void read_speeds(const Node& compute, DeviceDraft& device) {
  for (const auto& [name, precision] : model::kPrecisions) {
    if (const Node* speed = compute.find(name)) {
      device.speeds.push_back(read_speed(*speed, precision));
    }
  }
  std::string name;
  device.precision = read(compute, "precision", name);
  if (device.precision.is_given()) {
    device.default_precision = model::find_precision(name);
  }
  read(below(compute, "jitter"), "distribution", kJitter, device.values.jitter.kind);
  read(below(compute, "jitter"), "coefficient_of_variation", device.values.jitter.coefficient_of_variation);
}

TableDraft read_table(const Node& node, std::size_t number) {
  // Twice: the values for the simulation, and with their origins for the checks, which name the cell that is
  // wrong.
  TableDraft table;
  table.number = number;
  std::string precision;
  read(node, "precision", precision);
  table.precision = model::find_precision(precision).value_or(model::Precision::Fp32);
  read(node, "model", table.values.model);
  read(node, "layers", table.values.layers);
  table.tokens = language::read_numbers(node, "tokens");
  table.batch = language::read_numbers(node, "batch");
  table.times = language::origin_of(node, "times");
  for (const Node& row : node.at("times").items) {
    table.rows.push_back(language::numbers_of(row));
    table.values.seconds.push_back(table.rows.back().values);
  }
  table.values.tokens = table.tokens.values;
  table.values.batch = table.batch.values;
  table.tokens_from = read(node, "tokens_from", table.values.tokens_from);
  table.tokens_to = read(node, "tokens_to", table.values.tokens_to);
  return table;
}

void read_serverless(const Node& node, model::Serverless& serverless) {
  constexpr double kBytesPerGigabyte = 1e9;  // decimal, as everywhere in prices
  read(node, "memory", serverless.memory_bytes);
  double usd_per_gigabyte_second = 0;
  read(node, "per_gb_second", usd_per_gigabyte_second);
  serverless.usd_per_byte_second = usd_per_gigabyte_second / kBytesPerGigabyte;
  read(node, "per_request", serverless.usd_per_request);
  read(node, "billing", serverless.billing_s);
}

void read_purchase(const Node& node, model::Purchase& purchase) {
  double usd = 0;
  double lifetime_s = 0;
  double duty = 1;
  read(node, "price", usd);
  read(node, "lifetime", lifetime_s);
  read(node, "duty", duty);
  // Straight-line depreciation over the time in use: a device that is used half of the time costs twice as
  // much then.
  purchase.usd_per_s = lifetime_s > 0 ? usd / (lifetime_s * duty) : 0;  // 0: the lifetime was refused
  read(node, "electricity", purchase.usd_per_j);
}

void read_prices(const Node& node, model::Device& device) {
  read(node, "price", device.usd_per_s);
  read(node, "billing", device.billing_s);
  // Optional maps: an absent one must leave the prices at 0, which means "not serverless" and "not owned".
  if (const Node* serverless = given(node, "serverless")) {
    read_serverless(*serverless, device.serverless);
  }
  if (const Node* purchase = given(node, "purchase")) {
    read_purchase(*purchase, device.purchase);
  }
}

}  // namespace

// There are at most three precisions, so a search is enough.
const SpeedDraft* DeviceDraft::find(model::Precision wanted) const {
  const auto found = std::find_if(speeds.begin(), speeds.end(),
                                  [wanted](const SpeedDraft& speed) { return speed.precision == wanted; });
  return found == speeds.end() ? nullptr : &*found;
}

std::vector<std::string> DeviceDraft::precisions() const {
  std::vector<std::string> names;
  for (const SpeedDraft& speed : speeds) {
    names.emplace_back(model::name_of(speed.precision));
  }
  return names;
}

DeviceDraft read_device(const Node& node) {
  DeviceDraft device;
  read(node, "name", device.values.name);
  device.compute = language::origin_of(node, "compute");
  read_speeds(below(node, "compute"), device);
  const std::vector<Node>& tables = below(node, "measured").items;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (!language::has_faults(tables[i])) {  // a table with a hole cannot be checked for monotony
      device.measured.push_back(read_table(tables[i], i));
    }
  }
  read(node, "servers", device.values.servers);
  device.idle = read(below(node, "power"), "idle", device.values.idle_power_w);
  device.load = read(below(node, "power"), "load", device.values.load_power_w);
  read(below(node, "power"), "inference", device.values.inference_j);
  read(node, "memory", device.values.memory_bytes);
  read(node, "battery", device.values.battery_j);
  read_prices(node, device.values);
  return device;
}

model::Device device_in(const DeviceDraft& draft, model::Precision precision) {
  const SpeedDraft* speed = draft.find(precision);
  if (speed == nullptr) {
    throw InvariantError("a device has no speed in the requested precision");
  }
  model::Device device = draft.values;
  // The simulated device has one precision; only the tables measured in it apply.
  device.precision = precision;
  device.overhead_s = speed->overhead_s;
  device.layer_overhead_s = speed->layer_overhead_s;
  device.flops_per_s = speed->flops_per_s;
  device.memory_bytes_per_s = speed->memory_bytes_per_s;
  for (const TableDraft& table : draft.measured) {
    if (table.precision == precision) {
      device.measured.push_back(table.values);
    }
  }
  return device;
}

ModelDraft read_model(const Node& node) {
  ModelDraft draft;
  model::Variant& variant = draft.values;
  read(node, "name", variant.name);
  draft.layers = read(node, "layers", variant.layers);
  draft.hidden = read(node, "hidden", variant.hidden);
  draft.heads = read(node, "heads", variant.heads);
  read(node, "feed_forward", variant.feed_forward);
  read(node, "vocabulary", variant.vocabulary);
  read(node, "embedding", variant.embedding);
  read(node, "embedding_context", variant.embedding_context);
  read(node, "positions", variant.positions);
  read(node, "token_types", variant.token_types);
  read(node, "pooler", variant.pooler);
  read(node, "bias", variant.bias);
  read(node, "shared_layers", variant.shared_layers);
  // Origins are kept only for values that check() compares with others.
  const Node& attention = below(node, "attention");
  draft.groups = read(attention, "groups", variant.attention.groups);
  draft.output_groups = read(attention, "output_groups", variant.attention.output_groups);
  read(attention, "window", variant.attention.window);
  read(attention, "global_every", variant.attention.global_every);
  read(attention, "relative_positions", variant.attention.relative_positions);
  const Node& block = below(node, "feed_forward_block");
  read(block, "gated", variant.feed_forward_block.gated);
  draft.block_groups = read(block, "groups", variant.feed_forward_block.groups);
  read(block, "count", variant.feed_forward_block.count);
  draft.narrow = read(below(node, "bottleneck"), "width", variant.bottleneck.width);
  read(below(node, "bottleneck"), "separate_attention", variant.bottleneck.separate_attention);
  read(node, "exit_head", kExitHeads, variant.exit_head);
  read(node, "padding", variant.pad_to);
  return draft;
}

Link read_link(const Node& node) {
  Link link;
  read(node, "name", link.name);
  read(below(node, "bandwidth"), "up", link.up_bytes_per_s);
  read(below(node, "bandwidth"), "down", link.down_bytes_per_s);
  read(node, "latency", link.latency_s);
  link.radio = read_radio(below(node, "radio"));
  // Only access links of a scenario have this key (access_link() in scenario/vocabulary.cpp).
  read(node, "sharing", kSharing, link.shared);
  return link;
}

}  // namespace dimsim::catalogue
