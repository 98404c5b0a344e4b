#include "dimsim/catalogue/entry_vocabulary.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/catalogue/names.hpp"
#include "dimsim/catalogue/types.hpp"

#include <iterator>
#include <utility>

// A namespace of its own, because the builders of language/type.hpp read best without their namespace: in
// dimsim::catalogue these using-declarations would hide names such as `text` and `number` from the room's
// other files, which a unity build compiles together with this one.
namespace dimsim::catalogue::vocabulary {
namespace {

using language::boolean;
using language::choice;
using language::defaulted;
using language::directional;
using language::Field;
using language::integer;
using language::list;
using language::mapping;
using language::number;
using language::optional;
using language::quantity;
using language::record;
using language::required;
using language::share;
using language::text;
using language::TypePtr;
using types::bandwidth;
using types::kFastestCompute;
using types::kLargestCount;
using types::kLargestSize;
using types::kLongestTime;
using types::kMostLayers;
using types::kSlowestCompute;
using types::message;
using types::positive;
using types::precision;
using types::rate;
using types::size;
using types::time;

/// Optional for the type, since a scenario that describes a device from scratch needs no sources. Entries of
/// the catalogue do (check_sources()).
Field sources() {
  return optional(
      "sources", mapping(text()),
      "where each figure comes from: a text for each path (`compute.rate`), beginning of paths (`power`) or "
      "`*` for all; a text that begins with `assumed` marks the figure as an assumption");
}

Field description(const char* of) {
  return defaulted("description", text(), "", std::string("one line about the ") + of);
}

// Each extension of BERT's layer has a map of its own whose defaults give the plain layer, so that most
// entries need only the sizes.
TypePtr attention() {
  return record(
      {defaulted("groups", size(), "1", "of the query, key and value projections (SqueezeBERT)"),
       defaulted("output_groups", size(), "1", "of the output projection"),
       defaulted("window", integer(0, kLargestSize), "0",
                 "tokens on each side that a local layer looks at; 0: every layer looks at all tokens"),
       defaulted("global_every", size(), "1",
                 "with a window: layer 1 and every n-th layer after it are global and look at all tokens "
                 "(ModernBERT: 3)"),
       defaulted("relative_positions", integer(0, kLargestSize), "0",
                 "embeddings of disentangled attention, twice its span (DeBERTa-v3: 512); 0: none")});
}

TypePtr feed_forward_block() {
  return record({defaulted("gated", boolean(), "false",
                           "the first product has twice the width, and one half gates the other (GeGLU)"),
                 defaulted("groups", size(), "1", "of its products (SqueezeBERT)"),
                 defaulted("count", size(), "1", "number of blocks in sequence in a layer (MobileBERT: 4)")});
}

TypePtr bottleneck() {
  return record(
      {defaulted("width", integer(0, kLargestSize), "0", "of attention and feed-forward; 0: no bottleneck"),
       defaulted("separate_attention", boolean(), "false",
                 "queries and keys have their own projection into the bottleneck, values use the full width "
                 "(MobileBERT)")});
}

/// Widths and layers follow the papers of the BERT family; everything that a variant adds to BERT has BERT's
/// value as its default.
std::vector<Field> model_fields() {
  return {
      description("model"),
      required("layers", integer(1, kMostLayers), "encoder layers"),
      required("hidden", size(), "width of the hidden state; a multiple of `heads`"),
      required("heads", size(), "attention heads"),
      required("feed_forward", size(), "inner width of the feed-forward block"),
      required("vocabulary", size(), "word pieces"),
      optional("embedding", size(), "width of the embedding table; default: `hidden`"),
      defaulted("embedding_context", size(), "1",
                "number of neighbouring embeddings that are concatenated for each token (MobileBERT: 3)"),
      defaulted("positions", integer(0, kLargestSize), "512", "learned position embeddings; 0: none"),
      defaulted("token_types", integer(0, kLargestSize), "2", "embeddings of the segment of a token"),
      defaulted("pooler", boolean(), "true", "has BERT's pooler; affects the number of parameters only"),
      defaulted("bias", boolean(), "true", "dense layers have biases"),
      defaulted("shared_layers", boolean(), "false", "all layers have the same parameters (ALBERT)"),
      defaulted("attention", attention(), "{}", "shape of the attention"),
      defaulted("feed_forward_block", feed_forward_block(), "{}", "what follows the attention in a layer"),
      defaulted("bottleneck", bottleneck(), "{}", "narrow interior of the layers (MobileBERT)"),
      defaulted("exit_head", choice(language::words_of(kExitHeads)), "pooler",
                language::documented("the classifier that answers from a layer", kExitHeads)),
      defaulted("padding", integer(0, kLargestSize), "0",
                "every sample is padded (or cut) to this many tokens; 0: its own length"),
      sources()};
}

/// Promotion or tail: a state of the radio in which no message is on the link.
TypePtr phase() {
  return record({defaulted("time", time(), "0 s", "how long it lasts"),
                 defaulted("power", quantity(Dimension::Power), "0 W", "of the radio during this time")});
}

TypePtr radio() {
  return record(
      {defaulted("up", quantity(Dimension::EnergyPerData), "0 J/B", "for each bit sent, on top of `active`"),
       defaulted("down", quantity(Dimension::EnergyPerData), "0 J/B",
                 "for each bit received, on top of `active`"),
       defaulted("active", quantity(Dimension::Power), "0 W", "while a message is on the link"),
       defaulted("promotion", phase(), "{}", "from sleep to active; messages wait until it ends"),
       defaulted("tail", phase(), "{}", "after the last message, before it sleeps"),
       defaulted("sleep", quantity(Dimension::Power), "0 W", "otherwise")});
}

/// `sharing` is not a field of the entry: whether devices share a channel is a property of the scenario,
/// which adds the key to its access links.
std::vector<Field> link_fields() {
  return {description("link"),
          required("bandwidth", directional(bandwidth(), "from the device", "to the device"),
                   "capacity, one value or `{up: …, down: …}`"),
          required("latency", time(), "propagation delay, one way"),
          defaulted("radio", radio(), "{}", "power and energy of the device's radio; for access links"),
          sources()};
}

/// The analytic model of a device: the roofline of model::service_time_s(). Rates outside of kSlowestCompute
/// to kFastestCompute can only be typing errors.
TypePtr compute() {
  const TypePtr jitter = record(
      {defaulted(
           "distribution", choice(language::words_of(kJitter)), "none",
           language::documented("how service times vary around their mean, which is preserved", kJitter)),
       defaulted("coefficient_of_variation", number(0), "0", "standard deviation over mean, of lognormal")});
  const TypePtr speed =
      record({defaulted("overhead", time(), "0 s", "per inference"),
              defaulted("layer_overhead", time(), "0 s", "per layer"),
              required("rate", quantity(Dimension::Compute, kSlowestCompute, true, kFastestCompute),
                       "sustained for matrix products in this precision"),
              optional("memory_bandwidth", bandwidth(), "sustained; absent: never the limit")});
  return record(
      {optional("precision", precision(),
                "of weights and activations, unless a host chooses another; default: the only one given"),
       optional("fp32", speed, "speed in this precision"), optional("fp16", speed, "the same"),
       optional("int8", speed, "the same"), defaulted("jitter", jitter, "{}", "variation of service times")});
}

TypePtr measured_tables() {
  const auto numbers = [] { return list(number(0, kLargestSize, false), 1); };
  return list(record(
      {required("model", text(), "the model that was measured; the table is used for this model only"),
       required("precision", precision(), "the table is used for hosts with this precision"),
       optional("layers", integer(1, kMostLayers),
                "from the text to the exit of this layer; default: all layers. Several tables form an axis"),
       required("tokens", numbers(), "rising"), required("batch", numbers(), "rising"),
       required("times", list(list(quantity(Dimension::Time, 0, false, kLongestTime), 1), 1),
                "with one exit head: a row for each of `tokens` with a time for each of `batch`"),
       optional("tokens_from", integer(1, kLargestSize),
                "extrapolated linearly down to this number of tokens; default: the first of `tokens`"),
       optional("tokens_to", integer(1, kLargestSize),
                "extrapolated linearly up to this number of tokens; default: the last of `tokens`")}));
}

// Three ways to pay for a device, which may be combined: rent by time, a price per service, and ownership.
// All are absent by default, so that studies without money need no prices.
TypePtr serverless() {
  return record(
      {required("memory", positive(Dimension::Data), "billed memory of a service"),
       required("per_gb_second", quantity(Dimension::Price), "for a gigabyte and a second of service"),
       defaulted("per_request", quantity(Dimension::Price), "0 USD", "for each service"),
       defaulted("billing", time(), "1 ms", "service times are rounded up to a multiple of it")});
}

TypePtr purchase() {
  return record({required("price", quantity(Dimension::Price), "of the device"),
                 required("lifetime", quantity(Dimension::Time, 0, false, kLongestTime),
                          "time over which it is written off"),
                 defaulted("duty", number(0, 1, false), "1", "fraction of its lifetime in which it is used"),
                 defaulted("electricity", quantity(Dimension::PricePerEnergy), "0 USD/kWh",
                           "price of the energy that it uses")});
}

std::vector<Field> device_fields() {
  return {
      description("device"),
      required("compute", compute(), "speed, from which the time of a layer follows"),
      defaulted("measured", measured_tables(), "[]",
                "measured times of whole models, used instead of `compute`"),
      defaulted("servers", integer(1, kLargestCount), "1",
                "number of concurrent inferences, each at full speed"),
      optional("memory", positive(Dimension::Data),
               "for models; layers that do not fit are refused. Absent: not checked"),
      required("power",
               record({required("idle", quantity(Dimension::Power), "switched on, no inference running"),
                       required("load", quantity(Dimension::Power), "all servers busy; not below `idle`"),
                       defaulted("inference", quantity(Dimension::Energy), "0 J",
                                 "of each inference, on top of the power over its time")}),
               "of the whole device"),
      optional("battery", positive(Dimension::Energy), "energy of a full battery"),
      defaulted("price", quantity(Dimension::PricePerTime), "0 USD/h", "rent, whether it is busy or not"),
      defaulted("billing", time(), "0 s", "rented time is rounded up to a multiple of it; 0 s: no rounding"),
      optional("serverless", serverless(), "prices per service, instead of rent or in addition to it"),
      optional("purchase", purchase(), "price of owning it, instead of rent"),
      sources()};
}

/// Built once: a reference to an entry copies its fields, and the types of the fields are shared.
TypePtr entry_type(const std::string& kind) {
  static const TypePtr devices = record(device_fields());
  static const TypePtr links = record(link_fields());
  static const TypePtr models = record(model_fields());
  if (kind == "devices") {
    return devices;
  }
  if (kind == "links") {
    return links;
  }
  if (kind == "models") {
    return models;
  }
  throw InvariantError("unknown kind of catalogue entries: " + kind);
}

Field entry_name() { return optional("name", text(), "its name in results; default: the entry's name"); }

}  // namespace
}  // namespace dimsim::catalogue::vocabulary

namespace dimsim::catalogue {

const language::Type& entry_type(const std::string& kind) { return *vocabulary::entry_type(kind); }

language::TypePtr reference_to(const std::string& kind, std::vector<language::Field> more) {
  std::vector<language::Field> fields{vocabulary::entry_name()};
  const std::vector<language::Field>& of_entry = entry_type(kind).fields;
  fields.insert(fields.end(), of_entry.begin(), of_entry.end());
  fields.insert(fields.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  return language::reference(kind, std::move(fields));
}

}  // namespace dimsim::catalogue
