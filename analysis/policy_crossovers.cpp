#include "dimsim/analysis/policy_crossovers.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>

#include <fmt/format.h>

namespace dimsim::analysis {

namespace {

constexpr double kDecade = 10;

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

/// The rule by which figures choose a logarithmic axis, so that a crossing lies on the lines as drawn.
bool spans_a_decade(const AxisRow& row) {
  const double least = row.points.begin()->first;
  return least > 0 && row.points.rbegin()->first / least >= kDecade;
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

Differences differences_along(const AxisRow& row, const std::vector<std::vector<PolicyRuns>>& policies,
                              const std::string& first, const std::string& second, const MetricValues& values,
                              std::size_t metric) {
  Differences result;
  for (const auto& [x, point] : row.points) {
    const PolicyRuns* one = runs_of_policy(policies[point], first);
    const PolicyRuns* other = runs_of_policy(policies[point], second);
    if (one != nullptr && other != nullptr) {
      std::vector<double> difference = values.of(*one, metric);
      const std::vector<double> subtrahend = values.of(*other, metric);
      std::transform(difference.begin(), difference.end(), subtrahend.begin(), difference.begin(),
                     std::minus<>());
      result.x.push_back(x);
      result.values.push_back(std::move(difference));
    }
  }
  // The first replications are the same at all points, whatever number each point needed for its precision.
  const auto fewest = std::min_element(result.values.begin(), result.values.end(),
                                       [](const auto& a, const auto& b) { return a.size() < b.size(); });
  if (fewest != result.values.end()) {
    const std::size_t common = fewest->size();
    for (std::vector<double>& each : result.values) {
      each.resize(common);
    }
  }
  return result;
}

}  // namespace

std::vector<PolicyCrossover> policy_crossovers(const ResultReader& result,
                                               const std::vector<std::vector<PolicyRuns>>& policies,
                                               const std::vector<MetricColumn>& metrics,
                                               const MetricValues& values) {
  std::vector<PolicyCrossover> found;
  for (const AxisRow& row : axis_rows(result)) {
    const std::vector<std::string> names = names_of(policies[row.points.begin()->second]);
    for (std::size_t metric = 0; metric < metrics.size(); ++metric) {
      for (std::size_t a = 0; a < names.size(); ++a) {
        for (std::size_t b = a + 1; b < names.size(); ++b) {
          const Differences each = differences_along(row, policies, names[a], names[b], values, metric);
          for (const statistics::Crossover& crossing :
               statistics::crossovers(each.x, each.values, spans_a_decade(row))) {
            found.push_back({.path = result.path(),
                             .metric = metrics[metric].name,
                             .axis = row.axis,
                             .others = row.others,
                             .first = names[a],
                             .second = names[b],
                             .is_smaller_better = metrics[metric].better != statistics::Better::Larger,
                             .unit = row.unit,
                             .crossover = crossing});
          }
        }
      }
    }
  }
  return found;
}

}  // namespace dimsim::analysis
