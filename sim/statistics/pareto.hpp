#pragma once

#include "dimsim/statistics/better.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace dimsim::statistics {

/// Numbers of the points that no other one dominates, in rising order. A point dominates another when it is
/// at least as good in each metric and better in one (Ehrgott, Multicriteria Optimization, 2005,
/// section 2.1), so equal points are both kept. A point with a NaN neither dominates nor is on the front;
/// infinities are values. Contract: each point has a value for each of `better`, none of which is Neither.
[[nodiscard]] std::vector<std::size_t> pareto_front(std::span<const std::vector<double>> points,
                                                    std::span<const Better> better);

}  // namespace dimsim::statistics
