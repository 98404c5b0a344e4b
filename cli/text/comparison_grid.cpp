#include "dimsim/cli/text/comparison_grid.hpp"

#include "dimsim/cli/text/comparison_text.hpp"
#include "dimsim/cli/text/text_grid.hpp"
#include "dimsim/cli/text/text_style.hpp"
#include "dimsim/cli/text/unique_texts.hpp"

#include <algorithm>

#include <fmt/format.h>

// The grid exists for studies with many points, where one table per point is too long to compare. It keeps
// the two figures that the study is about, λ cut and accuracy drop, and drops latency and energy.

namespace dimsim::cli {

namespace {

using analysis::PointComparison;
using analysis::PolicyComparison;

/// All policies but the baseline, in the order in which the points name them.
std::vector<std::string> policies_but_baseline(const std::vector<PointComparison>& points) {
  std::vector<std::string> names;
  for (const PointComparison& point : points) {
    for (const PolicyComparison& policy : point.policies) {
      add_unique(names, policy.is_baseline ? "" : policy.policy);
    }
  }
  return names;
}

const PolicyComparison* find_policy(const PointComparison& point, const std::string& name) {
  const auto policy =
      std::find_if(point.policies.begin(), point.policies.end(),
                   [&name](const PolicyComparison& candidate) { return candidate.policy == name; });
  return policy == point.policies.end() ? nullptr : &*policy;
}

// The only absolute figure of the grid, which gives the drops beside it their scale.
std::string baseline_accuracy(const PointComparison& point) {
  const auto baseline = std::find_if(point.policies.begin(), point.policies.end(),
                                     [](const PolicyComparison& policy) { return policy.is_baseline; });
  return baseline == point.policies.end() ? "-" : in_percent(baseline->paired.accuracy.value);
}

/// The labels of the point without the names of their axes, to save columns.
std::string point_name(const PointComparison& point) {
  std::string name;
  for (const auto& [axis, label] : point.point.labels) {
    name += (name.empty() ? "" : ", ") + label;
  }
  return name.empty() ? point.point.name().empty() ? point.scenario : point.point.name() : name;
}

Grid grid_of_points(const std::vector<PointComparison>& points, const std::string& baseline,
                    const std::vector<std::string>& policies) {
  Grid grid = {{"", baseline}, {"point", "acc. %"}};
  for (const std::string& policy : policies) {
    grid[0].push_back(policy);
    grid[1].emplace_back("λ cut % | drop");
  }
  for (const PointComparison& point : points) {
    std::vector<std::string> row = {point_name(point), baseline_accuracy(point)};
    for (const std::string& name : policies) {
      const PolicyComparison* policy = find_policy(point, name);
      row.push_back(policy == nullptr ? "-"
                                      : fmt::format("{} | {}", in_percent(policy->paired.lambda.cut),
                                                    in_percent(policy->paired.accuracy_drop)));
    }
    grid.push_back(std::move(row));
  }
  return grid;
}

}  // namespace

std::string comparison_grid(const std::vector<PointComparison>& points, const std::string& baseline,
                            bool colour) {
  std::string text;
  std::vector<std::string> left = policies_but_baseline(points);
  // Policies are added to a grid until it is too wide, and the rest goes into the next one. At least one is
  // taken, even if it is too wide by itself; otherwise the loop would never end.
  do {
    std::vector<std::string> shown;
    while (!left.empty()) {
      shown.push_back(left.front());
      if (shown.size() > 1 &&
          width_of(grid_of_points(points, baseline, shown), kComparisonGap) > kComparisonWidth) {
        shown.pop_back();
        break;
      }
      left.erase(left.begin());
    }
    text += text.empty() ? "" : "\n";
    const std::vector<std::string> lines = lines_of(grid_of_points(points, baseline, shown), kComparisonGap);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      text += painted(lines[i], kBold, colour && i < kComparisonHeaderLines) + "\n";
    }
  } while (!left.empty());
  const std::string assumptions = comparison_assumptions(points);
  return text + "\n" + comparison_legend(baseline, false, colour) +
         (assumptions.empty() ? "" : "\n" + assumptions);
}

}  // namespace dimsim::cli
