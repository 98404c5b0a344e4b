#include "analysis/replication_comparison.hpp"

#include "analysis/holm.hpp"
#include "analysis/pareto.hpp"
#include "analysis/policy_runs.hpp"
#include "analysis/replications.hpp"
#include "base/error.hpp"
#include "base/suggest.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

namespace dimsim::analysis {

namespace {

/// Values of some metrics, by row of the table of runs.
class Values {
 public:
  Values(const ResultReader& result, const std::vector<MetricColumn>& metrics)
      : first_(result.runs().data()) {
    for (const MetricColumn& metric : metrics) {
      by_metric_.push_back(result.values(metric));
    }
  }

  /// One value a replication.
  [[nodiscard]] std::vector<double> of(const PolicyRuns& policy, std::size_t metric) const {
    std::vector<double> values;
    for (const auto& [number, run] : policy.replications) {
      values.push_back(by_metric_[metric][static_cast<std::size_t>(run - first_)]);
    }
    return values;
  }

 private:
  const RunEntry* first_;
  std::vector<std::vector<double>> by_metric_;
};

std::vector<MetricColumn> columns_of(const ResultReader& result, const std::vector<std::string>& names) {
  std::vector<MetricColumn> columns;
  for (const std::string& name : names) {
    columns.push_back(result.metric(name));
  }
  return columns;
}

bool any_overloaded(const PolicyRuns& policy) {
  return std::any_of(policy.replications.begin(), policy.replications.end(),
                     [](const auto& each) { return each.second->is_overloaded; });
}

/// The baseline and the policies that are asked for, in the file's order.
std::vector<PolicyRuns> chosen(const ResultReader& result, std::size_t point,
                               const ReplicationQuestion& question) {
  std::vector<PolicyRuns> policies = policy_runs(result, point);
  static_cast<void>(find_policy(
      result, point, policies,
      {.name = question.baseline, .purpose = "to compare with", .hint = "name another by --baseline"}));
  if (!question.policies.empty()) {
    for (const std::string& name : question.policies) {
      static_cast<void>(find_policy(result, point, policies, {.name = name, .purpose = "", .hint = ""}));
    }
    std::erase_if(policies, [&question](const PolicyRuns& each) {
      return each.policy != question.baseline && std::find(question.policies.begin(), question.policies.end(),
                                                           each.policy) == question.policies.end();
    });
  }
  for (const PolicyRuns& policy : policies) {
    check_replications(result, point, policy, policies.front());
  }
  return policies;
}

Direction direction_of(const ResultReader& result, const MetricColumn& metric) {
  if (metric.better == Better::Neither) {
    throw InputError(
        file_place(result.path().string()),
        fmt::format("metric {} has no better side, so that it makes no front", quote(metric.name)));
  }
  return metric.better == Better::Larger ? Direction::LargerIsBetter : Direction::SmallerIsBetter;
}

ReplicatedPoint compare_point(const ResultReader& result, std::size_t index,
                              const std::vector<PolicyRuns>& policies, const std::string& baseline,
                              const Values& values, std::size_t metrics) {
  ReplicatedPoint point{.index = index,
                        .point = result.points()[index],
                        .replications = policies.front().replications.size(),
                        .policies = {},
                        .front = {}};
  const auto base = std::find_if(policies.begin(), policies.end(),
                                 [&baseline](const PolicyRuns& each) { return each.policy == baseline; });
  for (const PolicyRuns& policy : policies) {
    ReplicatedPolicy row{.policy = policy.policy, .is_baseline = policy.policy == baseline, .metrics = {}};
    for (std::size_t metric = 0; metric < metrics; ++metric) {
      const std::vector<double> own = values.of(policy, metric);
      row.metrics.push_back({.mean = across_replications(own),
                             .difference = paired_difference(own, values.of(*base, metric)),
                             .adjusted_p = std::numeric_limits<double>::quiet_NaN(),
                             .is_overloaded = any_overloaded(policy)});
    }
    point.policies.push_back(std::move(row));
  }
  return point;
}

/// Adjusts the p-values of all pairs that are shown: the family is what the reader sees.
void adjust(std::vector<ReplicatedPoint>& points) {
  std::vector<double> p_values;
  std::vector<MetricComparison*> comparisons;
  for (ReplicatedPoint& point : points) {
    for (ReplicatedPolicy& policy : point.policies) {
      for (MetricComparison& metric : policy.metrics) {
        if (!policy.is_baseline) {
          comparisons.push_back(&metric);
          p_values.push_back(metric.difference.p_value);
        }
      }
    }
  }
  const std::vector<double> adjusted = holm_adjusted(p_values);
  for (std::size_t i = 0; i < adjusted.size(); ++i) {
    comparisons[i]->adjusted_p = adjusted[i];
  }
}

/// Points along one axis that are alike in all others.
struct Row {
  std::string axis;
  std::string others;
  std::string unit;
  std::map<double, std::size_t> points;  ///< by the axis's value
};

std::vector<Row> rows_of(const ResultReader& result) {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < result.points().size(); ++i) {
    for (const AxisValue& value : result.points()[i].axes) {
      if (!value.number) {
        continue;
      }
      std::string others;
      for (const AxisValue& other : result.points()[i].axes) {
        if (other.axis != value.axis) {
          others += fmt::format("{}{}={}", others.empty() ? "" : ", ", other.axis, other.text);
        }
      }
      auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& each) {
        return each.axis == value.axis && each.others == others;
      });
      if (row == rows.end()) {
        row = rows.insert(row, Row{value.axis, others, value.unit, {}});
      }
      row->points[*value.number] = i;
    }
  }
  std::erase_if(rows, [](const Row& row) { return row.points.size() < 2; });
  return rows;
}

const PolicyRuns* find(const std::vector<PolicyRuns>& policies, const std::string& name) {
  const auto found = std::find_if(policies.begin(), policies.end(),
                                  [&name](const PolicyRuns& each) { return each.policy == name; });
  return found == policies.end() ? nullptr : &*found;
}

/// Crossings of all pairs of policies that every point of a row has.
void add_crossovers(const Row& row, const std::vector<std::vector<PolicyRuns>>& policies,
                    const std::vector<MetricColumn>& metrics, const Values& values,
                    std::vector<PolicyCrossover>& found) {
  constexpr double kDecade = 10;
  const std::vector<PolicyRuns>& some = policies[row.points.begin()->second];
  const double least = row.points.begin()->first;
  const bool is_logarithmic = least > 0 && row.points.rbegin()->first / least >= kDecade;
  for (std::size_t metric = 0; metric < metrics.size(); ++metric) {
    for (std::size_t a = 0; a < some.size(); ++a) {
      for (std::size_t b = a + 1; b < some.size(); ++b) {
        std::vector<double> x;
        std::vector<std::vector<double>> differences;
        for (const auto& [value, point] : row.points) {
          const PolicyRuns* first = find(policies[point], some[a].policy);
          const PolicyRuns* second = find(policies[point], some[b].policy);
          if (first == nullptr || second == nullptr ||
              first->replications.size() != some[a].replications.size()) {
            continue;  // a row of points with different numbers of replications has no common interval
          }
          std::vector<double> difference = values.of(*first, metric);
          const std::vector<double> other = values.of(*second, metric);
          std::transform(difference.begin(), difference.end(), other.begin(), difference.begin(),
                         std::minus<>());
          x.push_back(value);
          differences.push_back(std::move(difference));
        }
        for (const Crossover& each : crossovers(x, differences, is_logarithmic)) {
          found.push_back({.metric = metrics[metric].name,
                           .axis = row.axis,
                           .others = row.others,
                           .first = some[a].policy,
                           .second = some[b].policy,
                           .is_smaller_better = metrics[metric].better != Better::Larger,
                           .unit = row.unit,
                           .crossover = each});
        }
      }
    }
  }
}

}  // namespace

ReplicationComparison compare_replications(const ResultReader& result, const ReplicationQuestion& question) {
  ReplicationComparison comparison{.metrics = columns_of(result, question.metrics),
                                   .front = columns_of(result, question.front),
                                   .points = {},
                                   .crossovers = {}};
  std::vector<Direction> directions;
  for (const MetricColumn& metric : comparison.front) {
    directions.push_back(direction_of(result, metric));
  }
  const Values values(result, comparison.metrics);
  const Values of_front(result, comparison.front);
  std::vector<std::vector<PolicyRuns>> policies;
  for (std::size_t i = 0; i < result.points().size(); ++i) {
    policies.push_back(chosen(result, i, question));
    comparison.points.push_back(
        compare_point(result, i, policies.back(), question.baseline, values, comparison.metrics.size()));
    std::vector<std::vector<double>> places;
    for (const PolicyRuns& policy : policies.back()) {
      std::vector<double> place;
      for (std::size_t metric = 0; metric < comparison.front.size(); ++metric) {
        place.push_back(across_replications(of_front.of(policy, metric)).value);
      }
      places.push_back(std::move(place));
    }
    if (!directions.empty()) {
      comparison.points.back().front = pareto_front(places, directions);
    }
  }
  adjust(comparison.points);
  for (const Row& row : rows_of(result)) {
    add_crossovers(row, policies, comparison.metrics, values, comparison.crossovers);
  }
  return comparison;
}

}  // namespace dimsim::analysis
