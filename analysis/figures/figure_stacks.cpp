#include "analysis/figures/figure_stacks.hpp"

#include "analysis/figures/figure_text.hpp"
#include "analysis/metric_values.hpp"
#include "analysis/shown_unit.hpp"
#include "analysis/statistics/replications.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::analysis {

namespace {

constexpr double kHeight = 2.6 / 3.5;  ///< of the width

/// A metric that is the sum of others.
struct Stack {
  const char* figure;
  std::string total;
  std::string part_prefix;         ///< of the parts' names
  std::vector<std::string> parts;  ///< empty: all metrics with the prefix but the total
  std::string title;
};

std::vector<MetricColumn> parts_of(const ResultReader& result, const Stack& stack) {
  if (!stack.parts.empty()) {
    return columns_of(result, stack.parts);
  }
  std::vector<MetricColumn> parts;
  for (const MetricColumn& metric : result.metrics()) {
    if (metric.name.starts_with(stack.part_prefix) && metric.name != stack.total) {
      parts.push_back(metric);
    }
  }
  return parts;
}

Drawing draw_stack(const Stack& stack, const std::vector<ResultReader>& results,
                   const FigureOptions& options) {
  const ResultReader& result = only_file(results, stack.figure);
  const std::size_t point = point_of(result, options);
  const std::vector<PolicyRuns> policies = policies_of(result, point, options);
  std::vector<MetricColumn> metrics = parts_of(result, stack);
  const std::size_t parts = metrics.size();
  metrics.push_back(result.metric(stack.total));
  const ShownUnit unit = shown_unit(metrics.back().unit);
  const MetricValues values(result, metrics);
  const Canvas canvas = canvas_of(options, kHeight);
  Drawing drawing{.data = "# bars: policy, its parts from below, total, half width of the total's interval\n",
                  .commands = begin_of(canvas, options)};
  bool has_interval = false;
  for (const PolicyRuns& policy : policies) {
    drawing.data += fmt::format("\"{}\"", policy.policy);
    for (std::size_t i = 0; i < parts; ++i) {
      drawing.data += fmt::format(" {:.6g}", across_replications(values.of(policy, i)).value * unit.factor);
    }
    const Estimate total = across_replications(values.of(policy, parts));
    const bool is_known = std::isfinite(total.half_width);
    has_interval = has_interval || is_known;
    drawing.data += fmt::format(" {:.6g} {:.6g}\n", total.value * unit.factor,
                                is_known ? total.half_width * unit.factor : 0);
  }
  drawing.data += "\n\n";
  std::string& text = drawing.commands;
  constexpr double kLetter = 0.07;  // [in] of a name, and room around it
  constexpr double kAxes = 0.8;     // of the width
  std::size_t longest = 0;
  for (const PolicyRuns& policy : policies) {
    longest = std::max(longest, policy.policy.size() + 1);
  }
  const bool is_crowded = kLetter * static_cast<double>(longest * policies.size()) > kAxes * canvas.width_in;
  text += fmt::format(
      "set bmargin {}\nset ylabel {} noenhanced offset 1,0\nset yrange [0:*]\nset xtics nomirror scale 0 "
      "noenhanced{}\nset style data histogram\nset style histogram rowstacked\nset boxwidth 0.6\n"
      "set key tmargin left horizontal Left reverse samplen 1.5 width 1 noenhanced\n",
      is_crowded ? 6 : 4.2, gnuplot_text(axis_title(stack.title, unit.unit)),
      is_crowded ? " rotate by 30 right" : "");
  text += remark_of(fmt::format(
      "{}{}", has_interval ? "whiskers: 95 % interval of the total" : "one replication: no interval",
      place_text(result, point)));
  std::vector<std::string> plots;
  for (std::size_t i = 0; i < parts; ++i) {
    const std::string name = metrics[i].name.substr(stack.part_prefix.size());
    plots.push_back(
        fmt::format("data index 'bars:' using {}:xtic(1) fs pattern {} border lc '{}' lc '{}' title {}",
                    i + 2, kStyles.at(i % kMostStyles).hatch, kStyles.at(i % kMostStyles).colour,
                    kStyles.at(i % kMostStyles).colour, gnuplot_text(name)));
  }
  if (has_interval) {
    // As lines: gnuplot's error bars would wipe out what is behind their ends.
    plots.push_back(fmt::format(
        "data index 'bars:' using 0:(${0}-${1}):(0):(2*${1}) with vectors nohead lc 'black' lw 1.5 notitle",
        parts + 2, parts + 3));
  }
  text += options.style + fmt::format("plot {}\n", fmt::join(plots, ", \\\n  "));
  return drawing;
}

}  // namespace

Figure latency_parts_figure() {
  const Stack stack{.figure = "latency-parts",
                    .total = "latency.mean",
                    .part_prefix = "latency.",
                    .parts = {"latency.queue", "latency.compute", "latency.network"},
                    .title = "mean latency"};
  return {.name = stack.figure,
          .thumbnail = "▓░█ ▓█",
          .summary = "queueing, computing and network of the mean latency, a bar a policy",
          .needs = "one result file; of a study it shows the first point, or the one that --point names",
          .example = "dimsim run scenarios/quickstart.yaml",
          .draw = of_results([stack](const auto& results, const auto& options) {
            return draw_stack(stack, results, options);
          })};
}

Figure energy_figure() {
  const Stack stack{.figure = "energy",
                    .total = "energy.total",
                    .part_prefix = "energy.",
                    .parts = {},
                    .title = "energy per answer"};
  return {.name = stack.figure,
          .thumbnail = "█▓▒ █▓",
          .summary = "energy per answer by tier and network, idle time included, a bar a policy",
          .needs = "one result file; of a study it shows the first point, or the one that --point names",
          .example = "dimsim run scenarios/quickstart.yaml",
          .draw = of_results([stack](const auto& results, const auto& options) {
            return draw_stack(stack, results, options);
          })};
}

}  // namespace dimsim::analysis
