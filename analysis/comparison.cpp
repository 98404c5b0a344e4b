#include "dimsim/analysis/comparison.hpp"

#include "dimsim/analysis/policy_runs.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"

namespace dimsim::analysis {

namespace {

/// The comparison to be made at a point.
struct PointPlan {
  const ResultReader* result = nullptr;
  std::size_t point = 0;
  std::vector<PolicyRuns> policies;  ///< in the file's order
  std::size_t baseline = 0;          ///< index into policies
};

PointPlan plan_point(const ResultReader& result, std::size_t point, const std::string& baseline) {
  PointPlan plan{.result = &result, .point = point, .policies = policy_runs(result, point)};
  const std::vector<std::string> names = names_of(plan.policies);
  const PolicyRuns& found =
      find_policy(result, point, plan.policies,
                  {.name = baseline,
                   .purpose = "to compare with",
                   .hint = nearest(baseline, names).empty() ? "choose one of its policies by --baseline"
                                                            : suggestion(baseline, names)});
  plan.baseline = static_cast<std::size_t>(&found - plan.policies.data());
  for (const PolicyRuns& policy : plan.policies) {
    check_replications(result, point, policy, found);
  }
  return plan;
}

/// All comparisons to be made. They are checked before the first request is read, which may take minutes.
/// There is one message for each file, since what one point lacks, most points lack.
std::vector<PointPlan> plan_points(const std::vector<ResultReader>& results, const std::string& baseline) {
  Diagnostics diagnostics;
  check_files(results, diagnostics);
  std::vector<PointPlan> plans;
  for (const ResultReader& result : results) {
    try {
      for (std::size_t point = 0; point < result.points().size(); ++point) {
        plans.push_back(plan_point(result, point, baseline));
      }
    } catch (const InputError& error) {
      diagnostics.add(error);
    }
  }
  diagnostics.throw_if_any();
  return plans;
}

PointComparison compare_policies(const PointPlan& plan) {
  const PolicyRuns& baseline = plan.policies[plan.baseline];
  const std::size_t replications = baseline.replications.size();
  const std::size_t periods = periods_of_a_replication(replications);
  PointComparison comparison{.path = plan.result->path(),
                             .scenario = plan.result->scenario(),
                             .seed = plan.result->seed(),
                             .index = plan.point,
                             .point = plan.result->points()[plan.point],
                             .replications = replications,
                             .policies = {}};
  // The baseline is paired with itself too: its row has the means of all its answered requests, and the
  // reductions are exactly 0.
  for (const PolicyRuns& policy : plan.policies) {
    Pairing pairing(*plan.result);
    for (const auto& [number, run] : policy.replications) {
      pairing.add(*run, *baseline.replications.at(number), periods);
    }
    comparison.policies.push_back({.policy = policy.policy,
                                   .is_baseline = policy.policy == baseline.policy,
                                   .paired = pairing.result()});
  }
  return comparison;
}

}  // namespace

std::vector<PointComparison> compare(const std::vector<ResultReader>& results, const std::string& baseline) {
  std::vector<PointComparison> comparisons;
  for (const PointPlan& plan : plan_points(results, baseline)) {
    comparisons.push_back(compare_policies(plan));
  }
  return comparisons;
}

}  // namespace dimsim::analysis
