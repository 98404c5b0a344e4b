#include "dimsim/analysis/figures/figure_tier_share.hpp"

#include "dimsim/analysis/figures/figure_text.hpp"
#include "dimsim/analysis/figures/tier_shares.hpp"
#include "dimsim/base/suggest.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::analysis {

namespace figure_tier_share {
namespace {

std::string data_of(const TierShares& shares) {
  std::string data;
  for (std::size_t i = 0; i < shares.panels.size(); ++i) {
    const TierSharePanel& panel = shares.panels[i];
    data += fmt::format(
        "# panel {}: x; shares of {} [%]; their upper bounds in the stack; half widths of those' intervals: "
        "{}\n",
        i, fmt::join(shares.tiers, ", "), panel.policy);
    for (const TierSharePlace& place : panel.places) {
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

/// Positions of the panels [in], which share their axes: only the panels at the left and at the bottom have
/// numbers.
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

constexpr double kLegend = 0.2;  // [in] height of the key
constexpr double kHead = 0.18;   // [in] of a panel's name
constexpr double kRight = 0.1;   // [in]
constexpr double kTitle = 0.17;  // [in] of the axis below

/// Four panels at column width are 2 × 2, which leaves no gap; other numbers fill rows of three.
std::size_t columns_for(std::size_t panels, double width_in) {
  if (width_in > kWidest) {
    return std::min<std::size_t>(panels, 4);
  }
  return panels == 4 ? 2 : std::min<std::size_t>(panels, 3);
}

Layout layout_of(const TierShares& shares, double width_in) {
  Layout layout;
  layout.columns = columns_for(shares.panels.size(), width_in);
  layout.rows = (shares.panels.size() + layout.columns - 1) / layout.columns;
  const auto columns = static_cast<double>(layout.columns);
  layout.width = (width_in - layout.left - kRight - layout.across * (columns - 1)) / columns;
  layout.height = layout.rows == 1 ? std::clamp(layout.width * 0.62, 0.95, 1.6) : 0.75;
  return layout;
}

/// Areas between numbers and bars at names, with the interval of each boundary between two tiers. The
/// uppermost boundary is 100 % by definition and has none.
std::string plots_of(const TierShares& shares, std::size_t panel) {
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

/// The key is a plot of its own above all panels: a key in a panel would cover areas, which fill it to the
/// top. The plot draws 2 in a range up to 1, because gnuplot needs something to plot.
std::string legend_of(const TierShares& shares, const Canvas& canvas, const FigureOptions& options) {
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

/// Layout of the names below the panels. Numbers are chosen by gnuplot, which leaves room between them.
NamesBelow names_of(const DrawnAxis& axis, const Layout& layout) {
  return names_below(axis.texts,
                     axis.has_numbers ? INFINITY : layout.width / static_cast<double>(axis.texts.size()));
}

/// Titles of both axes, common to all panels.
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

/// Ranges and scales, the same for all panels.
std::string scales_of(const DrawnAxis& axis, const FigureOptions& options) {
  std::string text = "set yrange [0:100]\nset ytics nomirror out scale 0.5 0,50,100\n";
  if (!axis.has_numbers) {
    return text + fmt::format("set xrange [-0.6:{}]\n", static_cast<double>(axis.x.size()) - 0.4);
  }
  text += fmt::format("set xrange [{:.6g}:{:.6g}]\n", axis.x.front(), axis.x.back());
  return is_logarithmic(options, 'x', axis.x.front(), axis.x.back()) ? text + "set logscale x\n" : text;
}

/// Tic labels of a panel: only panels at the left and at the bottom have them.
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

std::string panels_of(const TierShares& shares, const Layout& layout, const Canvas& canvas) {
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
            "dimsim plot: --log {}: figure {} stacks shares from 0, which a logarithmic scale cannot show",
            quote(options.logarithmic), kTierShareFigure),
        "use --log x");
  }
}

Drawing draw(const std::vector<ResultReader>& results, const FigureOptions& options) {
  constexpr double kNoHead = 0.06;  // [in] if there is one panel for all policies
  const ResultReader& result = only_file(results, kTierShareFigure);
  check_options(options);
  const TierShares shares = tier_shares(result, options);
  Canvas canvas = canvas_of(options, 1);
  Layout layout = layout_of(shares, canvas.width_in);
  const bool has_axis = !shares.axis.name.empty();
  const std::vector<std::string> remarks{
      shares.has_interval ? "whiskers: 95 % interval of a bound" : "one replication: no interval",
      shares.axis.has_numbers ? "dots: simulated" : "", shares.held.empty() ? "" : "at " + shares.held};
  // Heights are added up from below, so the remarks' height comes first and their positions, which refer to
  // the whole height, last.
  layout.bottom = remarks_of(remarks, canvas).height_in + (has_axis ? kTitle : 0) +
                  names_of(shares.axis, layout).height_in + 0.05;
  const auto rows = static_cast<double>(layout.rows);
  canvas.height_in = layout.bottom + rows * layout.height + (rows - 1) * layout.upwards +
                     (has_axis ? kHead : kNoHead) + kLegend + title_height(options);
  std::string text = begin_at_screen(canvas, options) + remarks_of(remarks, canvas).commands;
  text += titles_of(shares.axis, layout, canvas) + options.style + "set multiplot\n";
  text += legend_of(shares, canvas, options) + scales_of(shares.axis, options);
  text += panels_of(shares, layout, canvas) + "unset multiplot\n";
  return {.data = data_of(shares), .commands = std::move(text)};
}

}  // namespace
}  // namespace figure_tier_share

Figure tier_share_figure() {
  return {.name = kTierShareFigure,
          .thumbnail = "▇▆▅▃▂▁",
          .summary = "share of the answers given by each tier along an axis, a panel for each policy",
          .needs =
              "one result file; a study with several axes is drawn along one (--axis), and --point fixes "
              "the others",
          .example = "dimsim run scenarios/bandwidth-sweep.yaml",
          .draw = of_results(figure_tier_share::draw),
          .options = {"policies", "axis", "point", "log"},
          .unused = {{"metric", "it shows tier_share.* of all tiers", "figure metric shows one of them"}}};
}

}  // namespace dimsim::analysis
