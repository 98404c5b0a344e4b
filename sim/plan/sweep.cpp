#include "dimsim/plan/sweep.hpp"

#include "dimsim/language/any_number.hpp"
#include "dimsim/language/emit.hpp"
#include "dimsim/language/path.hpp"
#include "dimsim/language/set.hpp"
#include "dimsim/plan/sweep_exclude.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace dimsim::plan {
namespace {

using language::is_inside;
using language::Node;
using language::one_line;
using language::read_any_number;

/// The label of a value: the stem of a trace's file, the name of an entry or policy, the text of a short
/// list, otherwise its number. Labels are columns of tables and texts of figures, so they must be short.
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
  constexpr std::size_t kLongest = 24;
  const std::string text = value.kind == Node::Kind::List ? one_line(value) : "";
  return text.empty() || text.size() > kLongest ? std::to_string(number + 1) : text;
}

/// Labels of a path's values; full texts if two short ones would be equal, because labels identify points.
std::vector<std::string> labels_of(const Node::Entry& path) {
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < path.value.items.size(); ++i) {
    labels.push_back(label_of(path.key, path.value.items[i], i));
  }
  if (std::set<std::string>(labels.begin(), labels.end()).size() < labels.size()) {
    std::transform(path.value.items.begin(), path.value.items.end(), labels.begin(), one_line);
  }
  return labels;
}

/// The steps along one axis, each with a value for every path of the axis.
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
      diagnostics.add(path.key_place,
                      fmt::format("sweep.{}: {} values for '{}', but {} for '{}'", axis.key,
                                  path.value.items.size(), path.key, steps, paths.front().key),
                      "the paths of one axis change together, so each needs the same number of values; for "
                      "all combinations give each path an axis of its own");
      return {};
    }
    for (std::size_t i = 0; i < steps; ++i) {
      plans[i].assignments.push_back({path.key, path.value.items[i], path.key_place});
    }
  }
  // The first path names the steps; the others follow it, often with values too long for a label. A number is
  // kept beside the text, in SI units, so that figures can have the axis to scale.
  const std::vector<std::string> labels = labels_of(paths.front());
  for (std::size_t i = 0; i < steps; ++i) {
    const Node& value = paths.front().value.items[i];
    const auto number = value.is_scalar() ? read_any_number(value.text) : std::nullopt;
    plans[i].labels.push_back({.axis = axis.key,
                               .text = labels[i],
                               .number = number ? std::optional(number->value) : std::nullopt,
                               .unit = number ? number->unit : ""});
  }
  return plans;
}

/// If one swept path contained another, the value that is set last would hide the other without a message.
/// The comparison of all pairs is quadratic in the number of paths, which a user writes by hand.
void refuse_overlapping_paths(const Node& sweep, Diagnostics& diagnostics) {
  struct Seen {
    const Node::Entry* axis;
    const Node::Entry* path;
  };
  std::vector<Seen> seen;
  for (const Node::Entry& axis : sweep.entries) {
    for (const Node::Entry& path : axis.value.entries) {
      for (const auto& [other_axis, other] : seen) {
        if (is_inside(path.key, other->key) || is_inside(other->key, path.key)) {
          diagnostics.add({.place = path.key_place,
                           .message = fmt::format("sweep.{}: '{}' is swept already{}", axis.key, path.key,
                                                  path.key == other->key ? "" : ", by '" + other->key + "'"),
                           .hint = !language::is_option(path.key_place) ? ""
                                   : language::is_option(other->key_place)
                                       ? "leave out one of the two"
                                       : fmt::format("add --set 'sweep.{}=~' to "
                                                     "take that axis out",
                                                     other_axis->key),
                           .remarks = {{other->key_place, "here"}}});
          break;  // one message per path is enough
        }
      }
      seen.push_back({&axis, &path});
    }
  }
}

/// These keys are read before the points exist, or apply to all of them.
void refuse_paths_of_the_study(const Node& sweep, Diagnostics& diagnostics) {
  for (const Node::Entry& axis : sweep.entries) {
    for (const Node::Entry& path : axis.value.entries) {
      for (const char* key : {"include", "sweep", "cluster"}) {
        if (is_inside(path.key, key)) {
          diagnostics.add(path.key_place,
                          fmt::format("sweep.{}: '{}' applies to the whole study, and cannot be swept",
                                      axis.key, path.key));
        }
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
  refuse_overlapping_paths(*sweep, diagnostics);
  refuse_paths_of_the_study(*sweep, diagnostics);
  for (const Node::Entry& axis : sweep->entries) {
    if (axis.key == kExclude) {
      continue;
    }
    const std::vector<PointPlan> steps = steps_of(axis, diagnostics);
    // Checked at each axis, before the list is made: a few long axes would fill the memory.
    if (steps.size() * points.size() > kMostPoints) {
      diagnostics.add(axis.key_place, fmt::format("sweep: more than {} points", kMostPoints));
      return {};
    }
    // Each axis extends the points of the axes before it, so that the last one changes fastest. The numbers
    // of points depend on this order: journals, shards and users refer to them.
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
  if (const Node* exclude = sweep->find(kExclude)) {
    exclude_points(*exclude, points, diagnostics);
  }
  return points;
}

}  // namespace dimsim::plan
