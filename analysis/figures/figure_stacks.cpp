#include "dimsim/analysis/figures/figure_stacks.hpp"

#include "dimsim/analysis/figures/figure_text.hpp"
#include "dimsim/analysis/metric_values.hpp"
#include "dimsim/analysis/money_parts.hpp"
#include "dimsim/analysis/shown_unit.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/statistics/replications.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::analysis {

namespace figure_stacks {
namespace {

// The three figures differ only in the parts of a total. The total is a metric of its own in the file, and
// its interval is drawn, not those of the parts: intervals of parts cannot be added up, because parts are
// correlated.

constexpr double kHeight = 2.6 / 3.5;  ///< of the width

/// Parts of a metric by policy: means across replications, in the metric's unit.
struct Parts {
  std::vector<std::string> names;
  std::vector<std::vector<double>> values;  ///< by policy, by part
};

/// A metric that is the sum of parts.
struct Stack {
  const char* figure;
  std::string total;
  std::string title;
  std::function<Parts(const ResultReader& result, const std::vector<PolicyRuns>& policies)> parts;
};

Parts parts_of_metrics(const ResultReader& result, const std::vector<PolicyRuns>& policies,
                       const std::vector<MetricColumn>& metrics, const std::string& prefix) {
  const MetricValues values(result, metrics);
  Parts parts;
  for (const MetricColumn& metric : metrics) {
    parts.names.push_back(metric.name.substr(prefix.size()));
  }
  for (const PolicyRuns& policy : policies) {
    parts.values.emplace_back();
    for (std::size_t i = 0; i < metrics.size(); ++i) {
      parts.values.back().push_back(statistics::across_replications(values.of(policy, i)).value);
    }
  }
  return parts;
}

Parts latency_parts(const ResultReader& result, const std::vector<PolicyRuns>& policies) {
  return parts_of_metrics(result, policies,
                          columns_of(result, {"latency.queue", "latency.compute", "latency.network"}),
                          "latency.");
}

/// All metrics of energy but the total: their names contain the tiers, which only the file knows.
Parts energy_parts(const ResultReader& result, const std::vector<PolicyRuns>& policies) {
  const std::string prefix = "energy.";
  std::vector<MetricColumn> metrics;
  for (const MetricColumn& metric : result.metrics()) {
    if (metric.name.starts_with(prefix) && metric.name != prefix + "total") {
      metrics.push_back(metric);
    }
  }
  return parts_of_metrics(result, policies, metrics, prefix);
}

/// The cost of each tier is in the tables of stations, which a file has only if it keeps its requests.
Parts money_parts(const ResultReader& result, const std::vector<PolicyRuns>& policies) {
  if (!result.keeps_requests()) {
    refuse(result, "keeps neither its requests nor the cost of each tier",
           "run it again with --set keep_requests=yes; scenarios/quickstart.yaml keeps them");
  }
  Parts parts{.names = money_part_names(policies), .values = {}};
  bool has_money = false;
  for (const PolicyRuns& policy : policies) {
    parts.values.push_back(money_parts_of(result, policy, parts.names));
    has_money |= std::any_of(parts.values.back().begin(), parts.values.back().end(),
                             [](double usd) { return usd > 0; });
  }
  if (!has_money) {
    refuse(result, "has no costs: nothing in it has a price",
           "give devices a `price` or `purchase`, or `cost.egress`; `dimsim run "
           "scenarios/quickstart.yaml` has some");
  }
  return parts;
}

/// The parts that some policy has. A tier that exists only at other points of the study has a metric in the
/// file, but no value at this point.
Parts known_parts(const Parts& parts) {
  Parts known{.names = {}, .values = std::vector<std::vector<double>>(parts.values.size())};
  for (std::size_t i = 0; i < parts.names.size(); ++i) {
    if (std::none_of(parts.values.begin(), parts.values.end(),
                     [i](const std::vector<double>& values) { return std::isfinite(values[i]); })) {
      continue;
    }
    known.names.push_back(parts.names[i]);
    for (std::size_t policy = 0; policy < parts.values.size(); ++policy) {
      known.values[policy].push_back(parts.values[policy][i]);
    }
  }
  return known;
}

/// The total of each policy with its interval, for which its value in each replication is needed.
std::vector<statistics::Estimate> totals_of(const ResultReader& result, const MetricColumn& metric,
                                            const std::vector<PolicyRuns>& policies) {
  const MetricValues values(result, {metric});
  std::vector<statistics::Estimate> totals;
  for (const PolicyRuns& policy : policies) {
    totals.push_back(statistics::across_replications(values.of(policy, 0)));
  }
  return totals;
}

std::string data_of(const std::vector<PolicyRuns>& policies, const Parts& parts,
                    const std::vector<statistics::Estimate>& totals, const ShownUnit& unit) {
  std::string data = "# bars: policy, its parts from below, total, half width of the total's interval\n";
  for (std::size_t i = 0; i < policies.size(); ++i) {
    data += gnuplot_datum(policies[i].policy);
    for (const double part : parts.values[i]) {
      data += fmt::format(" {:.6g}", part * unit.factor);
    }
    data += fmt::format(" {:.6g} {:.6g}\n", totals[i].value * unit.factor,
                        drawn_half_width(totals[i]) * unit.factor);
  }
  return data + "\n\n";
}

/// Titles, names of the policies and key.
std::string axes_of(const std::string& title, const std::vector<PolicyRuns>& policies, const Parts& parts,
                    const Canvas& canvas) {
  constexpr double kAxes = 0.8;  // of the width; the rest is for the y axis and its title
  const NamesBelow below =
      names_below(names_of(policies), kAxes * canvas.width_in / static_cast<double>(policies.size()));
  return fmt::format(
      "set bmargin at screen {:.4f}\nset ylabel {} noenhanced offset 1,0\nset yrange [0:*]\nset xtics "
      "nomirror scale 0 noenhanced{}\nset style data histogram\nset style histogram rowstacked\nset boxwidth "
      "0.6\n{}",
      (below.height_in + 0.18) / canvas.height_in, gnuplot_text(title), below.rotation,
      key_above(parts.names, 1.5, canvas));
}

/// The stacks, then the intervals of their totals.
std::string plots_of(const Parts& parts, bool has_interval) {
  // gnuplot counts columns from 1, and the first is the policy's name: part i is in column i + 2.
  std::vector<std::string> plots;
  // A study may have more tiers than there are styles; the order then distinguishes parts of the same style.
  for (std::size_t i = 0; i < parts.names.size(); ++i) {
    const Style& style = kStyles.at(i % kMostStyles);
    plots.push_back(fmt::format("data index 'bars:' using {}:xtic(1) fs {} border lc '{}' lc '{}' title {}",
                                i + 2, fill_of(style), style.colour, style.colour,
                                gnuplot_text(parts.names[i])));
  }
  if (has_interval) {
    // As lines: gnuplot's error bars would erase what is behind their ends.
    plots.push_back(fmt::format(
        "data index 'bars:' using 0:(${0}-${1}):(0):(2*${1}) with vectors nohead lc 'black' lw 1.5 notitle",
        parts.names.size() + 2, parts.names.size() + 3));
  }
  return fmt::format("plot {}\n", fmt::join(plots, ", \\\n  "));
}

Drawing draw_stack(const Stack& stack, const std::vector<ResultReader>& results,
                   const FigureOptions& options) {
  const ResultReader& result = only_file(results, stack.figure);
  const std::size_t point = point_of(result, options);
  const std::vector<PolicyRuns> policies = policies_of(result, point, options);
  const MetricColumn& metric = result.metric(stack.total);
  const Parts parts = known_parts(stack.parts(result, policies));
  if (parts.names.empty()) {
    refuse(result, fmt::format("has no value of {}{}", quote(stack.total), place_text(result, point)),
           "choose another point with --point");
  }
  const ShownUnit unit = shown_unit(metric.unit);
  const std::vector<statistics::Estimate> totals = totals_of(result, metric, policies);
  const bool has_interval = std::any_of(totals.begin(), totals.end(), [](const statistics::Estimate& total) {
    return std::isfinite(total.half_width);
  });
  const Canvas canvas = canvas_of(options, kHeight);
  const Remarks remarks =
      remarks_of({has_interval ? "whiskers: 95 % interval of the total" : "one replication: no interval",
                  point_remark(result, point)},
                 canvas);
  return {.data = data_of(policies, parts, totals, unit),
          .commands = begin_of(canvas, options) +
                      axes_of(axis_title(stack.title, unit.unit), policies, parts, canvas) +
                      remarks.commands + options.style + plots_of(parts, has_interval)};
}

constexpr const char* kOnePoint =
    "one result file; of a study it shows the first point, or the one that --point names";

/// The description in `dimsim list figures`.
struct Listed {
  std::string thumbnail;
  std::string summary;
  std::string needs;
  std::string example;
};

Figure stack_figure(const Stack& stack, const Listed& listed) {
  return {.name = stack.figure,
          .thumbnail = listed.thumbnail,
          .summary = listed.summary,
          .needs = listed.needs,
          .example = listed.example,
          .draw = of_results([stack](const auto& results, const auto& options) {
            return draw_stack(stack, results, options);
          }),
          .options = {"policies", "point"},
          .unused = {
              {"metric", "it shows the parts of " + stack.total, "figure bars shows any metric"},
              {"axis", "it shows one point", "choose it with --point; figure metric is drawn along an axis"},
              {"log", "bars are stacked from 0, which a logarithmic scale cannot show", "omit it"}}};
}

}  // namespace
}  // namespace figure_stacks

Figure latency_parts_figure() {
  return figure_stacks::stack_figure(
      {.figure = "latency-parts",
       .total = "latency.mean",
       .title = "mean latency",
       .parts = figure_stacks::latency_parts},
      {.thumbnail = "▓░█ ▓█",
       .summary = "queueing, computing and network parts of the mean latency, a bar for each policy",
       .needs = figure_stacks::kOnePoint,
       .example = "dimsim run scenarios/quickstart.yaml"});
}

Figure energy_figure() {
  return figure_stacks::stack_figure(
      {.figure = "energy",
       .total = "energy.total",
       .title = "energy per answer",
       .parts = figure_stacks::energy_parts},
      {.thumbnail = "█▓▒ █▓",
       .summary = "energy per answer by tier and network, idle time included, a bar for each policy",
       .needs = figure_stacks::kOnePoint,
       .example = "dimsim run scenarios/quickstart.yaml"});
}

Figure cost_figure() {
  return figure_stacks::stack_figure(
      {.figure = "cost",
       .total = "cost.usd_per_1000",
       .title = "cost per 1,000 answers",
       .parts = figure_stacks::money_parts},
      {.thumbnail = "▒▓█ ▒█",
       .summary = "cost per 1,000 answers by tier and egress, a bar for each policy",
       .needs = std::string(figure_stacks::kOnePoint) +
                "; it must keep its requests, and something must have a price",
       .example = "dimsim run scenarios/quickstart.yaml"});
}

}  // namespace dimsim::analysis
