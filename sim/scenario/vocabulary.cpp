#include "dimsim/scenario/vocabulary.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/catalogue/entry_vocabulary.hpp"
#include "dimsim/catalogue/names.hpp"
#include "dimsim/catalogue/types.hpp"
#include "dimsim/policy/registry.hpp"
#include "dimsim/scenario/names.hpp"
#include "dimsim/scenario/words.hpp"
#include "dimsim/workload/arrival_process.hpp"

#include <string>
#include <utility>

// A namespace of its own, because the builders of language/type.hpp read best without their namespace: in
// dimsim::scenario these using-declarations would hide names such as `text` and `list` from the room's other
// files, which a unity build compiles together with this one.
namespace dimsim::scenario::vocabulary {
namespace {

using catalogue::types::kLargestCount;
using catalogue::types::kLargestElement;
using catalogue::types::kLargestPacket;
using catalogue::types::kLargestSize;
using catalogue::types::kLongestTime;
using catalogue::types::kMostRequests;
using catalogue::types::kMostRoundTrips;
using catalogue::types::message;
using catalogue::types::precision;
using catalogue::types::rate;
using catalogue::types::time;
using language::boolean;
using language::choice;
using language::defaulted;
using language::Field;
using language::integer;
using language::list;
using language::mapping;
using language::named;
using language::number;
using language::optional;
using language::quantity;
using language::quantity_or;
using language::record;
using language::required;
using language::text;
using language::TypePtr;

TypePtr access_link() {
  return catalogue::reference_to(
      "links", {defaulted("sharing", choice(language::words_of(catalogue::kSharing)), "per-device",
                          language::documented("how devices share it", catalogue::kSharing))});
}

/// From the registry, so that a new process is documented without a change here.
std::string arrivals_documentation() {
  std::string text = "when the requests of a device arrive";
  for (const workload::ArrivalEntry& entry : workload::arrival_processes()) {
    text += "; `" + entry.name + "`: " + entry.summary;
  }
  return text;
}

/// `requests` and `duration` are both optional here, since a type cannot express that exactly one of them is
/// required; check_workload() does. The calibration split is not the one that is sent: a policy that tunes
/// itself on the samples of the result would look better than it is.
TypePtr workload_section() {
  return record(
      {required(
           "trace", text(),
           "HDF5 file with the samples, or recipe of a synthetic trace (YAML); the path is relative to the "
           "file that names it"),
       defaulted("split", text(), "test", "part of the trace whose samples are sent"),
       defaulted("calibration", text(), "dev",
                 "part of the trace on which policies tune their parameters; never the one that is sent"),
       defaulted("arrivals", choice(workload::arrival_process_names()), "poisson", arrivals_documentation()),
       required("rate", rate(), "requests per second of each device"),
       optional("requests", integer(1, kMostRequests), "total number of requests; either this or `duration`"),
       optional("duration", quantity(Dimension::Time, 0, false, kLongestTime),
                "time during which requests arrive; either this or `requests`"),
       defaulted("warm_up", quantity_or({std::string(kAutomatic)}, Dimension::Time, 0, kLongestTime), "0 s",
                 "requests that arrive earlier are simulated but not measured; `auto`: determined by MSER-5 "
                 "from the latencies of each run"),
       defaulted("warm_up_requests", integer(0), "0",
                 "number of requests, from the first one on, that are simulated but not measured"),
       defaulted("samples", choice(language::words_of(kSampling)), "random",
                 language::documented("which sample a request carries", kSampling))});
}

/// In paths a host can be given by its name or by its device: deployment.tiers.edge.hosts.jetson.
TypePtr host() {
  return named(
      record({optional("name", text(), "unique in the tier; default: the device's name"),
              required("device", catalogue::reference_to("devices"), "the device, by name or by its fields"),
              defaulted("count", integer(1, kLargestCount), "1", "number of such hosts"),
              optional("servers", integer(1, kLargestCount),
                       "number of concurrent inferences; default: the device's"),
              optional("precision", precision(),
                       "a precision in which the device has a speed; default: the device's"),
              optional("site", text(),
                       "one of `sites`; default: devices are spread over all sites. Required for other hosts "
                       "at a site if there are several"),
              optional("access", access_link(), "instead of `network.access`; first tier only"),
              optional("rate", rate(), "instead of `workload.rate`; first tier only")}),
      {"name", "device"});
}

/// The defaults of `location` and `exits` follow from other values; complete.cpp fills them in.
TypePtr tier() {
  return named(
      record({required("name", text(), "unique"),
              optional("location", choice(language::words_of(kLocations)),
                       language::documented("where its hosts are", kLocations) +
                           ". The first tier is on the device. Default: the last of several is in the "
                           "cloud, the one after the device at the site, those between in the metro"),
              required("layers", language::range("layers"),
                       "the layers that run here; layer 1 starts from the text"),
              optional("exits", list(integer(1, kLargestSize), 1),
                       "layers with an exit head, rising; default: the last of `layers`"),
              required("hosts", list(host(), 1), "the machines of the tier"),
              defaulted("balance", choice(language::words_of(kBalance)), "shortest-queue",
                        language::documented("which host of the tier gets a request", kBalance))}),
      {"name"});
}

/// The key of a link of the network. Only the access link can be shared by the devices of a site; there is
/// one backhaul for each site and one WAN in any case.
Field link_field(LinkKind kind) {
  for (const language::Name<LinkKind>& name : kLinkKinds) {
    if (name.value == kind) {
      return optional(std::string(name.word),
                      kind == LinkKind::Access ? access_link() : catalogue::reference_to("links"),
                      std::string(name.meaning));
    }
  }
  throw InvariantError("a kind of link has no name");
}

TypePtr network() {
  // Segment and header make up 1500 B, the usual MTU: 20 B of IPv4 and 20 B of TCP without options.
  const TypePtr transport = record(
      {defaulted("segment", quantity(Dimension::Data, 1, true, kLargestPacket), "1460 B",
                 "payload of a full packet"),
       defaulted("header", quantity(Dimension::Data, 0, true, kLargestPacket), "40 B", "headers of a packet"),
       defaulted("initial_window", integer(1, kLargestSize), "10",
                 "segments that a new connection may send at once (RFC 6928)"),
       defaulted(
           "slow_start", boolean(), "true",
           "payloads above the initial congestion window take the additional round trips of slow start"),
       defaulted("setup_round_trips", number(0, kMostRoundTrips), "2",
                 "of a new connection: 1 for TCP and 1 for TLS 1.3"),
       defaulted("keep_alive", time(), "60 s", "a connection that was idle for longer is set up again"),
       defaulted("request_overhead", message(), "0 B", "added to the payload of a request"),
       defaulted("answer", message(), "100 B", "payload of an answer"),
       defaulted("activation_element", quantity(Dimension::Data, 0, false, kLargestElement), "4 B",
                 "of each element of a hidden state that is sent")});
  return record(
      {link_field(LinkKind::Access), link_field(LinkKind::Backhaul), link_field(LinkKind::Wan),
       defaulted("core_energy", quantity(Dimension::EnergyPerData), "0 J/B",
                 "of the network behind the sites, for data that crosses a backhaul; 0 J/B: not counted"),
       defaulted("transport", transport, "{}", "how messages travel over links")});
}

TypePtr deployment() {
  return record(
      {required("tiers", list(tier(), 1), "from the device upwards"),
       defaulted("escalation", choice(language::words_of(kEscalations)), "text",
                 language::documented(
                     "what an escalated request takes from a tier that has processed it to the next",
                     kEscalations) +
                     ". SplitEE and Neurosurgeon always send the hidden state")});
}

/// λ is an abstract cost, so its prices are plain numbers; money and carbon have units. Keys of mappings are
/// names of tiers, which the type does not know; check_cost() compares them.
TypePtr cost() {
  return record(
      {defaulted("layer", number(0), "1", "λ units for each layer that is run"),
       optional("layers", mapping(number(0)), "the same by tier; default: `layer` in each"),
       defaulted("exit", number(0), "0", "λ units for each exit head that is evaluated"),
       optional("exits", mapping(number(0)), "the same by tier; default: `exit` in each"),
       optional("offload", mapping(number(0)),
                "λ units for entering a tier, by its name; default: device 0, site 2, metro 2, cloud 5"),
       defaulted("egress", quantity(Dimension::PricePerData), "0.09 USD/GB",
                 "price of data sent out of the cloud"),
       defaulted(
           "egress_tiers",
           list(record(
               {required("from", quantity(Dimension::Data), "volume sent in a month"),
                required("price", quantity(Dimension::PricePerData), "of the data above this volume")})),
           "[]",
           "prices by monthly volume, extrapolated from the run, instead of `egress`; rising from 0 B")});
}

/// An element of `policies` in its long form: policy, label and the parameters of this policy.
std::vector<Field> policy_fields(const policy::Entry& entry) {
  std::vector<Field> fields{
      required("policy", text(), "name of the policy"),
      optional("label", text(), "its name in results; default: the name of the policy")};
  fields.insert(fields.end(), entry.parameters.begin(), entry.parameters.end());
  return fields;
}

/// From the registry: a policy declares its parameters where it is defined.
TypePtr policy_choice() {
  std::vector<language::Alternative> alternatives;
  for (const policy::Entry& entry : policy::registry()) {
    alternatives.push_back({entry.name, entry.summary, policy_fields(entry)});
  }
  return named(language::variant("policy", "policy", std::move(alternatives)), {"label", "policy"});
}

/// `platform` and `include` are resolved by the loader and removed before the rest is; they are listed for
/// the schema and the reference documentation.
std::vector<Field> top_level_fields() {
  return {
      optional("name", text(), "default: the file's name without its extension"),
      defaulted("description", text(), "", "one line about the scenario"),
      defaulted("seed", integer(0), "1", "of all random numbers; the same seed gives the same results"),
      optional("platform", text(),
               "a platform of the catalogue (sites, deployment, network), whose values this file overrides"),
      optional("include", list(text()), "files whose values this file overrides; a path or a list of paths"),
      defaulted("sites", list(text(), 1), "[site]", "places where devices attach to the network"),
      required("workload", workload_section(), "which requests arrive, and when"),
      required("model", catalogue::reference_to("models"), "the model whose layers are run"),
      required("deployment", deployment(), "which layers run where"),
      defaulted("network", network(), "{}", "links between device, site, metro and cloud"),
      required("policies", list(policy_choice(), 1),
               "routing policies, simulated side by side on the same arrivals"),
      defaulted("cost", cost(), "{}", "prices in λ and in money"),
      optional("carbon", mapping(quantity(Dimension::CarbonPerEnergy)),
               "CO2 equivalent of the electricity of each tier, by its name, and of `network`")};
}

}  // namespace
}  // namespace dimsim::scenario::vocabulary

namespace dimsim::scenario {

std::vector<language::Field> scenario_fields() { return vocabulary::top_level_fields(); }

}  // namespace dimsim::scenario
