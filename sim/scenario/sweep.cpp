#include "scenario/sweep.hpp"

#include "scenario/expectation.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace dimsim::scenario {
namespace {

constexpr std::size_t kMostPoints = 100'000;

/// What a table calls a value: a trace by its file's stem, an entry or policy by its name.
std::string label_of(const std::string& path, const Node& value, std::size_t number) {
  if (value.is_scalar()) {
    return path == "workload.trace" ? std::filesystem::path(value.text).stem().string() : value.text;
  }
  for (const char* key : {"label", "name", "policy", "device", "base"}) {
    const Node* name = value.find(key);
    if (name != nullptr && name->is_scalar()) {
      return name->text;
    }
  }
  return std::to_string(number + 1);
}

/// Steps along one axis, each with a value for every path of it.
std::vector<PointPlan> steps_of(const Node::Entry& axis, Diagnostics& diagnostics) {
  const std::vector<Node::Entry>& paths = axis.value.entries;
  if (paths.empty()) {
    diagnostics.add(axis.key_place,
                    fmt::format("sweep.{}: found no path; expected PATH: [VALUE, …]", axis.key));
    return {};
  }
  const std::size_t steps = paths.front().value.items.size();
  std::vector<PointPlan> plans(steps);
  for (const Node::Entry& path : paths) {
    if (path.value.items.size() != steps) {
      diagnostics.add(
          path.key_place,
          fmt::format("sweep.{}: {} values for '{}', but {} for '{}'", axis.key, path.value.items.size(),
                      path.key, steps, paths.front().key),
          "values of one axis go together, so there must be as many; for all combinations give each "
          "path an axis of its own");
      return {};
    }
    for (std::size_t i = 0; i < steps; ++i) {
      plans[i].assignments.push_back({path.key, path.value.items[i], path.key_place});
    }
  }
  for (std::size_t i = 0; i < steps; ++i) {
    plans[i].labels.push_back({axis.key, label_of(paths.front().key, paths.front().value.items[i], i)});
  }
  return plans;
}

void refuse_paths_of_two_axes(const Node& sweep, Diagnostics& diagnostics) {
  std::map<std::string, Place> seen;
  for (const Node::Entry& axis : sweep.entries) {
    for (const Node::Entry& path : axis.value.entries) {
      const auto [known, is_new] = seen.emplace(path.key, path.key_place);
      if (!is_new) {
        diagnostics.add({.place = path.key_place,
                         .message = fmt::format("sweep.{}: '{}' is swept already", axis.key, path.key),
                         .hint = "",
                         .remarks = {{known->second, "here"}}});
      }
    }
  }
}

}  // namespace

std::vector<PointPlan> plan_points(const Node* sweep, Diagnostics& diagnostics) {
  std::vector<PointPlan> points(1);
  if (sweep == nullptr) {
    return points;
  }
  refuse_paths_of_two_axes(*sweep, diagnostics);
  for (const Node::Entry& axis : sweep->entries) {
    const std::vector<PointPlan> steps = steps_of(axis, diagnostics);
    if (steps.size() * points.size() > kMostPoints) {
      diagnostics.add(axis.key_place, fmt::format("sweep: more than {} points", kMostPoints));
      return {};
    }
    std::vector<PointPlan> longer;
    for (const PointPlan& point : points) {
      for (const PointPlan& step : steps) {
        longer.push_back(point);
        PointPlan& last = longer.back();
        last.assignments.insert(last.assignments.end(), step.assignments.begin(), step.assignments.end());
        last.labels.insert(last.labels.end(), step.labels.begin(), step.labels.end());
      }
    }
    points = std::move(longer);
  }
  return points;
}

}  // namespace dimsim::scenario
