#include "dimsim/language/emit.hpp"
#include "dimsim/language/sources.hpp"
#include "dimsim/policy/registry.hpp"
#include "dimsim/scenario/draft.hpp"
#include "dimsim/scenario/names.hpp"
#include "dimsim/scenario/words.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>

// The resolved tree is read once, into a draft; nothing after this file knows the keys of the language. The
// defaults of the structs matter only where a value was refused, since the resolver has filled in those of
// the language.

namespace dimsim::scenario {
namespace {

using language::below;
using language::given;
using language::Node;
using language::Origin;
using language::origin_of;
using language::read;

/// Reads the parts of one scenario.
class DraftReader {
 public:
  explicit DraftReader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  Draft read_scenario(const Node& node) {
    Draft draft;
    draft.name = read(node, "name", draft.values.name);
    read(node, "description", draft.values.description);
    read(node, "seed", draft.values.seed);
    draft.workload = read_workload(node);
    draft.model = read_model_of(node);
    read_sites(node, draft);
    draft.cost = read_cost(below(node, "cost"));
    draft.carbon = read_figures(node, "carbon");
    const Node& deployment = below(node, "deployment");
    for (const Node& tier : below(deployment, "tiers").items) {
      draft.tiers.push_back(read_tier(tier, draft.tiers.size()));
    }
    read(deployment, "escalation", kEscalations, draft.values.escalation);
    draft.network = read_network(node);
    for (const Node& policy : below(node, "policies").items) {
      draft.policies.push_back(read_policy(policy));
    }
    draft.values.sources = std::move(sources_);
    return draft;
  }

 private:
  static WorkloadDraft read_workload(const Node& scenario) {
    const Node& node = below(scenario, "workload");
    WorkloadDraft draft;
    Workload& workload = draft.values;
    draft.self = origin_of(scenario, "workload");
    std::string trace;
    draft.trace = read(node, "trace", trace);
    workload.trace = trace;
    workload.trace_place = draft.trace.place;
    workload.split_place = read(node, "split", workload.split).place;
    workload.calibration_place = read(node, "calibration", workload.calibration).place;
    read(node, "arrivals", workload.arrival_process);
    draft.rate = read(node, "rate", workload.rate_per_s);
    draft.requests = read(node, "requests", workload.requests);
    draft.duration = read(node, "duration", workload.duration_s);
    draft.warm_up = origin_of(node, "warm_up");
    // A word has no parsed value, so that it must be recognised before a quantity is read.
    workload.find_warm_up = draft.warm_up.text == kAutomatic;
    if (!workload.find_warm_up) {
      read(node, "warm_up", workload.warm_up_s);
    }
    workload.warm_up_place = draft.warm_up.place;
    draft.warm_up_requests = read(node, "warm_up_requests", workload.warm_up_requests);
    read(node, "samples", kSampling, workload.sampling);
    return draft;
  }

  catalogue::ModelDraft read_model_of(const Node& scenario) {
    const Node* node = given(scenario, "model");
    if (node == nullptr) {
      return {};
    }
    note_sources("models", *node);
    catalogue::ModelDraft model = catalogue::read_model(*node);
    check(model, "model", diagnostics_);
    return model;
  }

  static void read_sites(const Node& scenario, Draft& draft) {
    draft.sites_origin = origin_of(scenario, "sites");
    for (const Node& site : below(scenario, "sites").items) {
      draft.sites.push_back(origin_of(site));
      draft.values.sites.push_back(site.text);
    }
  }

  Link read_link_of(const Node& record, std::string_view key) {
    const Node* node = given(record, key);
    if (node == nullptr) {
      return {};
    }
    note_sources("links", *node);
    return catalogue::read_link(*node);
  }

  HostDraft read_host(const Node& node, const std::string& path) {
    HostDraft draft;
    HostGroup& group = draft.values;
    draft.self = origin_of(node);
    draft.name = read(node, "name", group.name);
    draft.device_origin = origin_of(node, "device");
    group.place = draft.device_origin.place;
    if (const Node* device = given(node, "device")) {
      note_sources("devices", *device);
      draft.device = catalogue::read_device(*device);
      check(draft.device, path + ".device", diagnostics_);
    }
    draft.count = read(node, "count", group.count);
    read(node, "servers", draft.servers);
    // Not read into `group`: whether the device has this precision is checked later, against its own message.
    draft.precision = origin_of(node, "precision");
    draft.chosen_precision = model::find_precision(draft.precision.text);
    draft.site = read(node, "site", group.site);
    draft.access = origin_of(node, "access");
    if (draft.access.is_given()) {  // otherwise the optional stays empty, which means network.access
      group.access = read_link_of(node, "access");
    }
    draft.rate = read(node, "rate", group.rate_per_s);
    return draft;
  }

  TierDraft read_tier(const Node& node, std::size_t number) {
    TierDraft draft;
    Tier& tier = draft.values;
    draft.self = origin_of(node);
    draft.name = read(node, "name", tier.name);
    draft.location = read(node, "location", kLocations, tier.location);
    draft.layers = origin_of(node, "layers");
    if (draft.layers.is_given()) {  // a range has no reader in read.hpp: it has two values
      const language::WholeRange layers = node.at("layers").range();
      tier.first_layer = layers.first;
      tier.last_layer = layers.last;
    }
    const Node& exits = below(node, "exits");
    tier.exits_place = exits.place;
    // Policies are made from the exits before the scenario is accepted, and must not see refused ones.
    draft.has_sound_exits = !exits.items.empty();
    for (const Node& exit : exits.items) {
      draft.exits.push_back(origin_of(exit));
      draft.has_sound_exits = draft.has_sound_exits && draft.exits.back().is_given();
      // 0 keeps the values parallel to their origins, of which the checks skip the refused ones.
      tier.exits.push_back(draft.exits.back().is_given() ? static_cast<int>(exit.integer()) : 0);
    }
    draft.hosts_origin = origin_of(node, "hosts");
    for (const Node& host : below(node, "hosts").items) {
      draft.hosts.push_back(
          read_host(host, fmt::format("{}.hosts.{}", path_of_tier(number), draft.hosts.size())));
    }
    read(node, "balance", kBalance, tier.balance);
    return draft;
  }

  static Transport read_transport(const Node& node) {
    Transport transport;
    read(node, "segment", transport.segment_bytes);
    read(node, "header", transport.header_bytes);
    read(node, "initial_window", transport.initial_window);
    read(node, "slow_start", transport.slow_start);
    read(node, "setup_round_trips", transport.setup_round_trips);
    read(node, "keep_alive", transport.keep_alive_s);
    read(node, "request_overhead", transport.request_bytes);
    read(node, "answer", transport.answer_bytes);
    read(node, "activation_element", transport.activation_element_bytes);
    return transport;
  }

  NetworkDraft read_network(const Node& scenario) {
    const Node& node = below(scenario, "network");
    NetworkDraft draft;
    draft.self = origin_of(scenario, "network");
    draft.access = origin_of(node, "access");
    draft.backhaul = origin_of(node, "backhaul");
    draft.wan = origin_of(node, "wan");
    // An absent link has no bandwidth; check_links() refuses it if a request needs it.
    draft.values.access = read_link_of(node, "access");
    draft.values.backhaul = read_link_of(node, "backhaul");
    draft.values.wan = read_link_of(node, "wan");
    read(node, "core_energy", draft.values.core_j_per_byte);
    draft.values.transport = read_transport(below(node, "transport"));
    return draft;
  }

  /// The tiers are not known yet, so figures are kept by name.
  static std::vector<TierFigure> read_figures(const Node& record, std::string_view key) {
    std::vector<TierFigure> figures;
    for (const Node::Entry& entry : below(record, key).entries) {
      const bool is_given = entry.value.kind != Node::Kind::Null;
      figures.push_back(
          {entry.key, entry.key_place, is_given ? std::optional(entry.value.real()) : std::nullopt});
    }
    return figures;
  }

  static CostDraft read_cost(const Node& node) {
    CostDraft draft;
    read(node, "layer", draft.layer_lambda);
    read(node, "exit", draft.exit_lambda);
    draft.layers = read_figures(node, "layers");
    draft.exits = read_figures(node, "exits");
    draft.offload = read_figures(node, "offload");
    read(node, "egress", draft.usd_per_byte);
    for (const Node& item : below(node, "egress_tiers").items) {
      EgressStep step;
      Origin from = read(item, "from", step.from_bytes);
      read(item, "price", step.usd_per_byte);
      if (!from.is_given()) {
        break;  // the steps after it would be compared with the wrong predecessor
      }
      draft.steps.push_back(step);
      draft.step_origins.push_back(std::move(from));
    }
    return draft;
  }

  /// Without parameters if something of it was refused.
  PolicyDraft read_policy(const Node& node) {
    PolicyDraft draft;
    read(node, "policy", draft.values.policy);
    draft.label = read(node, "label", draft.values.label);
    draft.values.text = language::one_line(node);
    draft.values.place = node.place;
    if (!language::has_faults(node)) {
      try {
        draft.values.parameters = policy::find(draft.values.policy)->bind(node);
      } catch (const InputError& error) {
        diagnostics_.add(error);
      }
    }
    return draft;
  }

  /// Adds the sources of an entry that the scenario uses. Several hosts may use the same entry, with or
  /// without overrides; equal notes are kept once.
  void note_sources(const std::string& kind, const Node& entry) {
    const Node* name = given(entry, "name");
    if (name == nullptr || language::has_faults(below(entry, "sources"))) {
      return;
    }
    for (SourceNote& note : language::notes_of(entry, kind + "/" + name->string())) {
      if (seen_.emplace(note.entry, note.figure, note.text).second) {
        sources_.push_back(std::move(note));
      }
    }
  }

  Diagnostics& diagnostics_;
  std::vector<SourceNote> sources_;
  std::set<std::tuple<std::string, std::string, std::string>> seen_;
};

/// The figure of a tier; nothing if the mapping does not have it, so that the caller's default applies.
std::optional<double> find_figure(const std::vector<TierFigure>& figures, const std::string& tier) {
  const auto found = std::find_if(figures.begin(), figures.end(),
                                  [&tier](const TierFigure& figure) { return figure.tier == tier; });
  return found == figures.end() ? std::nullopt : found->value;
}

/// Turns the device of a host into one with a single precision, since the simulation has no use for the
/// others.
HostGroup finish_host(HostDraft&& draft) {
  HostGroup group = std::move(draft.values);
  // The draft has no errors, so that there is a default precision wherever the host does not choose one.
  group.device =
      catalogue::device_in(draft.device, draft.chosen_precision.value_or(*draft.device.default_precision));
  if (draft.servers) {
    group.device.servers = *draft.servers;
  }
  return group;
}

}  // namespace

Draft read_draft(const Node& scenario, Diagnostics& diagnostics) {
  return DraftReader(diagnostics).read_scenario(scenario);
}

Tier priced_tier(const Draft& draft, std::size_t number) {
  Tier tier = draft.tiers[number].values;
  const CostDraft& cost = draft.cost;
  tier.offload_lambda = find_figure(cost.offload, tier.name).value_or(0);
  tier.layer_lambda = find_figure(cost.layers, tier.name).value_or(cost.layer_lambda);
  tier.exit_lambda = find_figure(cost.exits, tier.name).value_or(cost.exit_lambda);
  tier.carbon_g_per_j = find_figure(draft.carbon, tier.name);
  return tier;
}

// Only here are the parts joined: until all checks have passed, a tier without a valid device has no meaning.
Scenario finish(Draft draft) {
  Scenario scenario = std::move(draft.values);
  scenario.workload = std::move(draft.workload.values);
  scenario.model = std::move(draft.model.values);
  for (std::size_t i = 0; i < draft.tiers.size(); ++i) {
    scenario.tiers.push_back(priced_tier(draft, i));
    for (HostDraft& host : draft.tiers[i].hosts) {
      scenario.tiers.back().hosts.push_back(finish_host(std::move(host)));
    }
  }
  scenario.network = std::move(draft.network.values);
  scenario.cost.egress = std::move(draft.cost.steps);
  if (scenario.cost.egress.empty()) {  // one price for all volumes
    scenario.cost.egress.push_back({0, draft.cost.usd_per_byte});
  }
  scenario.network_carbon_g_per_j = find_figure(draft.carbon, kNetworkKey);
  for (PolicyDraft& policy : draft.policies) {
    scenario.policies.push_back(std::move(policy.values));
  }
  return scenario;
}

}  // namespace dimsim::scenario
