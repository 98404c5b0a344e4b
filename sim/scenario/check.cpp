#include "dimsim/base/error.hpp"
#include "dimsim/policy/policy.hpp"
#include "dimsim/scenario/draft.hpp"
#include "dimsim/scenario/fleet.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace dimsim::scenario {
namespace {

using language::Origin;

constexpr std::size_t kLongestName = 60;

/// Names go into tables, file groups and --set paths.
void check_name(const Origin& name, const std::string& path, Diagnostics& diagnostics) {
  const bool has_bad = std::any_of(name.text.begin(), name.text.end(),
                                   [](char c) { return c == '/' || static_cast<unsigned char>(c) < 0x20; });
  if (name.text.empty() || name.text.size() > kLongestName || has_bad) {
    diagnostics.add(name.place, fmt::format("{}: {} cannot be a name", path, quote(name.text)),
                    fmt::format("use 1 to {} characters on one line, without '/'", kLongestName));
  }
}

/// Valid and unique names among siblings.
void check_unique(const std::vector<const Origin*>& names, const std::string& path,
                  Diagnostics& diagnostics) {
  std::map<std::string_view, const Origin*> first;
  for (const Origin* name : names) {
    if (!name->is_given()) {
      continue;
    }
    check_name(*name, path, diagnostics);
    const auto [known, is_new] = first.emplace(name->text, name);
    if (!is_new) {
      diagnostics.add({name->place,
                       fmt::format("{}: the name {} is used twice", path, quote(name->text)),
                       "names must differ",
                       {{known->second->place, "first used here"}}});
    }
  }
}

template <typename Draft>
std::vector<const Origin*> origins_of(const std::vector<Draft>& drafts, const Origin Draft::*member) {
  std::vector<const Origin*> origins;
  for (const Draft& draft : drafts) {
    origins.push_back(&(draft.*member));
  }
  return origins;
}

void check_names(const Draft& draft, Diagnostics& diagnostics) {
  if (draft.name.is_given()) {
    check_name(draft.name, "name", diagnostics);
  }
  std::vector<const Origin*> sites;
  for (const Origin& site : draft.sites) {
    sites.push_back(&site);
  }
  check_unique(sites, "sites", diagnostics);
  check_unique(origins_of(draft.tiers, &TierDraft::name), "deployment.tiers", diagnostics);
  for (std::size_t i = 0; i < draft.tiers.size(); ++i) {
    check_unique(origins_of(draft.tiers[i].hosts, &HostDraft::name), path_of_tier(i) + ".hosts", diagnostics);
  }
  check_unique(origins_of(draft.policies, &PolicyDraft::label), "policies", diagnostics);
}

/// What policies check their parameters against; nothing when a tier has faults.
std::optional<policy::Fleet> fleet_of(const Draft& draft) {
  std::vector<Tier> tiers;
  for (std::size_t i = 0; i < draft.tiers.size(); ++i) {
    const TierDraft& tier = draft.tiers[i];
    if (!tier.name.is_given() || !tier.layers.is_given() || !tier.has_sound_exits) {
      return std::nullopt;
    }
    tiers.push_back(priced_tier(draft, i));
  }
  if (tiers.empty()) {
    return std::nullopt;
  }
  return scenario::fleet_of(tiers, draft.values.escalation, draft.values.seed, 0);
}

/// Creates each policy once: only the policy itself knows which tiers it needs.
void check_policies(const Draft& draft, Diagnostics& diagnostics) {
  const std::optional<policy::Fleet> fleet = fleet_of(draft);
  if (!fleet) {
    return;
  }
  for (const PolicyDraft& choice : draft.policies) {
    if (choice.values.parameters == nullptr) {  // they were refused
      continue;
    }
    try {
      static_cast<void>(choice.values.parameters->create(*fleet));
    } catch (const InputError& error) {
      for (Diagnostic diagnostic : error.diagnostics()) {
        diagnostic.place = diagnostic.place.source ? diagnostic.place : choice.values.place;
        diagnostics.add(std::move(diagnostic));
      }
    }
  }
}

}  // namespace

std::string path_of_tier(std::size_t tier) { return fmt::format("deployment.tiers.{}", tier); }

std::string called(const Draft& draft, std::size_t tier) {
  const Origin& name = draft.tiers[tier].name;
  return name.is_given() ? quote(name.text) : std::to_string(tier);
}

void check(const Draft& draft, Diagnostics& diagnostics) {
  check_workload(draft, diagnostics);
  check_names(draft, diagnostics);
  check_tiers(draft, diagnostics);
  check_hosts(draft, diagnostics);
  check_links(draft, diagnostics);
  check_cost(draft, diagnostics);
  check_policies(draft, diagnostics);
}

}  // namespace dimsim::scenario
