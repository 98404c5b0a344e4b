#include "dimsim/analysis/figures/figure_bars.hpp"

#include "dimsim/analysis/figures/figure_text.hpp"
#include "dimsim/analysis/figures/latex_text.hpp"
#include "dimsim/analysis/metric_values.hpp"
#include "dimsim/analysis/shown_unit.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/statistics/replications.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::analysis {

namespace figure_bars {
namespace {

constexpr const char* kName = "bars";
constexpr const char* kMetric = "latency.p95";
constexpr double kHeight = 2.4 / 3.5;  ///< of the width
constexpr double kSmall = 6;           ///< [pt] letters of values

/// A policy's bar, in the unit that is shown.
struct Bar {
  std::string policy;
  statistics::Estimate estimate;
  bool is_overloaded = false;  ///< in any replication
};

std::vector<Bar> bars_of(const ResultReader& result, std::size_t point, const MetricColumn& metric,
                         const FigureOptions& options, std::vector<std::string>& without) {
  // A policy without a value gets no bar, not one of height 0; a remark names it instead.
  const MetricValues values(result, {metric});
  const double factor = shown_unit(metric.unit).factor;
  std::vector<Bar> bars;
  for (const PolicyRuns& policy : policies_of(result, point, options)) {
    const statistics::Estimate estimate = statistics::across_replications(values.of(policy, 0));
    if (!std::isfinite(estimate.value)) {
      without.push_back(policy.policy);
      continue;
    }
    bars.push_back({.policy = policy.policy,
                    .estimate = {estimate.value * factor, estimate.half_width * factor},
                    .is_overloaded = is_overloaded(policy)});
  }
  return bars;
}

/// The value, with a mark if a station or link is overloaded.
std::string value_text(const Bar& bar) {
  return short_number(bar.estimate.value) + (bar.is_overloaded ? "!" : "");
}

std::string data_of(const std::vector<Bar>& bars, const Canvas& canvas) {
  const std::string size = canvas.format == "tex" ? latex_size(kSmall) : "";
  std::string data;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    data += fmt::format("# bar {}: place, estimate, half width of its interval, as written: {}\n", i,
                        bars[i].policy);
    data += fmt::format("{} {:.6g} {:.6g} {}\n\n\n", i, bars[i].estimate.value,
                        drawn_half_width(bars[i].estimate), gnuplot_datum(size + value_text(bars[i])));
  }
  return data;
}

bool any_of(const std::vector<Bar>& bars, bool (*has)(const Bar&)) {
  return std::any_of(bars.begin(), bars.end(), has);
}

/// Ranges, names and titles.
std::string axes_of(const std::vector<Bar>& bars, const MetricColumn& metric, const std::string& rotation) {
  constexpr double kAbove = 0.06;  // of the axis, for values
  // Bars begin at 0, so that their lengths can be compared; the other end of the axis is left to gnuplot.
  const bool has_negative = any_of(bars, [](const Bar& bar) { return bar.estimate.value < 0; });
  const bool has_positive = any_of(bars, [](const Bar& bar) { return bar.estimate.value >= 0; });
  std::vector<std::string> tics;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    tics.push_back(fmt::format("{} {}", gnuplot_tic(bars[i].policy), i));
  }
  return fmt::format(
      "set ylabel {} noenhanced offset 1,0\nset yrange [{}:{}]\nset offsets 0,0,graph {},graph {}\n"
      "set xrange [-0.6:{}]\nset xtics nomirror scale 0 noenhanced{} ({})\nset boxwidth 0.6\n"
      "set xzeroaxis lt -1 lw 0.5\nunset key\n",
      gnuplot_text(axis_title(metric.name, shown_unit(metric.unit).unit)), has_negative ? "*" : "0",
      has_positive ? "*" : "0", has_positive ? kAbove : 0, has_negative ? kAbove : 0,
      static_cast<double>(bars.size()) - 0.4, rotation, fmt::join(tics, ", "));
}

/// Bars with their intervals and values. Intervals are vectors with heads: gnuplot's error bars would erase
/// what is behind their ends. All bars come first, so that none of them covers an interval.
std::string plots_of(const std::vector<Bar>& bars) {
  std::vector<std::string> plots;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    plots.push_back(fmt::format("data index 'bar {}:' using 1:2 with boxes fs {} border lc '{}' lc '{}'", i,
                                fill_of(kStyles.at(i)), kStyles.at(i).colour, kStyles.at(i).colour));
  }
  for (std::size_t i = 0; i < bars.size(); ++i) {
    if (drawn_half_width(bars[i].estimate) > 0) {
      plots.push_back(fmt::format(
          "data index 'bar {}:' using 1:($2-$3):(0):(2*$3) with vectors heads size graph 0.008,90 lc 'black' "
          "lw 1.5",
          i));
    }
    const bool is_negative = bars[i].estimate.value < 0;
    plots.push_back(
        fmt::format("data index 'bar {}:' using 1:($2{}$3):4 with labels noenhanced font ',{}' offset 0,{}",
                    i, is_negative ? "-" : "+", kSmall, is_negative ? -0.5 : 0.5));
  }
  return fmt::format("plot {}\n", fmt::join(plots, ", \\\n  "));
}

std::vector<std::string> names_of(const std::vector<Bar>& bars) {
  std::vector<std::string> names;
  for (const Bar& bar : bars) {
    names.push_back(bar.policy);
  }
  return names;
}

Drawing draw(const std::vector<ResultReader>& results, const FigureOptions& options) {
  constexpr double kAxes = 0.8;   // of the width
  constexpr double kUsual = 0.4;  // [in] for names below; longer names make the figure higher
  const ResultReader& result = only_file(results, kName);
  const std::size_t point = point_of(result, options);
  const MetricColumn& metric = result.metric(options.metric.empty() ? kMetric : options.metric);
  std::vector<std::string> without;
  const std::vector<Bar> bars = bars_of(result, point, metric, options, without);
  if (bars.empty()) {
    refuse(result, fmt::format("has no value of {}{}", quote(metric.name), place_text(result, point)),
           "choose another metric with --metric, or another point with --point");
  }
  Canvas canvas = canvas_of(options, kHeight);
  const NamesBelow below =
      names_below(names_of(bars), kAxes * canvas.width_in / static_cast<double>(bars.size()));
  canvas.height_in += std::max(0.0, below.height_in - kUsual);
  const bool has_interval =
      any_of(bars, [](const Bar& bar) { return std::isfinite(bar.estimate.half_width); });
  const Remarks remarks =
      remarks_of({has_interval ? "whiskers: 95 % interval, by replication" : "one replication: no interval",
                  any_of(bars, [](const Bar& bar) { return bar.is_overloaded; }) ? "!: overloaded" : "",
                  without.empty() ? "" : fmt::format("without a value: {}", fmt::join(without, ", ")),
                  point_remark(result, point)},
                 canvas);
  std::string text = begin_of(canvas, options) + "set termoption noenhanced\n" + remarks.commands;
  text += fmt::format("set bmargin at screen {:.4f}\n",
                      (below.height_in + remarks.height_in + 0.05) / canvas.height_in);
  text += axes_of(bars, metric, below.rotation) + options.style + plots_of(bars);
  return {.data = data_of(bars, canvas), .commands = std::move(text)};
}

}  // namespace
}  // namespace figure_bars

Figure bars_figure() {
  return {
      .name = figure_bars::kName,
      .thumbnail = "▅ █ ▃",
      .summary = "any metric, a bar from 0 for each policy, with 95 % intervals",
      .needs =
          "one result file; of a study it shows the first point, or the one that --point names; "
          "intervals need replications",
      .example = "dimsim run scenarios/quickstart.yaml --set replications=10",
      .draw = of_results(figure_bars::draw),
      .options = {"policies", "metric", "point"},
      .unused = {
          {"axis", "it shows one point", "choose it with --point; figure metric is drawn along an axis"},
          {"log", "bars begin at 0, which a logarithmic scale cannot show", "figure metric takes --log y"}}};
}

}  // namespace dimsim::analysis
