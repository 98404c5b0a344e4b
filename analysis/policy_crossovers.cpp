#include "dimsim/analysis/policy_crossovers.hpp"

#include "dimsim/analysis/decade.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace dimsim::analysis {

namespace {

/// Points that differ along one numeric axis only. Crossings are estimated in each such row by itself: the
/// order of two policies may change at another place if another axis has another value.
struct AxisRow {
  std::string axis;
  std::string others;
  std::string unit;
  std::map<double, std::size_t> points;  ///< by the axis's value
};

std::vector<AxisRow> axis_rows(const ResultReader& result) {
  // A point belongs to one row for each of its numeric axes.
  std::vector<AxisRow> rows;
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
      // The texts of the other axes identify a row, and name it in the output.
      auto row = std::find_if(rows.begin(), rows.end(), [&](const AxisRow& each) {
        return each.axis == value.axis && each.others == others;
      });
      if (row == rows.end()) {
        row = rows.insert(row, AxisRow{value.axis, others, value.unit, {}});
      }
      row->points[*value.number] = i;
    }
  }
  std::erase_if(rows, [](const AxisRow& row) { return row.points.size() < 2; });
  return rows;
}

/// The policies at the points of a row. Not those of its first point alone: all runs of a policy may have
/// failed there.
std::vector<std::string> policies_along(const AxisRow& row,
                                        const std::vector<std::vector<PolicyRuns>>& policies) {
  std::vector<std::string> names;
  for (const auto& [x, point] : row.points) {
    for (const PolicyRuns& policy : policies[point]) {
      if (!contains(names, policy.policy)) {
        names.push_back(policy.policy);
      }
    }
  }
  return names;
}

/// Differences first − second of a metric at those points of a row that have both policies.
struct Differences {
  std::vector<double> x;
  std::vector<std::vector<double>> values;  ///< by point, by replication
};

const PolicyRuns* runs_of_policy(const std::vector<PolicyRuns>& policies, const std::string& name) {
  const auto found = std::find_if(policies.begin(), policies.end(),
                                  [&name](const PolicyRuns& each) { return each.policy == name; });
  return found == policies.end() ? nullptr : &*found;
}

/// Two policies at a point of a row.
struct PolicyPair {
  double x = 0;
  const PolicyRuns* first = nullptr;
  const PolicyRuns* second = nullptr;
};

/// The replications that both policies have at all points. Points of a study may differ in their number of
/// replications, if each stops at a required precision, and single runs may have failed.
std::vector<std::int64_t> common_replications(const std::vector<PolicyPair>& pairs) {
  std::vector<std::int64_t> common;
  for (const auto& [number, run] : pairs.front().first->replications) {
    const bool is_everywhere =
        std::all_of(pairs.begin(), pairs.end(), [number = number](const PolicyPair& pair) {
          return pair.first->replications.contains(number) && pair.second->replications.contains(number);
        });
    if (is_everywhere) {
      common.push_back(number);
    }
  }
  return common;
}

/// Values of a policy in these replications, which it has.
std::vector<double> values_in(const std::vector<std::int64_t>& replications, const PolicyRuns& policy,
                              const MetricValues& values, std::size_t metric) {
  const std::vector<double> all = values.of(policy, metric);
  std::vector<double> chosen;
  std::size_t place = 0;
  for (const auto& [number, run] : policy.replications) {
    if (std::find(replications.begin(), replications.end(), number) != replications.end()) {
      chosen.push_back(all[place]);
    }
    ++place;
  }
  return chosen;
}

Differences differences_along(const AxisRow& row, const std::vector<std::vector<PolicyRuns>>& policies,
                              const std::string& first, const std::string& second, const MetricValues& values,
                              std::size_t metric) {
  std::vector<PolicyPair> pairs;
  for (const auto& [x, point] : row.points) {
    const PolicyRuns* one = runs_of_policy(policies[point], first);
    const PolicyRuns* other = runs_of_policy(policies[point], second);
    if (one != nullptr && other != nullptr) {
      pairs.push_back({x, one, other});
    }
  }
  Differences result;
  const std::vector<std::int64_t> common =
      pairs.empty() ? std::vector<std::int64_t>{} : common_replications(pairs);
  if (common.empty()) {
    return result;
  }
  for (const PolicyPair& pair : pairs) {
    std::vector<double> difference = values_in(common, *pair.first, values, metric);
    const std::vector<double> subtrahend = values_in(common, *pair.second, values, metric);
    std::transform(difference.begin(), difference.end(), subtrahend.begin(), difference.begin(),
                   std::minus<>());
    result.x.push_back(pair.x);
    result.values.push_back(std::move(difference));
  }
  return result;
}

/// Adds the crossings of two policies in a metric, described by `common`.
void add_crossings(std::vector<PolicyCrossover>& found, const AxisRow& row, const Differences& differences,
                   PolicyCrossover common) {
  // In the scale in which a figure draws the axis, so that a crossing lies on the lines as drawn.
  common.is_logarithmic = spans_a_decade(row.points.begin()->first, row.points.rbegin()->first);
  for (const statistics::Crossover& crossing :
       statistics::crossovers(differences.x, differences.values, common.is_logarithmic)) {
    common.crossover = crossing;
    found.push_back(common);
  }
}

}  // namespace

std::vector<PolicyCrossover> policy_crossovers(const ResultReader& result,
                                               const std::vector<std::vector<PolicyRuns>>& policies,
                                               const std::vector<MetricColumn>& metrics,
                                               const MetricValues& values) {
  std::vector<PolicyCrossover> found;
  for (const AxisRow& row : axis_rows(result)) {
    const std::vector<std::string> names = policies_along(row, policies);
    for (std::size_t metric = 0; metric < metrics.size(); ++metric) {
      for (std::size_t a = 0; a < names.size(); ++a) {
        for (std::size_t b = a + 1; b < names.size(); ++b) {
          const Differences differences =
              differences_along(row, policies, names[a], names[b], values, metric);
          add_crossings(found, row, differences,
                        {.path = result.path(),
                         .metric = metrics[metric].name,
                         .axis = row.axis,
                         .others = row.others,
                         .first = names[a],
                         .second = names[b],
                         .is_smaller_better = metrics[metric].better != statistics::Better::Larger,
                         .unit = row.unit,
                         .is_logarithmic = false,
                         .crossover = {}});
        }
      }
    }
  }
  return found;
}

}  // namespace dimsim::analysis
