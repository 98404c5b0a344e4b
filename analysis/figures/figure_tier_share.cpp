#include "dimsim/analysis/figures/figure_tier_share.hpp"

#include "dimsim/analysis/figures/figure_text.hpp"
#include "dimsim/analysis/figures/study_axes.hpp"
#include "dimsim/analysis/metric_values.hpp"
#include "dimsim/analysis/tier_order.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/statistics/replications.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::analysis {

namespace figure_tier_share {
namespace {

constexpr const char* kName = "tier-share";
constexpr const char* kPrefix = "tier_share.";

/// Shares at one place of the axis [%].
struct Place {
  double x = 0;
  std::vector<double> shares;  ///< by tier, from the device upwards
  std::vector<statistics::Estimate>
      bounds;  ///< of each tier upwards: the sum of its share and those of the tiers below
};

/// A policy along the axis.
struct Panel {
  std::string policy;
  std::vector<Place> places;
};

struct Shares {
  DrawnAxis axis;
  std::string held;  ///< what other axes are held at
  std::vector<std::string> tiers;
  std::vector<Panel> panels;
  bool has_interval = false;
};

std::vector<MetricColumn> share_columns(const ResultReader& result) {
  std::vector<MetricColumn> columns;
  for (const MetricColumn& metric : result.metrics()) {
    if (metric.name.starts_with(kPrefix)) {
      columns.push_back(metric);
    }
  }
  if (columns.empty() || columns.size() > kMostStyles) {
    refuse(result,
           fmt::format("has shares of {} tiers, and figure {} takes 1 to {}", columns.size(), kName,
                       kMostStyles),
           columns.empty() ? "run it again with this version: older files have no table of metrics" : "");
  }
  std::vector<std::vector<std::string>> lists;
  for (const RunEntry& run : result.runs()) {
    lists.push_back(run.tiers);
  }
  const std::vector<std::string> order = merged_tiers(lists);
  const auto rank = [&order](const MetricColumn& column) {
    return std::find(order.begin(), order.end(), column.name.substr(std::string_view(kPrefix).size()));
  };
  std::stable_sort(columns.begin(), columns.end(),
                   [&rank](const MetricColumn& a, const MetricColumn& b) { return rank(a) < rank(b); });
  return columns;
}

/// The place of a policy's runs; nothing where no request was answered.
std::optional<Place> place_of(double x, const PolicyRuns& policy, const MetricValues& values,
                              std::size_t tiers) {
  Place place{.x = x, .shares = {}, .bounds = {}};
  std::vector<double> sums(policy.replications.size(), 0);
  for (std::size_t tier = 0; tier < tiers; ++tier) {
    const std::vector<double> own = values.of(policy, tier);
    std::vector<double> shares;
    for (std::size_t i = 0; i < own.size(); ++i) {
      shares.push_back(std::isfinite(own[i]) ? own[i] * kPercent : 0);  // NaN: its model has no such tier
      sums[i] += shares[i];
    }
    place.shares.push_back(statistics::across_replications(shares).value);
    place.bounds.push_back(statistics::across_replications(sums));
  }
  const bool is_answered = std::all_of(sums.begin(), sums.end(), [](double sum) { return sum > 0; });
  return is_answered ? std::optional(place) : std::nullopt;
}

void add(Shares& shares, const std::string& panel, Place place) {
  auto found = std::find_if(shares.panels.begin(), shares.panels.end(),
                            [&panel](const Panel& each) { return each.policy == panel; });
  if (found == shares.panels.end()) {
    found = shares.panels.insert(found, {panel, {}});
  }
  shares.has_interval |= std::isfinite(place.bounds.front().half_width);
  found->places.push_back(std::move(place));
}

/// A panel a policy along the axis that is asked for, or the first.
Shares along_axis(const ResultReader& result, const FigureOptions& options) {
  const std::vector<MetricColumn> columns = share_columns(result);
  const MetricValues values(result, columns);
  const std::string axis = options.axis.empty() ? axes_with_numbers_first(result).front() : options.axis;
  StudySlice slice = slice_of(result, {axis}, options.point);
  Shares shares{.axis = std::move(slice.axes.front()), .held = slice.held, .tiers = {}, .panels = {}};
  for (const auto& [place, point] : slice.points) {
    for (const PolicyRuns& policy : policies_of(result, point, options)) {
      if (auto found = place_of(shares.axis.x[place.front()], policy, values, columns.size())) {
        add(shares, policy.policy, std::move(*found));
      }
    }
  }
  return shares;
}

/// One panel in which policies stand side by side: nothing is swept.
Shares by_policy(const ResultReader& result, const FigureOptions& options) {
  if (!options.axis.empty()) {
    refuse(result, fmt::format("sweeps over nothing, so that it has no axis {}", quote(options.axis)),
           "leave --axis out, or add --sweep to the run");
  }
  const std::vector<MetricColumn> columns = share_columns(result);
  const MetricValues values(result, columns);
  Shares shares{.axis = {.name = "", .unit = "", .has_numbers = false, .x = {}, .texts = {}},
                .held = "",
                .tiers = {},
                .panels = {}};
  for (const PolicyRuns& policy : policies_of(result, point_of(result, options), options)) {
    const auto x = static_cast<double>(shares.axis.x.size());
    if (auto found = place_of(x, policy, values, columns.size())) {
      shares.axis.x.push_back(x);
      shares.axis.texts.push_back(policy.policy);
      add(shares, "", std::move(*found));
    }
  }
  return shares;
}

/// An axis with one number is no range, and its areas have no width: as a name the number has a bar.
void draw_as_name(Shares& shares) {
  shares.axis.has_numbers = false;
  shares.axis.x = {0};
  for (Panel& panel : shares.panels) {
    for (Place& place : panel.places) {
      place.x = 0;
    }
  }
}

Shares shares_of(const ResultReader& result, const FigureOptions& options) {
  Shares shares =
      result.points().front().axes.empty() ? by_policy(result, options) : along_axis(result, options);
  if (shares.axis.has_numbers && shares.axis.x.size() == 1) {
    draw_as_name(shares);
  }
  for (const MetricColumn& column : share_columns(result)) {
    shares.tiers.push_back(column.name.substr(std::string_view(kPrefix).size()));
  }
  if (shares.panels.empty()) {
    refuse(result, "has no answered request after the warm-up", "");
  }
  if (shares.panels.size() > kMostStyles) {
    refuse(result,
           fmt::format("has {} policies to draw, and the figure takes {}", shares.panels.size(), kMostStyles),
           "name some by --policies A,B");
  }
  return shares;
}

std::string data_of(const Shares& shares) {
  std::string data;
  for (std::size_t i = 0; i < shares.panels.size(); ++i) {
    const Panel& panel = shares.panels[i];
    data += fmt::format(
        "# panel {}: x; shares of {} [%]; their upper bounds in the stack; half widths of those' intervals: "
        "{}\n",
        i, fmt::join(shares.tiers, ", "), panel.policy);
    for (const Place& place : panel.places) {
      data += fmt::format("{:.6g}", place.x);
      for (const double share : place.shares) {
        data += fmt::format(" {:.6g}", share);
      }
      for (const statistics::Estimate& bound : place.bounds) {
        data += fmt::format(" {:.6g}", bound.value);
      }
      for (const statistics::Estimate& bound : place.bounds) {
        data += fmt::format(" {:.6g}", drawn_half_width(bound));
      }
      data += '\n';
    }
    data += "\n\n";
  }
  return data;
}

/// Where panels stand [in].
struct Layout {
  std::size_t columns = 1;
  std::size_t rows = 1;
  double width = 0;  ///< of a panel
  double height = 0;
  double left = 0.45;
  double bottom = 0;
  double across = 0.26;  ///< between two panels
  double upwards = 0.24;
};

constexpr double kLegend = 0.2;  // [in]
constexpr double kHead = 0.18;   // [in] of a panel's name
constexpr double kRight = 0.1;   // [in]
constexpr double kTitle = 0.17;  // [in] of the axis below

std::size_t columns_for(std::size_t panels, double width_in) {
  if (width_in > kWidest) {
    return std::min<std::size_t>(panels, 4);
  }
  return panels == 4 ? 2 : std::min<std::size_t>(panels, 3);
}

Layout layout_of(const Shares& shares, double width_in) {
  Layout layout;
  layout.columns = columns_for(shares.panels.size(), width_in);
  layout.rows = (shares.panels.size() + layout.columns - 1) / layout.columns;
  const auto columns = static_cast<double>(layout.columns);
  layout.width = (width_in - layout.left - kRight - layout.across * (columns - 1)) / columns;
  layout.height = layout.rows == 1 ? std::clamp(layout.width * 0.62, 0.95, 1.6) : 0.75;
  return layout;
}

/// Areas between numbers, bars at texts, with the interval of each bound between two tiers.
std::string plots_of(const Shares& shares, std::size_t panel) {
  const std::size_t tiers = shares.tiers.size();
  std::vector<std::string> plots;
  for (std::size_t tier = 0; tier < tiers; ++tier) {
    const Style& style = kStyles.at(tier);
    const std::string below = tier == 0 ? "(0)" : fmt::format("{}", 1 + tiers + tier);
    const std::size_t above = 2 + tiers + tier;
    const std::string looks =
        fmt::format("fs {} border lc '{}' lc '{}' notitle", fill_of(style), style.colour, style.colour);
    plots.push_back(shares.axis.has_numbers
                        ? fmt::format("data index 'panel {}:' using 1:{}:{} with filledcurves {}", panel,
                                      below, above, looks)
                        : fmt::format("data index 'panel {}:' using 1:{}:($1-0.35):($1+0.35):{}:{} with "
                                      "boxxyerror {}",
                                      panel, above, below, above, looks));
  }
  for (std::size_t tier = 0; tier + 1 < tiers; ++tier) {
    const std::size_t bound = 2 + tiers + tier;
    if (shares.axis.has_numbers) {
      plots.push_back(fmt::format(
          "data index 'panel {}:' using 1:{} with linespoints lc 'black' lw 0.7 pt 7 ps 0.15 notitle", panel,
          bound));
    }
    if (shares.has_interval) {
      plots.push_back(
          fmt::format("data index 'panel {0}:' using 1:(${1}-${2}):(0):(2*${2}) with vectors nohead lc "
                      "'black' lw 1.5 notitle",
                      panel, bound, bound + tiers));
    }
  }
  return fmt::format("plot {}\n", fmt::join(plots, ", \\\n  "));
}

std::string legend_of(const Shares& shares, const Canvas& canvas, const FigureOptions& options) {
  const double top = canvas.height_in - title_height(options);
  std::string text = fmt::format(
      "set lmargin at screen 0.01\nset rmargin at screen 0.99\nset bmargin at screen {:.4f}\nset tmargin at "
      "screen {:.4f}\nset key center horizontal Left reverse samplen 1.5 width 1 noenhanced\nunset border\n"
      "unset xtics\nunset ytics\nset xrange [0:1]\nset yrange [0:1]\nplot 2 notitle",
      (top - kLegend) / canvas.height_in, top / canvas.height_in);
  for (std::size_t tier = 0; tier < shares.tiers.size(); ++tier) {
    const Style& style = kStyles.at(tier);
    text += fmt::format(", \\\n  keyentry with boxes fs {} border lc '{}' lc '{}' title {}", fill_of(style),
                        style.colour, style.colour, gnuplot_text(shares.tiers[tier]));
  }
  return text + "\nunset key\nunset label\nset border 3\nset xtics nomirror out scale 0.5\n";
}

/// Names below the panels; numbers are few.
NamesBelow names_of(const DrawnAxis& axis, const Layout& layout) {
  return names_below(axis.texts,
                     axis.has_numbers ? INFINITY : layout.width / static_cast<double>(axis.texts.size()));
}

/// Titles of both axes, for all panels together.
std::string titles_of(const DrawnAxis& axis, const Layout& layout, const Canvas& canvas) {
  constexpr double kLeft = 0.08;  // [in]
  const auto rows = static_cast<double>(layout.rows);
  const double middle = layout.bottom + (rows * layout.height + (rows - 1) * layout.upwards) / 2;
  std::string text =
      fmt::format("set label 'answered by tier [%]' at screen {:.4f},{:.4f} center rotate by 90\n",
                  kLeft / canvas.width_in, middle / canvas.height_in);
  if (!axis.name.empty()) {
    text += fmt::format("set label {} at screen {:.4f},{:.4f} center noenhanced\n",
                        gnuplot_text(axis_title(axis.name, axis.unit)),
                        (layout.left + canvas.width_in - kRight) / 2 / canvas.width_in,
                        (layout.bottom - names_of(axis, layout).height_in - 0.6 * kTitle) / canvas.height_in);
  }
  return text;
}

/// Ranges and scales, the same of all panels.
std::string scales_of(const DrawnAxis& axis, const FigureOptions& options) {
  std::string text = "set yrange [0:100]\nset ytics nomirror out scale 0.5 0,50,100\n";
  if (!axis.has_numbers) {
    return text + fmt::format("set xrange [-0.6:{}]\n", static_cast<double>(axis.x.size()) - 0.4);
  }
  text += fmt::format("set xrange [{:.6g}:{:.6g}]\n", axis.x.front(), axis.x.back());
  return is_logarithmic(options, 'x', axis.x.front(), axis.x.back()) ? text + "set logscale x\n" : text;
}

/// Names at the axes of a panel: only those at the left and below have them.
std::string tics_of(const DrawnAxis& axis, const Layout& layout, bool is_first, bool is_lowest) {
  std::string text = fmt::format("set format y '{}'\n", is_first ? "%g" : "");
  if (axis.has_numbers) {
    return text + fmt::format("set format x '{}'\n", is_lowest ? "%g" : "");
  }
  std::vector<std::string> names;
  for (std::size_t i = 0; i < axis.texts.size(); ++i) {
    names.push_back(fmt::format("{} {}", gnuplot_tic(is_lowest ? axis.texts[i] : ""), i));
  }
  return text + fmt::format("set xtics nomirror scale 0 noenhanced{} ({})\n", names_of(axis, layout).rotation,
                            fmt::join(names, ", "));
}

std::string panels_of(const Shares& shares, const Layout& layout, const Canvas& canvas) {
  std::string text;
  for (std::size_t i = 0; i < shares.panels.size(); ++i) {
    const std::size_t column = i % layout.columns;
    const std::size_t row = i / layout.columns;
    const double left = layout.left + static_cast<double>(column) * (layout.width + layout.across);
    const double bottom =
        layout.bottom + static_cast<double>(layout.rows - 1 - row) * (layout.height + layout.upwards);
    text += tics_of(shares.axis, layout, column == 0, i + layout.columns >= shares.panels.size());
    text += fmt::format(
        "set lmargin at screen {:.4f}\nset rmargin at screen {:.4f}\nset bmargin at screen {:.4f}\n"
        "set tmargin at screen {:.4f}\nset title {} noenhanced font ',7' offset 0,-0.7\n",
        left / canvas.width_in, (left + layout.width) / canvas.width_in, bottom / canvas.height_in,
        (bottom + layout.height) / canvas.height_in, gnuplot_text(shares.panels[i].policy));
    text += plots_of(shares, i);
  }
  return text;
}

void check_options(const FigureOptions& options) {
  if (options.logarithmic.find('y') != std::string::npos) {
    throw InputError(
        fmt::format(
            "dimsim plot: --log {}: figure {} stacks shares from 0, which a logarithmic scale has not",
            quote(options.logarithmic), kName),
        "take --log x");
  }
}

Drawing draw(const std::vector<ResultReader>& results, const FigureOptions& options) {
  constexpr double kNoHead = 0.06;  // [in] where there is one panel for all policies
  const ResultReader& result = only_file(results, kName);
  check_options(options);
  const Shares shares = shares_of(result, options);
  Canvas canvas = canvas_of(options, 1);
  Layout layout = layout_of(shares, canvas.width_in);
  const bool has_axis = !shares.axis.name.empty();
  const std::vector<std::string> said{
      shares.has_interval ? "whiskers: 95 % interval of a bound" : "one replication: no interval",
      shares.axis.has_numbers ? "dots: simulated" : "", shares.held.empty() ? "" : "at " + shares.held};
  layout.bottom = remarks_of(said, canvas).height_in + (has_axis ? kTitle : 0) +
                  names_of(shares.axis, layout).height_in + 0.05;
  const auto rows = static_cast<double>(layout.rows);
  canvas.height_in = layout.bottom + rows * layout.height + (rows - 1) * layout.upwards +
                     (has_axis ? kHead : kNoHead) + kLegend + title_height(options);
  std::string text = begin_at_screen(canvas, options) + remarks_of(said, canvas).commands;
  text += titles_of(shares.axis, layout, canvas) + options.style + "set multiplot\n";
  text += legend_of(shares, canvas, options) + scales_of(shares.axis, options);
  text += panels_of(shares, layout, canvas) + "unset multiplot\n";
  return {.data = data_of(shares), .commands = std::move(text)};
}

}  // namespace
}  // namespace figure_tier_share

Figure tier_share_figure() {
  return {.name = figure_tier_share::kName,
          .thumbnail = "▇▆▅▃▂▁",
          .summary = "the share of answers that each tier makes along an axis, stacked, a panel a policy",
          .needs =
              "one result file; of a study with several axes it is drawn along one (--axis), the others "
              "being held by --point",
          .example = "dimsim run scenarios/bandwidth-sweep.yaml",
          .draw = of_results(figure_tier_share::draw),
          .options = {"policies", "axis", "point", "log"},
          .useless = {{"metric", "it shows tier_share.* of all tiers", "figure metric shows one of them"}}};
}

}  // namespace dimsim::analysis
