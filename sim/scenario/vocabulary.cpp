#include "dimsim/scenario/vocabulary.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/model/device.hpp"
#include "dimsim/plan/cluster.hpp"
#include "dimsim/plan/study_section.hpp"
#include "dimsim/workload/arrival_process.hpp"

#include <utility>

namespace dimsim::scenario {
namespace {

// The builders of base/language.hpp read best without their namespace, and only here.
using language::boolean;
using language::choice;
using language::defaulted;
using language::directional;
using language::integer;
using language::layers;
using language::list;
using language::mapping;
using language::number;
using language::optional;
using language::quantity;
using language::quantity_or;
using language::record;
using language::reference;
using language::required;
using language::share;
using language::text;

constexpr double kLargestSize = 1e9;      ///< of a model; layers, widths and the like fit an int
constexpr double kLargestCount = 1e7;     ///< of hosts, devices, servers
constexpr double kMostRequests = 4e9;     ///< in a run: their numbers fit 32 bits
constexpr double kMostLayers = 255;       ///< a layer's number fits a byte of a result
constexpr double kLongestTime = 1e9;      ///< some 30 years [s]
constexpr double kSlowestRate = 1e-9;     ///< once in 30 years [1/s]
constexpr double kLargestPacket = 65535;  ///< of IP [B]
constexpr double kLargestMessage = 1e12;  ///< [B]
constexpr double kLargestElement = 1024;  ///< of a hidden state [B]
constexpr double kMostRoundTrips = 1000;
constexpr double kSlowestLink = 1.0 / 8;  ///< one bit per second [B/s]
constexpr double kSlowestCompute = 1;     ///< [FLOP/s]
constexpr double kFastestCompute = 1e16;  ///< ten times what the fastest accelerator reaches [FLOP/s]

TypePtr precision() {
  std::vector<std::string> names;
  for (const auto& [name, value] : model::kPrecisions) {
    names.emplace_back(name);
  }
  return choice(std::move(names));
}
TypePtr size() { return integer(1, kLargestSize); }
TypePtr time() { return quantity(Dimension::Time, 0, true, kLongestTime); }
TypePtr rate() { return quantity(Dimension::Rate, kSlowestRate); }
TypePtr bandwidth() { return quantity(Dimension::Bandwidth, kSlowestLink); }
TypePtr message() { return quantity(Dimension::Data, 0, true, kLargestMessage); }
TypePtr positive(Dimension dimension) { return quantity(dimension, 0, false); }

Field sources() {
  return optional("sources", mapping(text()),
                  "where each figure comes from: its path (`compute.rate`), the beginning of one (`power`), "
                  "or `*` for all, "
                  "and a text; one that begins with `assumed` marks the figure as an assumption");
}

Field description(const char* of) {
  return defaulted("description", text(), "", std::string("one line about the ") + of);
}

TypePtr attention() {
  return record(
      {defaulted("groups", size(), "1", "of the query, key and value projections (SqueezeBERT)"),
       defaulted("output_groups", size(), "1", "of the output projection"),
       defaulted("window", integer(0, kLargestSize), "0",
                 "tokens on each side that a local layer looks at; 0: every layer looks at all tokens"),
       defaulted("global_every", size(), "1",
                 "with a window: layer 1 and every so-manyth from there look at all tokens (ModernBERT: 3)"),
       defaulted("relative_positions", integer(0, kLargestSize), "0",
                 "embeddings of disentangled attention, twice its span (DeBERTa-v3: 512); 0: none")});
}

TypePtr feed_forward_block() {
  return record({defaulted("gated", boolean(), "false", "a first product of twice the width gates (GeGLU)"),
                 defaulted("groups", size(), "1", "of its products (SqueezeBERT)"),
                 defaulted("count", size(), "1", "how many follow each other in a layer (MobileBERT: 4)")});
}

TypePtr bottleneck() {
  return record(
      {defaulted("width", integer(0, kLargestSize), "0", "of attention and feed-forward inside; 0: none"),
       defaulted(
           "separate_attention", boolean(), "false",
           "queries and keys have a narrowing of their own, values come from the full width (MobileBERT)")});
}

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
                "neighbouring embeddings, side by side, that make a token's input (MobileBERT: 3)"),
      defaulted("positions", integer(0, kLargestSize), "512", "learned position embeddings; 0: none"),
      defaulted("token_types", integer(0, kLargestSize), "2", "embeddings of the segment a token is in"),
      defaulted("pooler", boolean(), "true", "has BERT's pooler; counts as parameters only"),
      defaulted("bias", boolean(), "true", "dense layers have biases"),
      defaulted("shared_layers", boolean(), "false", "all layers have the same parameters (ALBERT)"),
      defaulted("attention", attention(), "{}", "how tokens look at each other"),
      defaulted("feed_forward_block", feed_forward_block(), "{}", "what follows the attention of a layer"),
      defaulted("bottleneck", bottleneck(), "{}", "a narrow inside of the layers (MobileBERT)"),
      defaulted(
          "exit_head", choice({"pooler", "linear"}), "pooler",
          "what stands on a layer to answer from it: a dense layer and a classifier, or a classifier alone"),
      defaulted("padding", integer(0, kLargestSize), "0",
                "every sample is padded (or cut) to this many tokens; 0: its own length"),
      sources()};
}

/// Shared by promotion and tail.
TypePtr phase() {
  return record({defaulted("time", time(), "0 s", "how long it lasts"),
                 defaulted("power", quantity(Dimension::Power), "0 W", "of the radio meanwhile")});
}

TypePtr radio() {
  return record(
      {defaulted("up", quantity(Dimension::EnergyPerData), "0 J/B", "for each bit sent, on top of `active`"),
       defaulted("down", quantity(Dimension::EnergyPerData), "0 J/B",
                 "for each bit received, on top of `active`"),
       defaulted("active", quantity(Dimension::Power), "0 W", "while a message is on the link"),
       defaulted("promotion", phase(), "{}", "from sleep to active; messages wait for it"),
       defaulted("tail", phase(), "{}", "after the last message, before it sleeps"),
       defaulted("sleep", quantity(Dimension::Power), "0 W", "otherwise")});
}

std::vector<Field> link_fields() {
  return {description("link"),
          required("bandwidth", directional(bandwidth()), "capacity, one value or `{up: …, down: …}`"),
          required("latency", time(), "propagation delay, one way"),
          defaulted("radio", radio(), "{}", "what the device's radio draws; of access links"), sources()};
}

TypePtr compute() {
  const TypePtr jitter = record(
      {defaulted("distribution", choice({"none", "lognormal", "exponential"}), "none",
                 "how service times vary; their mean is kept"),
       defaulted("coefficient_of_variation", number(0), "0", "standard deviation over mean, of lognormal")});
  const TypePtr speed =
      record({defaulted("overhead", time(), "0 s", "per inference"),
              defaulted("layer_overhead", time(), "0 s", "per layer"),
              required("rate", quantity(Dimension::Compute, kSlowestCompute, true, kFastestCompute),
                       "sustained on matrix products of this kind"),
              optional("memory_bandwidth", bandwidth(), "sustained; absent: never the limit")});
  return record(
      {optional(
           "precision", precision(),
           "of weights and activations, where a host does not choose another; default: the only one given"),
       optional("fp32", speed, "how fast it is in this precision"), optional("fp16", speed, "the same"),
       optional("int8", speed, "the same"), defaulted("jitter", jitter, "{}", "variation of service times")});
}

TypePtr measured_tables() {
  const auto numbers = [] { return list(number(0, kLargestSize, false), 1); };
  return list(record(
      {required("model", text(), "the model it was measured with; used for this model alone"),
       required("precision", precision(), "used when the host runs in it"),
       optional("layers", integer(1, kMostLayers),
                "from the text to the exit of this layer; default: all layers. Several tables make an axis"),
       required("tokens", numbers(), "rising"), required("batch", numbers(), "rising"),
       required("times", list(list(quantity(Dimension::Time, 0, false, kLongestTime), 1), 1),
                "with one exit head: a row for each of `tokens`, in it a time for each of `batch`"),
       optional("tokens_from", integer(1, kLargestSize),
                "extended in a straight line down to so many tokens; default: the first of `tokens`"),
       optional("tokens_to", integer(1, kLargestSize), "and up to so many; default: the last of `tokens`")}));
}

TypePtr serverless() {
  return record(
      {required("memory", positive(Dimension::Data), "that a service takes, as it is billed"),
       required("per_gb_second", quantity(Dimension::Price), "for a gigabyte over a second of service"),
       defaulted("per_request", quantity(Dimension::Price), "0 USD", "for each service"),
       defaulted("billing", time(), "1 ms", "a service is rounded up to a multiple of it")});
}

TypePtr purchase() {
  return record(
      {required("price", quantity(Dimension::Price), "of the device"),
       required("lifetime", quantity(Dimension::Time, 0, false, kLongestTime),
                "over which it is written off"),
       defaulted("duty", number(0, 1, false), "1", "share of its lifetime in which it is in use"),
       defaulted("electricity", quantity(Dimension::PricePerEnergy), "0 USD/kWh", "of what it draws")});
}

std::vector<Field> device_fields() {
  return {description("device"),
          required("compute", compute(), "how long a layer takes"),
          defaulted("measured", measured_tables(), "[]",
                    "measured times of whole models, used instead of `compute`"),
          defaulted("servers", integer(1, kLargestCount), "1",
                    "inferences that run at the same time, each at full speed"),
          optional("memory", positive(Dimension::Data),
                   "for models; what does not fit is refused. Absent: not checked"),
          required("power",
                   record({required("idle", quantity(Dimension::Power), "switched on, no inference running"),
                           required("load", quantity(Dimension::Power), "all servers busy; not below `idle`"),
                           defaulted("inference", quantity(Dimension::Energy), "0 J",
                                     "of each inference, on top of the power over its time")}),
                   "of the whole device"),
          optional("battery", positive(Dimension::Energy), "what a full one holds"),
          defaulted("price", quantity(Dimension::PricePerTime), "0 USD/h",
                    "of renting it, whether it works or not"),
          defaulted("billing", time(), "0 s", "rent is rounded up to a multiple of it; 0 s: to the instant"),
          optional("serverless", serverless(), "price of what is served, instead of or beside rent"),
          optional("purchase", purchase(), "price of owning it, instead of rent"),
          sources()};
}

std::vector<Field> entry_fields(const std::string& kind) {
  return kind == "devices" ? device_fields() : kind == "links" ? link_fields() : model_fields();
}

TypePtr reference_to(const std::string& kind, std::vector<Field> more = {}) {
  std::vector<Field> fields{optional("name", text(), "what results call it; default: the entry's name")};
  for (Field& field : entry_fields(kind)) {
    fields.push_back(std::move(field));
  }
  for (Field& field : more) {
    fields.push_back(std::move(field));
  }
  return reference(kind, std::move(fields));
}

TypePtr access_link() {
  return reference_to(
      "links", {defaulted("sharing", choice({"per-device", "shared"}), "per-device",
                          "a link for each device, or one channel for all devices of a site that use it")});
}

TypePtr workload() {
  return record(
      {required("trace", text(),
                "HDF5 file with the samples, or recipe of a synthetic trace (YAML); a path relative to the "
                "file that names it"),
       defaulted("split", text(), "test", "part of the trace whose samples are sent"),
       defaulted("calibration", text(), "dev",
                 "part of the trace on which policies tune their parameters; never the one that is sent"),
       defaulted("arrivals", choice(workload::arrival_process_names()), "poisson",
                 "times between a device's requests: exponential, or all equal with a random phase"),
       required("rate", rate(), "requests per second of each device"),
       optional("requests", integer(1, kMostRequests), "how many requests arrive in all; this or `duration`"),
       optional("duration", quantity(Dimension::Time, 0, false, kLongestTime),
                "how long requests arrive; this or `requests`"),
       defaulted("warm_up", quantity_or({"auto"}, Dimension::Time, 0, kLongestTime), "0 s",
                 "requests that arrive before are simulated but not measured; `auto`: found by MSER-5 on the "
                 "latencies of each run"),
       defaulted("warm_up_requests", integer(0), "0",
                 "the first so many requests are simulated but not measured"),
       defaulted("samples", choice({"random", "shuffled", "in-order"}), "random",
                 "which sample a request carries: drawn with replacement; from a shuffled list, shuffled "
                 "again each round; "
                 "or from the trace in its order")});
}

TypePtr host() {
  return record(
      {optional("name", text(), "unique in the tier; default: the device's name"),
       required("device", reference_to("devices"), "what it is"),
       defaulted("count", integer(1, kLargestCount), "1", "how many of them"),
       optional("servers", integer(1, kLargestCount), "inferences at the same time; default: the device's"),
       optional("precision", precision(), "one that the device has; default: the device's"),
       optional("site", text(),
                "one of `sites`; default: devices are spread over all sites. A host that stands at a site "
                "needs it where there are several"),
       optional("access", access_link(), "instead of `network.access`; first tier only"),
       optional("rate", rate(), "instead of `workload.rate`; first tier only")});
}

TypePtr tier() {
  return record({required("name", text(), "unique"),
                 optional("location", choice({"device", "site", "metro", "cloud"}),
                          "where it stands; the first tier is on the device. Default: the last of several is "
                          "in the cloud, the "
                          "one after the device at the site, those between in the metro"),
                 required("layers", layers(), "the layers that run here; from 1: it starts from the text"),
                 optional("exits", list(integer(1, kLargestSize), 1),
                          "layers with an exit head, rising; default: the last of `layers`"),
                 required("hosts", list(host(), 1), "what runs it"),
                 defaulted("balance", choice({"shortest-queue", "round-robin"}), "shortest-queue",
                           "which host of the tier gets a request")});
}

TypePtr network() {
  const TypePtr transport = record(
      {defaulted("segment", quantity(Dimension::Data, 1, true, kLargestPacket), "1460 B",
                 "payload of a full packet"),
       defaulted("header", quantity(Dimension::Data, 0, true, kLargestPacket), "40 B", "headers of a packet"),
       defaulted("initial_window", integer(1, kLargestSize), "10",
                 "segments that may be sent at first (RFC 6928)"),
       defaulted("slow_start", boolean(), "true",
                 "payloads above the initial window pay the round trips of slow start"),
       defaulted("setup_round_trips", number(0, kMostRoundTrips), "2",
                 "of a new connection: 1 of TCP and 1 of TLS 1.3"),
       defaulted("keep_alive", time(), "60 s", "a connection idle for longer is set up anew"),
       defaulted("request_overhead", message(), "0 B", "added to the payload of a request"),
       defaulted("answer", message(), "100 B", "payload of an answer"),
       defaulted("activation_element", quantity(Dimension::Data, 0, false, kLargestElement), "4 B",
                 "of each element of a hidden state that is sent")});
  return record(
      {optional("access", access_link(), "device to site"),
       optional("backhaul", reference_to("links"), "site to metro, one for each site"),
       optional("wan", reference_to("links"), "metro to cloud"),
       defaulted("core_energy", quantity(Dimension::EnergyPerData), "0 J/B",
                 "of the network behind the sites, for what crosses a backhaul; 0 J/B: not counted"),
       defaulted("transport", transport, "{}", "how messages travel over links")});
}

Type make_scenario_type() {
  const TypePtr deployment = record(
      {required("tiers", list(tier(), 1), "from the device upwards"),
       defaulted(
           "escalation", choice({"text", "hidden-state"}), "text",
           "what a request that a tier has worked on takes to the next one: its text, to begin again at "
           "layer 1 where that tier has it, or the hidden state, to go on. SplitEE and Neurosurgeon always "
           "go on")});
  const TypePtr cost = record(
      {defaulted("layer", number(0), "1", "λ units for each layer that is run"),
       optional("layers", mapping(number(0)), "the same by tier; default: `layer` in each"),
       defaulted("exit", number(0), "0", "λ units for each exit head that is evaluated"),
       optional("exits", mapping(number(0)), "the same by tier; default: `exit` in each"),
       optional("offload", mapping(number(0)),
                "λ units for entering a tier, by its name; default: device 0, site 2, metro 2, cloud 5"),
       defaulted("egress", quantity(Dimension::PricePerData), "0.09 USD/GB", "of data sent out of the cloud"),
       defaulted(
           "egress_tiers",
           list(record({required("from", quantity(Dimension::Data), "sent in a month"),
                        required("price", quantity(Dimension::PricePerData), "of what comes on top")})),
           "[]",
           "price by the volume of a month, at the pace of the run, instead of `egress`; rising from 0 B")});
  return *record(
      {optional("name", text(), "default: the file's name without its ending"), description("scenario"),
       defaulted("seed", integer(0), "1", "same seed, same results"), replications_field(), precision_field(),
       optional("platform", text(),
                "a whole platform of the catalogue (sites, deployment, network), put below this file"),
       optional("include", list(text()),
                "files whose content is put below this one; a path or a list of them"),
       defaulted("sites", list(text(), 1), "[site]", "places where devices attach to the network"),
       required("workload", workload(), "what is asked, and how often"),
       required("model", reference_to("models"), "the model whose layers are run"),
       required("deployment", deployment, "which layers run where"),
       defaulted("network", network(), "{}", "links between device, site, metro and cloud"),
       required("policies", list(language::policy(), 1),
                "routing policies, simulated side by side on the same arrivals"),
       sweep_field(), keep_requests_field(), defaulted("cost", cost, "{}", "what it costs"),
       optional("carbon", mapping(quantity(Dimension::CarbonPerEnergy)),
                "CO2 equivalent of the electricity of each tier, by its name, and of `network`"),
       optional("cluster", cluster_type(),
                "what a task of `dimsim sweep-script` asks Slurm for; no result depends on it")});
}

}  // namespace

const Type& scenario_type() {
  static const Type type = make_scenario_type();
  return type;
}

const Type& entry_type(const std::string& kind) {
  static const TypePtr devices = record(device_fields());
  static const TypePtr links = record(link_fields());
  static const TypePtr models = record(model_fields());
  if (kind == "devices") {
    return *devices;
  }
  if (kind == "links") {
    return *links;
  }
  if (kind == "models") {
    return *models;
  }
  throw InvariantError("there is no catalogue of " + kind);
}

Type policy_type(const policy::Entry& entry) {
  std::vector<Field> fields{
      required("policy", text(), "name of the policy"),
      optional("label", text(), "what results call it; default: the name of the policy")};
  fields.insert(fields.end(), entry.parameters.begin(), entry.parameters.end());
  return *record(std::move(fields));
}

}  // namespace dimsim::scenario
