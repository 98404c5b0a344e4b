#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/plan/point_plan.hpp"

#include <cstddef>
#include <vector>

namespace dimsim::plan {

/// Largest number of points of a study.
inline constexpr std::size_t kMostPoints = 20'000;

/// The points of a resolved `sweep`: every combination of its axes' values, the last axis changing fastest,
/// without those that match `exclude`. The paths of one axis change together. Without a sweep (nullptr) there
/// is one point that sets nothing. Faults are added to `diagnostics`.
[[nodiscard]] std::vector<PointPlan> plan_points(const language::Node* sweep, Diagnostics& diagnostics);

}  // namespace dimsim::plan
