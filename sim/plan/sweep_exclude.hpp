#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/plan/point_plan.hpp"

#include <vector>

namespace dimsim::plan {

/// Removes the points that meet all conditions of any mapping of a resolved `sweep.exclude`. A condition is a
/// value, a list of alternatives, or a comparison such as "< 5Mbps". Faults are added to `diagnostics`: an
/// unknown axis, a value that its axis does not have, a comparison with another dimension, or no point left.
void exclude_points(const language::Node& exclude, std::vector<PointPlan>& points, Diagnostics& diagnostics);

}  // namespace dimsim::plan
