#pragma once

#include "dimsim/statistics/better.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace dimsim::statistics {

/// Indices of the points that no other point dominates, in rising order. A point dominates another if it is
/// at least as good in every metric and better in one (Ehrgott, Multicriteria Optimization, 2005, section
/// 2.1), so that equal points are both kept. A point with a NaN neither dominates nor is on the front;
/// infinities are ordinary values. Contract: each point has one value for each element of `better`; none of
/// these is Neither.
[[nodiscard]] std::vector<std::size_t> pareto_front(std::span<const std::vector<double>> points,
                                                    std::span<const Better> better);

}  // namespace dimsim::statistics
