#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/scenario/scenario.hpp"

#include <string>
#include <vector>

namespace dimsim::scenario {

/// The key of `sweep` that is no axis: the points to leave out.
inline constexpr const char* kExclude = "exclude";

/// One value that a point of a study puts into the scenario.
struct Assignment {
  std::string path;  ///< "network.access.bandwidth"
  Node value;
  Place path_place;
};

/// One point of a study: what it puts in, and what its axes call it.
struct PointPlan {
  std::vector<Assignment> assignments;
  std::vector<Label> labels;
};

/// Whether a path is `outer` or lies in it: "a.b.c" in "a.b".
[[nodiscard]] bool is_inside(const std::string& path, const std::string& outer);

/// The points of a resolved `sweep`: every combination of its axes' values, the last axis changing fastest.
/// An axis that lists values for several paths moves through them together. Points that `exclude` speaks of
/// are not among them. No sweep: one point that puts in nothing. What is wrong goes to `diagnostics`.
[[nodiscard]] std::vector<PointPlan> plan_points(const Node* sweep, Diagnostics& diagnostics);

}  // namespace dimsim::scenario
