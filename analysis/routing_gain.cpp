#include "dimsim/analysis/routing_gain.hpp"

#include "dimsim/analysis/paired_requests.hpp"
#include "dimsim/analysis/policy_runs.hpp"
#include "dimsim/base/suggest.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <optional>
#include <span>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::analysis {

namespace {

// The requests are read in several passes: to find the tiers in use and a fixed policy for each of them, to
// sum up shares and accuracies, and to estimate the interval, which needs these sums.

/// A tier of the routing policy, with sums over requests.
struct TierTotals {
  std::size_t index = 0;  ///< into RunEntry::tiers
  const PolicyRuns* fixed = nullptr;
  double answers = 0;  ///< of the routing policy there
  double correct = 0;  ///< correct answers of the fixed policy
};

/// The runs of the routing policy and of the fixed ones, which have the same requests.
struct GainPlan {
  const ResultReader& result;
  std::size_t point;
  const PolicyRuns* policy;
  std::vector<TierTotals> tiers;
};

bool is_measured_answer(const RequestRow& row) { return row.measured != 0 && row.is_answered(); }

/// Calls `use` for the requests of all replications until it returns false.
void scan_requests(const ResultReader& result, const PolicyRuns& policy,
                   const std::function<bool(const RequestRow&)>& use) {
  for (const auto& [number, run] : policy.replications) {
    const std::array<const RunEntry*, 1> alone{run};
    if (!for_each_request(result, alone,
                          [&use](std::span<const RequestRow> rows) { return use(rows.front()); })) {
      return;
    }
  }
}

/// The tier at which a policy gives all its measured answers; empty if there are several, or no answers. The
/// answers decide, not the policy's name: any policy that always answers at one tier can be the fixed one.
std::optional<std::size_t> only_tier(const ResultReader& result, const PolicyRuns& policy) {
  std::optional<std::size_t> tier;
  bool is_only = true;
  scan_requests(result, policy, [&](const RequestRow& row) {
    if (is_measured_answer(row)) {
      is_only = !tier || *tier == row.answered_tier;
      tier = row.answered_tier;
    }
    return is_only;
  });
  return is_only ? tier : std::nullopt;
}

const std::vector<std::string>& tier_names(const GainPlan& plan) {
  return plan.policy->replications.begin()->second->tiers;
}

void find_tiers(GainPlan& plan) {
  std::array<bool, std::numeric_limits<std::uint8_t>::max() + 1> is_used{};
  scan_requests(plan.result, *plan.policy, [&is_used](const RequestRow& row) {
    is_used.at(row.answered_tier) |= is_measured_answer(row);
    return true;
  });
  for (std::size_t tier = 0; tier < is_used.size(); ++tier) {
    if (!is_used.at(tier)) {
      continue;
    }
    if (tier >= tier_names(plan).size()) {
      refuse_point(plan.result, plan.point,
                   fmt::format("policy {} answered at tier {}, counted from 0, but there are {}",
                               quote(plan.policy->policy), tier, tier_names(plan).size()));
    }
    plan.tiers.push_back({.index = tier});
  }
  if (plan.tiers.empty()) {
    refuse_point(plan.result, plan.point,
                 fmt::format("policy {} has no measured answers", quote(plan.policy->policy)));
  }
}

void find_fixed_policies(GainPlan& plan, const std::vector<PolicyRuns>& policies) {
  for (const PolicyRuns& each : policies) {
    const std::optional<std::size_t> only = only_tier(plan.result, each);
    const auto tier =
        std::find_if(plan.tiers.begin(), plan.tiers.end(), [&only](const TierTotals& candidate) {
          return candidate.index == only && candidate.fixed == nullptr;
        });
    // The routing policy may itself answer everything at one tier; then its gain is 0.
    if (tier != plan.tiers.end()) {
      check_replications(plan.result, plan.point, each, *plan.policy);
      tier->fixed = &each;
    }
  }
  std::vector<std::string> missing;
  for (const TierTotals& tier : plan.tiers) {
    if (tier.fixed == nullptr) {
      missing.push_back(tier_names(plan)[tier.index]);
    }
  }
  if (!missing.empty()) {
    refuse_point(plan.result, plan.point,
                 fmt::format("no policy answers all requests at {}, where policy {} answers some",
                             enumerate(missing), quote(plan.policy->policy)),
                 fmt::format("add {} to the policies and run again",
                             fmt::format("all-{}", fmt::join(missing, ", all-"))));
  }
}

/// Calls `use` for each measured request that all policies answered, with its rows under the fixed policies
/// and, last, under the routing policy, and with the index of its period.
void for_each_answered_request(const GainPlan& plan,
                               const std::function<void(std::span<const RequestRow>, std::size_t)>& use) {
  const std::size_t periods = periods_of_a_replication(plan.policy->replications.size());
  std::size_t first_period = 0;
  for (const auto& [number, run] : plan.policy->replications) {
    std::vector<const RunEntry*> runs;
    for (const TierTotals& tier : plan.tiers) {
      runs.push_back(tier.fixed->replications.at(number));
    }
    runs.push_back(run);
    for_each_request(plan.result, runs, [&, &entry = *run](std::span<const RequestRow> rows) {
      if (std::all_of(rows.begin(), rows.end(), is_measured_answer)) {
        use(rows, first_period + period_of(rows.back(), entry, periods));
      }
      return true;
    });
    first_period += periods;
  }
}

/// Shares and accuracies, over the requests that all policies answered.
RoutingGain shares_and_accuracies(GainPlan& plan) {
  RoutingGain result;
  double correct = 0;
  for_each_answered_request(plan, [&](std::span<const RequestRow> rows, std::size_t) {
    ++result.requests;
    correct += rows.back().correct;
    for (std::size_t i = 0; i < plan.tiers.size(); ++i) {
      TierTotals& tier = plan.tiers[i];
      tier.answers += rows.back().answered_tier == tier.index ? 1 : 0;
      tier.correct += rows[i].correct;
    }
  });
  if (result.requests == 0) {
    refuse_point(plan.result, plan.point,
                 fmt::format("no measured request was answered under policy {} and every fixed one",
                             quote(plan.policy->policy)));
  }
  const auto requests = static_cast<double>(result.requests);
  result.accuracy = correct / requests;
  for (const TierTotals& tier : plan.tiers) {
    result.tiers.push_back({.tier = tier_names(plan)[tier.index],
                            .fixed_policy = tier.fixed->policy,
                            .share = tier.answers / requests,
                            .accuracy = tier.correct / requests});
    result.random_accuracy += result.tiers.back().share * result.tiers.back().accuracy;
  }
  return result;
}

/// The gain with its interval, as a mean over requests of the linearised gain (delta method), since the
/// shares and accuracies are estimates too: correct − Σ share × correct at the tier − (accuracy of the tier
/// that answered − Σ share × accuracy).
statistics::Estimate estimated_gain(const GainPlan& plan, const RoutingGain& gain) {
  enum GainQuantity : std::size_t { kAnswers, kGain, kGainQuantities };
  statistics::ClusteredSums sums(kGainQuantities);
  for_each_answered_request(plan, [&](std::span<const RequestRow> rows, std::size_t period) {
    double value = rows.back().correct + gain.random_accuracy;
    for (std::size_t i = 0; i < plan.tiers.size(); ++i) {
      const TierUse& use = gain.tiers[i];
      value -= use.share * rows[i].correct;
      value -= rows.back().answered_tier == plan.tiers[i].index ? use.accuracy : 0;
    }
    sums.begin_period(period);
    sums.add(rows.back().sample, std::array<double, kGainQuantities>{1, value});
  });
  sums.end_period();
  return sums.quotient(kGain, kAnswers);
}

}  // namespace

RoutingGain routing_gain(const ResultReader& result, std::size_t point, const std::string& policy) {
  const std::vector<PolicyRuns> policies = policy_runs(result, point);
  GainPlan plan{.result = result, .point = point, .policy = nullptr, .tiers = {}};
  plan.policy =
      &find_policy(result, point, policies,
                   {.name = policy,
                    .purpose = "",
                    .hint = "choose the policy that routes with --policies, or add `{policy: "
                            "cartography, label: pools, thresholds: [0]}` to the policies and run again"});
  find_tiers(plan);
  find_fixed_policies(plan, policies);
  RoutingGain gain = shares_and_accuracies(plan);
  gain.gain = estimated_gain(plan, gain);
  return gain;
}

}  // namespace dimsim::analysis
