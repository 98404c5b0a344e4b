#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/plan/point_plan.hpp"

#include <cstddef>
#include <vector>

namespace dimsim::plan {

/// Points that a study has at most.
inline constexpr std::size_t kMostPoints = 20'000;

/// The points of a resolved `sweep`: every combination of its axes' values, the last axis changing fastest.
/// An axis that lists values for several paths moves through them together. Points that `exclude` speaks of
/// are not among them. No sweep: one point that puts in nothing. What is wrong goes to `diagnostics`.
[[nodiscard]] std::vector<PointPlan> plan_points(const language::Node* sweep, Diagnostics& diagnostics);

}  // namespace dimsim::plan
