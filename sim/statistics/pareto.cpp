#include "dimsim/statistics/pareto.hpp"

#include "dimsim/base/error.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace dimsim::statistics {
namespace {

/// The values of a point with signs such that smaller is better.
std::vector<double> as_costs(const std::vector<double>& point, std::span<const Better> better) {
  std::vector<double> costs = point;
  for (std::size_t i = 0; i < costs.size(); ++i) {
    costs[i] = better[i] == Better::Smaller ? costs[i] : -costs[i];
  }
  return costs;
}

/// Contract: no NaN.
bool dominates(const std::vector<double>& left, const std::vector<double>& right) {
  return left != right && std::equal(left.begin(), left.end(), right.begin(), std::less_equal<>());
}

}  // namespace

std::vector<std::size_t> pareto_front(std::span<const std::vector<double>> points,
                                      std::span<const Better> better) {
  std::vector<std::vector<double>> costs;
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (points[i].size() != better.size()) {
      throw InvariantError("a point does not have one value for each metric");
    }
    costs.push_back(as_costs(points[i], better));
    if (std::none_of(points[i].begin(), points[i].end(), [](double value) { return std::isnan(value); })) {
      order.push_back(i);
    }
  }
  // A point that dominates another precedes it in lexicographic order, and dominance is transitive. So each
  // candidate only has to be compared with the front found so far.
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t left, std::size_t right) { return costs[left] < costs[right]; });
  std::vector<std::size_t> front;
  for (const std::size_t candidate : order) {
    if (std::none_of(front.begin(), front.end(),
                     [&](std::size_t other) { return dominates(costs[other], costs[candidate]); })) {
      front.push_back(candidate);
    }
  }
  std::sort(front.begin(), front.end());  // in the order of the input again
  return front;
}

}  // namespace dimsim::statistics
