#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/plan/study.hpp"

#include <string>
#include <vector>

namespace dimsim::plan {

/// The only key of `sweep` that is not an axis: the points to leave out.
inline constexpr const char* kExclude = "exclude";

/// A value that a point of a study sets in the scenario.
struct Assignment {
  std::string path;  ///< "network.access.bandwidth"
  language::Node value;
  Place path_place;
};

/// A point of a study before it is read: the values that it sets, and its labels on the axes.
struct PointPlan {
  std::vector<Assignment> assignments;
  std::vector<Label> labels;
};

}  // namespace dimsim::plan
