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

// A scenario as it was read: plain values, and where those values stand that are checked against each other.
// Each value is parsed once, by the resolver; all checks work on these types. A value that was refused is
// left at its default; checks skip it, since it has its message.

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
  Tier values;  ///< without hosts, and without what `cost` and `carbon` say of it
  language::Origin self;
  language::Origin name;
  language::Origin location;
  language::Origin layers;
  std::vector<language::Origin> exits;
  bool has_sound_exits = false;  ///< at least one, none of them refused
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

/// What a mapping by tier says of one.
struct TierFigure {
  std::string tier;
  Place place;
  std::optional<double> value;  ///< nothing when it was refused
};

struct CostDraft {
  double layer_lambda = 1;
  double exit_lambda = 0;
  std::vector<TierFigure> layers;
  std::vector<TierFigure> exits;
  std::vector<TierFigure> offload;
  double usd_per_byte = 0;
  std::vector<EgressStep> steps;  ///< of egress_tiers, as far as none was refused
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

/// Reads a resolved and completed scenario, or as much of it as was not refused, and checks the entries of
/// the catalogue that it uses.
[[nodiscard]] Draft read_draft(const language::Node& scenario, Diagnostics& diagnostics);

/// What must hold between the parts of a scenario: names that are unique, references that lead somewhere,
/// layers that the model has, links where requests travel.
void check(const Draft& draft, Diagnostics& diagnostics);

/// A tier without its hosts, with what `cost` and `carbon` say of it.
[[nodiscard]] Tier priced_tier(const Draft& draft, std::size_t number);

/// The scenario of a draft in which nothing is wrong.
[[nodiscard]] Scenario finish(Draft draft);

// Parts of check().
void check_workload(const Draft& draft, Diagnostics& diagnostics);
void check_tiers(const Draft& draft, Diagnostics& diagnostics);
void check_hosts(const Draft& draft, Diagnostics& diagnostics);
void check_links(const Draft& draft, Diagnostics& diagnostics);
void check_cost(const Draft& draft, Diagnostics& diagnostics);

/// "deployment.tiers.2", for messages.
[[nodiscard]] std::string path_of_tier(std::size_t tier);

/// How messages call a tier: by its name, or by its number when that was refused.
[[nodiscard]] std::string called(const Draft& draft, std::size_t tier);

}  // namespace dimsim::scenario
