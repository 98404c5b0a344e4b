#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/plan/point_plan.hpp"

#include <vector>

namespace dimsim::plan {

/// Leaves out the points that meet all conditions of one mapping of a resolved `sweep.exclude`. A condition
/// is a value, a list of which one holds, or a comparison such as "< 5Mbps". What is wrong goes to
/// `diagnostics`: an axis that is not there, a value that its axis does not have, a comparison with another
/// dimension, and that no point is left.
void exclude_points(const language::Node& exclude, std::vector<PointPlan>& points, Diagnostics& diagnostics);

}  // namespace dimsim::plan
