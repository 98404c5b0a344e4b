#include "dimsim/analysis/figures/best_policy_map.hpp"

#include "dimsim/analysis/figures/figure_text.hpp"
#include "dimsim/base/suggest.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace dimsim::analysis {

namespace {

constexpr const char* kMetric = "latency.mean";

/// The axes of the map: the two requested ones, or the first two, numeric axes first.
std::vector<std::string> two_axes(const ResultReader& result, const std::string& wanted) {
  constexpr std::size_t kAxes = 2;
  std::vector<std::string> axes;
  for (std::size_t begin = 0; !wanted.empty() && begin <= wanted.size();) {
    const std::size_t comma = std::min(wanted.find(',', begin), wanted.size());
    axes.push_back(wanted.substr(begin, comma - begin));
    begin = comma + 1;
  }
  if (!wanted.empty() && (axes.size() != kAxes || axes.front() == axes.back())) {
    // Checked before the file's axes, so that a wrong option is not reported as a property of the file.
    throw InputError(fmt::format("--axis {}: figure {} is drawn over two axes, each once", quote(wanted),
                                 kBestPolicyFigure),
                     "name two, separated by a comma, the horizontal one first: --axis bandwidth,rate");
  }
  if (wanted.empty()) {
    axes = axes_with_numbers_first(result);
  }
  if (axes.size() < kAxes) {
    refuse(result,
           fmt::format("sweeps over {}, and figure {} is drawn over two axes",
                       axes.empty() ? "nothing" : axes.front() + " only", kBestPolicyFigure),
           "add an axis to the run: --sweep workload.rate=1/s..50/s/log/5, for example");
  }
  axes.resize(kAxes);
  return axes;
}

/// Policies that have runs at the points, in the file's order.
std::vector<std::string> competing(const ResultReader& result, const std::vector<std::size_t>& points,
                                   const FigureOptions& options) {
  std::vector<std::string> names;
  for (const RunEntry& run : result.runs()) {
    const bool is_here = std::find(points.begin(), points.end(), run.point) != points.end();
    const bool is_wanted =
        options.policies.empty() ||
        std::find(options.policies.begin(), options.policies.end(), run.policy) != options.policies.end();
    if (is_here && is_wanted && std::find(names.begin(), names.end(), run.policy) == names.end()) {
      names.push_back(run.policy);
    }
  }
  return names;
}

}  // namespace

BestPolicyMap best_policy_map(const ResultReader& result, const FigureOptions& options) {
  BestPolicyMap map{.slice = slice_of(result, two_axes(result, options.axis), options.point),
                    .metric = result.metric(options.metric.empty() ? kMetric : options.metric),
                    .policies = {},
                    .cells = {}};
  if (map.metric.better == statistics::Better::Neither) {
    refuse(result,
           fmt::format("metric {} has no better direction, so no policy is best", quote(map.metric.name)),
           "choose another with --metric, such as latency.p95 or accuracy");
  }
  std::vector<std::size_t> points;
  for (const auto& [place, point] : map.slice.points) {
    points.push_back(point);
  }
  // All points of the map in one call, since p-values are adjusted over all of them together.
  const std::vector<BestPolicy> best = best_policies(result, points, map.metric, options.policies);
  // Every competing policy has a letter and a colour, also one that is best nowhere: the key is then
  // complete.
  map.policies = competing(result, points, options);
  if (map.policies.size() < 2 || map.policies.size() > kMostStyles) {
    refuse(result,
           fmt::format("has {} polic{} to compare, and the figure takes 2 to {}", map.policies.size(),
                       map.policies.size() == 1 ? "y" : "ies", kMostStyles),
           "choose some with --policies A,B");
  }
  // best_policies keeps the order of the points but leaves out those without a value: their cells stay white.
  auto next = best.begin();
  for (const auto& [place, point] : map.slice.points) {
    if (next != best.end() && next->point == point) {
      map.has_interval |= std::isfinite(next->p_value);
      map.cells.push_back({place[0], place[1], *next++});
    }
  }
  if (map.cells.empty()) {
    refuse(result, fmt::format("has no value of {} at these points", quote(map.metric.name)),
           "choose another with --metric");
  }
  return map;
}

}  // namespace dimsim::analysis
