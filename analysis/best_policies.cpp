#include "dimsim/analysis/best_policies.hpp"

#include "dimsim/analysis/metric_values.hpp"
#include "dimsim/analysis/policy_runs.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/statistics/holm.hpp"
#include "dimsim/statistics/paired_difference.hpp"
#include "dimsim/statistics/replications.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace dimsim::analysis {

namespace {

// The best policy of each point is chosen first, and the p-values are adjusted only when all points are
// known: the family of Holm's procedure is the whole map that a reader sees, not a single cell of it.

/// A policy that has a value at a point.
struct Competitor {
  PolicyRuns runs;
  std::vector<double> values;  ///< one for each replication
  double mean = 0;
};

/// A policy may be absent at some points, but a name that no run of the file has is an error.
void check_names(const ResultReader& result, const std::vector<std::string>& policies) {
  std::vector<std::string> known;
  for (const RunEntry& run : result.runs()) {
    if (!contains(known, run.policy)) {
      known.push_back(run.policy);
    }
  }
  for (const std::string& name : policies) {
    if (!contains(known, name)) {
      throw InputError(file_place(result.path().string()), fmt::format("has no policy {}", quote(name)),
                       suggestion(name, known));
    }
  }
}

std::vector<Competitor> competitors(const ResultReader& result, std::size_t point, const MetricValues& values,
                                    const std::vector<std::string>& wanted) {
  std::vector<Competitor> found;
  for (PolicyRuns& policy : policy_runs(result, point)) {
    if (!wanted.empty() && !contains(wanted, policy.policy)) {
      continue;
    }
    std::vector<double> own = values.of(policy, 0);
    // NaN if any replication lacks the value. The mean of the others would not be comparable.
    const double mean = statistics::across_replications(own).value;
    if (std::isfinite(mean)) {
      found.push_back({.runs = std::move(policy), .values = std::move(own), .mean = mean});
    }
  }
  return found;
}

/// The best policy of a point, and its unadjusted p-values against all other policies there.
struct Contest {
  BestPolicy best;
  std::vector<std::string> others;
  std::vector<double> p_values;
  std::vector<bool> are_equal;  ///< whether all values equal those of the best
};

Contest contest_of(const ResultReader& result, std::size_t point, const std::vector<Competitor>& all,
                   statistics::Better better) {
  const auto is_better = [better](const Competitor& a, const Competitor& b) {
    return better == statistics::Better::Larger ? a.mean > b.mean : a.mean < b.mean;
  };
  // Of equal means the first one in the file is taken; the others become ties in adjust_p_values.
  const auto best = std::min_element(all.begin(), all.end(), is_better);
  Contest contest;
  contest.best.point = point;
  contest.best.best = best->runs.policy;
  contest.best.value = best->mean;
  contest.best.is_overloaded = is_overloaded(best->runs);
  const Competitor* second = nullptr;
  for (const Competitor& other : all) {
    if (&other == &*best) {
      continue;
    }
    check_replications(result, point, other.runs, best->runs);
    contest.others.push_back(other.runs.policy);
    contest.p_values.push_back(statistics::paired_difference(best->values, other.values).p_value);
    contest.are_equal.push_back(best->values == other.values);
    second = second == nullptr || is_better(other, *second) ? &other : second;
  }
  if (second != nullptr) {
    contest.best.second = second->runs.policy;
    contest.best.second_value = second->mean;
    // Equal means may both be 0, and 0 / 0 is NaN.
    contest.best.margin =
        second->mean == best->mean ? 0 : std::abs(second->mean - best->mean) / std::abs(second->mean);
  }
  return contest;
}

/// Adjusts the p-values of all contests together, and lists the ties.
void adjust_p_values(std::vector<Contest>& contests) {
  std::vector<double> all;
  for (const Contest& contest : contests) {
    all.insert(all.end(), contest.p_values.begin(), contest.p_values.end());
  }
  const std::vector<double> adjusted = statistics::holm_adjusted(all);
  std::size_t number = 0;
  for (Contest& contest : contests) {
    for (std::size_t i = 0; i < contest.others.size(); ++i) {
      const double p = adjusted[number++];
      contest.best.p_value = std::isnan(contest.best.p_value) ? p : std::max(contest.best.p_value, p);
      // With one replication p is NaN, which is not above any threshold: then only equal values tie.
      if (p > 1 - statistics::kConfidence || contest.are_equal[i]) {
        contest.best.ties.push_back(contest.others[i]);
      }
    }
  }
}

}  // namespace

std::vector<BestPolicy> best_policies(const ResultReader& result, const std::vector<std::size_t>& points,
                                      const MetricColumn& metric, const std::vector<std::string>& policies) {
  check_names(result, policies);
  const MetricValues values(result, {metric});
  std::vector<Contest> contests;
  for (const std::size_t point : points) {
    const std::vector<Competitor> all = competitors(result, point, values, policies);
    if (!all.empty()) {
      contests.push_back(contest_of(result, point, all, metric.better));
    }
  }
  adjust_p_values(contests);
  std::vector<BestPolicy> best;
  for (Contest& contest : contests) {
    best.push_back(std::move(contest.best));
  }
  return best;
}

}  // namespace dimsim::analysis
