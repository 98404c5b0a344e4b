#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/plan/study.hpp"

#include <string>
#include <vector>

namespace dimsim::plan {

/// The key of `sweep` that is no axis: the points to leave out.
inline constexpr const char* kExclude = "exclude";

/// One value that a point of a study puts into the scenario.
struct Assignment {
  std::string path;  ///< "network.access.bandwidth"
  language::Node value;
  Place path_place;
};

/// One point of a study before it is read: what it puts in, and what its axes call it.
struct PointPlan {
  std::vector<Assignment> assignments;
  std::vector<Label> labels;
};

}  // namespace dimsim::plan
