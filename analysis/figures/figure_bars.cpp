#include "analysis/figures/figure_bars.hpp"

#include "analysis/figures/figure_text.hpp"
#include "analysis/figures/latex_text.hpp"
#include "analysis/metric_values.hpp"
#include "analysis/shown_unit.hpp"
#include "analysis/statistics/replications.hpp"
#include "base/suggest.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::analysis {

namespace {

constexpr const char* kName = "bars";
constexpr const char* kMetric = "latency.p95";
constexpr double kHeight = 2.4 / 3.5;  ///< of the width
constexpr double kSmall = 6;           ///< [pt] letters of values

/// A policy's bar, in the unit that is shown.
struct Bar {
  std::string policy;
  Estimate estimate;
  bool is_overloaded = false;  ///< in any replication

  [[nodiscard]] double half_width() const {
    return std::isfinite(estimate.half_width) ? estimate.half_width : 0;
  }
};

std::vector<Bar> bars_of(const ResultReader& result, std::size_t point, const MetricColumn& metric,
                         const FigureOptions& options, std::vector<std::string>& without) {
  const MetricValues values(result, {metric});
  const double factor = shown_unit(metric.unit).factor;
  std::vector<Bar> bars;
  for (const PolicyRuns& policy : policies_of(result, point, options)) {
    const Estimate estimate = across_replications(values.of(policy, 0));
    if (!std::isfinite(estimate.value)) {
      without.push_back(policy.policy);
      continue;
    }
    bars.push_back(
        {.policy = policy.policy,
         .estimate = {estimate.value * factor, estimate.half_width * factor},
         .is_overloaded = std::any_of(policy.replications.begin(), policy.replications.end(),
                                      [](const auto& each) { return each.second->is_overloaded; })});
  }
  return bars;
}

/// The value, marked where a station or link is overloaded.
std::string written(const Bar& bar) {
  return short_number(bar.estimate.value) + (bar.is_overloaded ? "!" : "");
}

std::string data_of(const std::vector<Bar>& bars, const Canvas& canvas) {
  const std::string size = canvas.format == "tex" ? latex_size(kSmall) : "";
  std::string data;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    data += fmt::format("# bar {}: place, estimate, half width of its interval, as written: {}\n", i,
                        bars[i].policy);
    data += fmt::format("{} {:.6g} {:.6g} \"{}{}\"\n\n\n", i, bars[i].estimate.value, bars[i].half_width(),
                        size, written(bars[i]));
  }
  return data;
}

Drawing draw(const std::vector<ResultReader>& results, const FigureOptions& options) {
  constexpr double kAxes = 0.8;   // of the width
  constexpr double kUsual = 0.4;  // [in] of names below: for longer ones the figure is higher
  const ResultReader& result = only_file(results, kName);
  refuse_options(
      options, kName,
      {{"--axis", "it shows one point", "choose it by --point; figure metric is drawn along an axis"},
       {"--log", "bars begin at 0, which a logarithmic scale has not", "figure metric takes --log y"}});
  const std::size_t point = point_of(result, options);
  const MetricColumn& metric = result.metric(options.metric.empty() ? kMetric : options.metric);
  std::vector<std::string> without;
  const std::vector<Bar> bars = bars_of(result, point, metric, options, without);
  if (bars.empty()) {
    refuse(result, fmt::format("has no value of {}{}", quote(metric.name), place_text(result, point)),
           "name another by --metric, or another point by --point");
  }
  const auto any = [&bars](auto has) { return std::any_of(bars.begin(), bars.end(), has); };
  const bool has_interval = any([](const Bar& bar) { return std::isfinite(bar.estimate.half_width); });
  const bool has_overload = any([](const Bar& bar) { return bar.is_overloaded; });
  const bool has_negative = any([](const Bar& bar) { return bar.estimate.value < 0; });
  const bool has_positive = any([](const Bar& bar) { return bar.estimate.value >= 0; });
  std::vector<std::string> names;
  std::vector<std::string> tics;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    names.push_back(bars[i].policy);
    tics.push_back(fmt::format("{} {}", gnuplot_text(bars[i].policy), i));
  }
  Canvas canvas = canvas_of(options, kHeight);
  const NamesBelow below = names_below(names, kAxes * canvas.width_in / static_cast<double>(bars.size()));
  canvas.height_in += std::max(0.0, below.height_in - kUsual);
  const ShownUnit unit = shown_unit(metric.unit);
  const Remarks remarks =
      remarks_of({has_interval ? "whiskers: 95 % interval, by replication" : "one replication: no interval",
                  has_overload ? "!: overloaded" : "",
                  without.empty() ? "" : fmt::format("without a value: {}", fmt::join(without, ", ")),
                  point_remark(result, point)},
                 canvas);
  std::string text = begin_of(canvas, options) + "set termoption noenhanced\n" + remarks.commands;
  text += fmt::format(
      "set bmargin at screen {:.4f}\nset ylabel {} noenhanced offset 1,0\nset yrange [{}:{}]\nset offsets "
      "0,0,graph "
      "{},graph {}\nset xrange [-0.6:{}]\nset xtics nomirror scale 0 noenhanced{} ({})\nset boxwidth 0.6\n"
      "set xzeroaxis lt -1 lw 0.5\nunset key\n",
      (below.height_in + remarks.height_in + 0.05) / canvas.height_in,
      gnuplot_text(axis_title(metric.name, unit.unit)), has_negative ? "*" : "0", has_positive ? "*" : "0",
      has_positive ? 0.06 : 0, has_negative ? 0.06 : 0, static_cast<double>(bars.size()) - 0.4,
      below.rotation, fmt::join(tics, ", "));
  std::vector<std::string> plots;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    plots.push_back(
        fmt::format("data index 'bar {}:' using 1:2 with boxes fs pattern {} border lc '{}' lc '{}'", i,
                    kStyles.at(i).hatch, kStyles.at(i).colour, kStyles.at(i).colour));
  }
  for (std::size_t i = 0; i < bars.size(); ++i) {
    if (bars[i].half_width() > 0) {
      plots.push_back(
          fmt::format("data index 'bar {}:' using 1:($2-$3):(0):(2*$3) with vectors heads size graph "
                      "0.008,90 lc 'black' lw 1.5",
                      i));
    }
    plots.push_back(
        fmt::format("data index 'bar {}:' using 1:($2{}$3):4 with labels noenhanced font ',6' "
                    "offset 0,{}",
                    i, bars[i].estimate.value < 0 ? "-" : "+", bars[i].estimate.value < 0 ? -0.5 : 0.5));
  }
  text += options.style + fmt::format("plot {}\n", fmt::join(plots, ", \\\n  "));
  return {.data = data_of(bars, canvas), .commands = std::move(text)};
}

}  // namespace

Figure bars_figure() {
  return {.name = kName,
          .summary = "any metric, a bar a policy from 0, with 95 % intervals",
          .needs =
              "one result file; of a study it shows the first point, or the one that --point names; "
              "intervals need replications",
          .example = "dimsim run scenarios/quickstart.yaml --set replications=10",
          .draw = draw};
}

}  // namespace dimsim::analysis
