#include "dimsim/analysis/summary_rows.hpp"

#include "dimsim/analysis/policy_runs.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/statistics/replications.hpp"

#include <algorithm>
#include <cmath>

namespace dimsim::analysis {

namespace {

/// Marks the best means in one metric among the rows from `first` on, which are those of one point: values of
/// different points are not comparable. A single policy is not marked, having no competitor.
void mark_best(std::vector<SummaryRow>& rows, std::size_t first, std::size_t metric,
               statistics::Better better) {
  if (better == statistics::Better::Neither || rows.size() - first < 2) {
    return;
  }
  double best = NAN;  // no comparison with NaN is true, so rows without a value are never marked
  for (std::size_t i = first; i < rows.size(); ++i) {
    const double value = rows[i].cells[metric].estimate.value;
    const bool is_better = better == statistics::Better::Smaller ? value < best : value > best;
    best = std::isnan(best) || is_better ? value : best;
  }
  for (std::size_t i = first; i < rows.size(); ++i) {
    rows[i].cells[metric].is_best = rows[i].cells[metric].estimate.value == best;
  }
}

void add_file(SummaryTable& table, const ResultReader& result, const std::vector<std::string>& metrics,
              const std::vector<std::string>& wanted) {
  const MetricValues values(result, columns_of(result, metrics));
  for (std::size_t point = 0; point < result.points().size(); ++point) {
    const std::vector<PolicyRuns> policies = policy_runs(result, point);
    // Every named policy must exist at every point: a missing row would not be noticed in a long table.
    for (const std::string& name : wanted) {
      static_cast<void>(find_policy(result, point, policies, {.name = name, .purpose = "", .hint = ""}));
    }
    const std::size_t first = table.rows.size();
    for (const PolicyRuns& policy : policies) {
      if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), policy.policy) == wanted.end()) {
        continue;
      }
      SummaryRow row{.path = result.path(),
                     .scenario = result.scenario(),
                     .point = point,
                     .labels = result.points()[point].labels,
                     .policy = policy.policy,
                     .replications = policy.replications.size(),
                     .cells = {}};
      for (std::size_t metric = 0; metric < metrics.size(); ++metric) {
        row.cells.push_back({statistics::across_replications(values.of(policy, metric))});
      }
      table.rows.push_back(std::move(row));
    }
    for (std::size_t metric = 0; metric < metrics.size(); ++metric) {
      mark_best(table.rows, first, metric, table.metrics[metric].better);
    }
  }
}

}  // namespace

SummaryTable summary_rows(const std::vector<ResultReader>& results, const std::vector<std::string>& metrics,
                          const std::vector<std::string>& policies) {
  SummaryTable table{.metrics = columns_of(results.front(), metrics), .rows = {}};
  Diagnostics diagnostics;
  for (const ResultReader& result : results) {
    try {
      add_file(table, result, metrics, policies);
    } catch (const InputError& error) {  // the other files may have errors of their own
      diagnostics.add(error);
    }
  }
  diagnostics.throw_if_any();
  return table;
}

}  // namespace dimsim::analysis
