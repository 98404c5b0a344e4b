#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/catalogue/entry_draft.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/language/read.hpp"
#include "dimsim/scenario/scenario.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dimsim::scenario {

// A scenario as read: plain values, with the origins of those that are checked against each other. Each value
// is parsed once, by the resolver; all checks work on these types. A refused value keeps its default, and
// checks skip it, because it has been reported.

struct WorkloadDraft {
  Workload values;
  language::Origin self;
  language::Origin trace;
  language::Origin rate;
  language::Origin requests;
  language::Origin duration;
  language::Origin warm_up;
  language::Origin warm_up_requests;
};

struct HostDraft {
  HostGroup values;  ///< without the device
  language::Origin self;
  language::Origin name;
  language::Origin device_origin;
  catalogue::DeviceDraft device;
  language::Origin count;
  language::Origin precision;
  std::optional<model::Precision> chosen_precision;
  std::optional<int> servers;  ///< instead of the device's
  language::Origin site;
  language::Origin access;
  language::Origin rate;
};

struct TierDraft {
  Tier values;  ///< without hosts and without the figures of `cost` and `carbon`
  language::Origin self;
  language::Origin name;
  language::Origin location;
  language::Origin layers;
  std::vector<language::Origin> exits;
  bool has_sound_exits = false;  ///< there is at least one, and none was refused
  language::Origin hosts_origin;
  std::vector<HostDraft> hosts;
};

struct NetworkDraft {
  Network values;
  language::Origin self;
  language::Origin access;
  language::Origin backhaul;
  language::Origin wan;
};

/// One entry of a mapping by tier.
struct TierFigure {
  std::string tier;
  Place place;
  std::optional<double> value;  ///< nothing if it was refused
};

struct CostDraft {
  double layer_lambda = 1;
  double exit_lambda = 0;
  std::vector<TierFigure> layers;
  std::vector<TierFigure> exits;
  std::vector<TierFigure> offload;
  double usd_per_byte = 0;
  std::vector<EgressStep> steps;  ///< of egress_tiers, up to the first refused one
  std::vector<language::Origin> step_origins;
};

struct PolicyDraft {
  PolicyChoice values;
  language::Origin label;
};

struct Draft {
  Scenario values;  ///< its plain values, without the parts below
  language::Origin name;
  WorkloadDraft workload;
  catalogue::ModelDraft model;
  language::Origin sites_origin;
  std::vector<language::Origin> sites;
  std::vector<TierDraft> tiers;
  NetworkDraft network;
  CostDraft cost;
  std::vector<TierFigure> carbon;
  std::vector<PolicyDraft> policies;
};

/// Reads the accepted parts of a resolved and completed scenario, and checks the catalogue entries that it
/// uses.
[[nodiscard]] Draft read_draft(const language::Node& scenario, Diagnostics& diagnostics);

/// Checks the relations between the parts of a scenario: unique names, existing references, layers within the
/// model, links on every way of a request.
void check(const Draft& draft, Diagnostics& diagnostics);

/// A tier without its hosts, with its figures of `cost` and `carbon`.
[[nodiscard]] Tier priced_tier(const Draft& draft, std::size_t number);

/// The scenario of a draft without errors.
[[nodiscard]] Scenario finish(Draft draft);

// Parts of check().
void check_workload(const Draft& draft, Diagnostics& diagnostics);
void check_tiers(const Draft& draft, Diagnostics& diagnostics);
void check_hosts(const Draft& draft, Diagnostics& diagnostics);
void check_links(const Draft& draft, Diagnostics& diagnostics);
void check_cost(const Draft& draft, Diagnostics& diagnostics);

/// "deployment.tiers.2", for messages.
[[nodiscard]] std::string path_of_tier(std::size_t tier);

/// The designation of a tier in messages: its quoted name, or its number if the name was refused.
[[nodiscard]] std::string tier_label(const Draft& draft, std::size_t tier);

}  // namespace dimsim::scenario
