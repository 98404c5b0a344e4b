#include "dimsim/analysis/figures/figure_best_policy.hpp"

#include "dimsim/analysis/figures/best_policy_map.hpp"
#include "dimsim/analysis/figures/figure_text.hpp"
#include "dimsim/analysis/figures/latex_text.hpp"
#include "dimsim/analysis/figures/study_axes.hpp"
#include "dimsim/analysis/shown_unit.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::analysis {

namespace figure_best_policy {
namespace {

constexpr double kSure = 0.5;           ///< of the colour, in the key and in cells without ties
constexpr double kLetterWidth = 0.062;  ///< [in] of 8 points, on average and with some room

/// A colour between white (0) and itself (1).
unsigned tint(const char* colour, double share) {
  constexpr int kHexadecimal = 16;
  constexpr unsigned kByte = 0xFF;
  constexpr unsigned kBits = 8;
  const auto full = static_cast<unsigned>(std::strtoul(colour + 1, nullptr, kHexadecimal));
  unsigned mixed = 0;
  for (const unsigned shift : {2 * kBits, kBits, 0U}) {
    const double part = (full >> shift) & kByte;
    mixed |= static_cast<unsigned>(std::lround(kByte + share * (part - kByte))) << shift;
  }
  return mixed;
}

std::string letter_of(const std::vector<std::string>& policies, const std::string& policy) {
  const auto found = std::find(policies.begin(), policies.end(), policy);
  return {static_cast<char>('A' + (found - policies.begin()))};
}

/// "A"; with ties "A~BC", or only "~" if there is no room; with "!" if the best policy is overloaded.
std::string mark_of(const BestPolicyMap& map, const BestPolicyCell& cell, bool is_short) {
  constexpr std::size_t kMostLetters = 3;
  const std::vector<std::string>& ties = cell.best.ties;
  const std::string overload = cell.best.is_overloaded ? "!" : "";
  if (is_short && !ties.empty()) {
    return overload + "~";
  }
  std::string text = letter_of(map.policies, cell.best.best) + overload;
  for (std::size_t i = 0; i < std::min(ties.size(), kMostLetters); ++i) {
    text += (i == 0 ? "~" : "") + letter_of(map.policies, ties[i]);
  }
  return text + (ties.size() > kMostLetters ? "+" : "");
}

std::string percent(double share) {
  constexpr double kExact = 0.0995;
  return !std::isfinite(share) ? ""
         : share < kExact      ? fmt::format("{:.1f} %", share * kPercent)
                               : fmt::format("{:.0f} %", share * kPercent);
}

/// Number of characters of the longest text.
std::size_t longest(const std::vector<std::string>& texts) {
  std::size_t most = 0;
  for (const std::string& text : texts) {
    most = std::max(most, length_of(text));
  }
  return most;
}

/// What is written into cells. Room is estimated from average widths of letters, since the font's metrics are
/// not known before the figure is drawn.
struct Writing {
  double mark_pt = 7;
  bool has_short_marks = false;
  bool has_margins = false;
  bool has_values = false;  ///< of the best, below the margins
};

constexpr double kSmall = 6;           ///< [pt] letters of margins and values
constexpr double kSmallWidth = 0.046;  ///< [in] of one
constexpr double kSmallLine = 0.1;     ///< [in] from one line to the next

Writing writing_of(const BestPolicyMap& map, double cell_width, double cell_height) {
  constexpr std::size_t kValue = 9;  // letters of a value with its unit
  constexpr double kLeast = 3.5;     // [pt]
  constexpr double kReadable = 5;    // [pt]
  constexpr double kMark = 7;        // [pt]
  const auto size_of_marks = [&](bool is_short) {
    std::size_t letters = 1;
    for (const BestPolicyCell& cell : map.cells) {
      letters = std::max(letters, mark_of(map, cell, is_short).size());
    }
    return kSmall / kSmallWidth * std::min(cell_width / static_cast<double>(letters + 1), cell_height / 2);
  };
  std::size_t margin = 0;
  for (const BestPolicyCell& cell : map.cells) {
    margin = std::max(margin, percent(cell.best.margin).size());
  }
  const auto fits = [&](std::size_t letters, double lines) {
    return cell_width >= kSmallWidth * static_cast<double>(letters) && cell_height >= kSmallLine * lines;
  };
  const bool is_short = size_of_marks(false) < kReadable;
  return {.mark_pt = std::clamp(size_of_marks(is_short), kLeast, kMark),
          .has_short_marks = is_short,
          .has_margins = fits(margin, 2.2),
          .has_values = fits(std::max(margin, kValue), 3.5)};
}

/// Sizes and positions.
struct Look {
  Canvas canvas;
  double bottom_in = 0;  ///< of the map
  double height_in = 0;
  NamesBelow below;         ///< names of the positions on the x axis
  std::size_t every_x = 1;  ///< one of so many positions is named
  std::size_t every_y = 1;
  Writing writing;
  std::string remarks;
};

std::vector<std::string> remarks_on(const BestPolicyMap& map, const Writing& writing) {
  const auto any = [&map](auto has) { return std::any_of(map.cells.begin(), map.cells.end(), has); };
  const bool has_ties = any([](const BestPolicyCell& cell) { return !cell.best.ties.empty(); });
  const bool has_overload = any([](const BestPolicyCell& cell) { return cell.best.is_overloaded; });
  const char* significance = map.has_interval ? has_ties ? "pale, ~: difference not significant (95 %, Holm)"
                                                         : "all differences significant (95 %, Holm)"
                             : has_ties       ? "pale, ~: equal"
                                              : "";
  return {writing.has_margins ? "%: margin over the second best" : "",
          map.has_interval ? "" : "one replication: no interval",
          significance,
          map.cells.size() < map.columns() * map.rows() ? "white: no point" : "",
          has_overload ? "!: overloaded" : "",
          map.slice.held.empty() ? "" : "at " + map.slice.held};
}

constexpr double kKeyLine = 0.112;  ///< [in] a line of the legend

/// Height of the legend, with its heading.
double key_height(const BestPolicyMap& map, double width_in) {
  constexpr std::size_t kSample = 8;  // width of the box and the gaps around a name, in letters
  const double letters = static_cast<double>(longest(map.policies) + kSample);
  const double columns = std::max(1.0, std::floor(width_in / (kLetterWidth * letters)));
  return kKeyLine * (1.5 + std::ceil(static_cast<double>(map.policies.size()) / columns));
}

Look look_of(const ResultReader& result, const BestPolicyMap& map, const FigureOptions& options) {
  constexpr double kLeast = 0.07;       // [in] of a cell
  constexpr double kCellHeight = 0.3;   // [in]
  constexpr double kLeastHeight = 0.9;  // [in] of the map
  constexpr double kTallest = 0.7;      // of a column's width
  constexpr double kBeside = 0.5;       // [in] the y axis's title and margins
  constexpr double kLine = 0.17;        // [in] of names of 8 points, or of a title
  const DrawnAxis& x = map.slice.axes[0];
  const DrawnAxis& y = map.slice.axes[1];
  Look look;
  look.canvas = canvas_of(options, 1);
  const double width_in = look.canvas.width_in;
  const double cell_width = (width_in - kBeside - kLetterWidth * static_cast<double>(longest(y.texts))) /
                            static_cast<double>(map.columns());
  const auto rows = static_cast<double>(map.rows());
  look.height_in = std::clamp(rows * kCellHeight, kLeastHeight,
                              std::max(kLeastHeight, kTallest * std::min(width_in, kWidest)));
  if (cell_width < kLeast || look.height_in / rows < kLeast) {
    refuse(result,
           fmt::format("has {} × {} points, too many for cells that can be read at this width", map.columns(),
                       map.rows()),
           "draw it wider, as --width ieee-text, or sweep over fewer values");
  }
  const double name_width = kLetterWidth * static_cast<double>(longest(x.texts) + 1);
  const auto step = [](double room) { return static_cast<std::size_t>(std::max(1.0, std::ceil(room))); };
  look.every_x = x.has_numbers ? step(name_width / cell_width) : 1;
  look.every_y = step(0.8 * kLine / (look.height_in / rows));
  look.writing = writing_of(map, cell_width, look.height_in / rows);
  look.below = names_below(x.texts, x.has_numbers ? INFINITY : cell_width);
  const std::vector<std::string> remarks = remarks_on(map, look.writing);
  look.bottom_in = remarks_of(remarks, look.canvas).height_in + kLine + look.below.height_in + 0.03;
  look.canvas.height_in =
      title_height(options) + key_height(map, width_in) + 0.1 + look.height_in + look.bottom_in;
  look.remarks = remarks_of(remarks, look.canvas).commands;
  return look;
}

std::string data_of(const BestPolicyMap& map, const Look& look) {
  constexpr double kTie = 0.13;  // of the colour
  const ShownUnit unit = shown_unit(map.metric.unit);
  const auto size = [&look](double points) {
    return look.canvas.format == "tex" ? latex_size(points) : std::string();
  };
  std::string data = fmt::format(
      "# cells: {} and {}, place to the right and upwards, best, its {}, the second, its value, margin [%], "
      "largest adjusted p-value, policies that tie, colour, mark, margin and value as written\n",
      map.slice.axes[0].name, map.slice.axes[1].name, axis_title(map.metric.name, unit.unit));
  for (const BestPolicyCell& cell : map.cells) {
    const BestPolicy& best = cell.best;
    const auto number = static_cast<std::size_t>(
        std::find(map.policies.begin(), map.policies.end(), best.best) - map.policies.begin());
    data += fmt::format("{} {} {} {} ", gnuplot_datum(map.slice.axes[0].texts[cell.x]),
                        gnuplot_datum(map.slice.axes[1].texts[cell.y]), cell.x, cell.y);
    data += fmt::format("{} {:.6g} {} {:.6g} {:.6g} {:.6g} {} ", gnuplot_datum(best.best),
                        best.value * unit.factor, gnuplot_datum(best.second), best.second_value * unit.factor,
                        best.margin * kPercent, best.p_value,
                        gnuplot_datum(fmt::format("{}", fmt::join(best.ties, ","))));
    data += fmt::format(
        "{} {} {} {}\n", tint(kStyles.at(number).colour, best.ties.empty() ? kSure : kTie),
        gnuplot_datum(size(look.writing.mark_pt) + mark_of(map, cell, look.writing.has_short_marks)),
        gnuplot_datum(size(kSmall) + percent(best.margin)),
        gnuplot_datum(size(kSmall) + short_number(best.value * unit.factor) + (unit.unit.empty() ? "" : " ") +
                      unit.unit));
  }
  return data + "\n\n";
}

std::string tics_of(const DrawnAxis& axis, char which, const std::string& rotation, std::size_t every) {
  std::vector<std::string> tics;
  for (std::size_t i = 0; i < axis.texts.size(); i += every) {
    tics.push_back(fmt::format("{} {}", gnuplot_tic(axis.texts[i]), i));
  }
  return fmt::format("set {}tics scale 0 nomirror noenhanced{} ({})\n", which, rotation,
                     fmt::join(tics, ", "));
}

std::string axes_of(const BestPolicyMap& map, const Look& look, const FigureOptions& options) {
  const DrawnAxis& x = map.slice.axes[0];
  const DrawnAxis& y = map.slice.axes[1];
  const double height_in = look.canvas.height_in;
  std::string text = tics_of(x, 'x', look.below.rotation, look.every_x) + tics_of(y, 'y', "", look.every_y);
  text += fmt::format(
      "set bmargin at screen {:.4f}\nset tmargin at screen {:.4f}\nset rmargin at screen {:.4f}\n"
      "set xlabel {} noenhanced offset 0,0.5\nset ylabel {} noenhanced offset 0.3,0\n"
      "set xrange [-0.5:{}]\nset yrange [-0.5:{}]\n",
      look.bottom_in / height_in, (look.bottom_in + look.height_in) / height_in,
      1 - 0.08 / look.canvas.width_in, gnuplot_text(axis_title(x.name, x.unit)),
      gnuplot_text(axis_title(y.name, y.unit)), static_cast<double>(map.columns()) - 0.5,
      static_cast<double>(map.rows()) - 0.5);
  const double top_in = height_in - title_height(options);
  text += fmt::format(
      "set label {} at screen 0.02,{:.4f} left noenhanced\n"
      "set key at screen 0.02,{:.4f} left top horizontal Left reverse samplen 1 width 0.5 noenhanced\n",
      gnuplot_text(fmt::format("best by {} ({} is better):", map.metric.name,
                               map.metric.better == statistics::Better::Larger ? "larger" : "smaller")),
      (top_in - kKeyLine * 0.7) / height_in, (top_in - kKeyLine * 1.3) / height_in);
  return text;
}

std::string plots_of(const BestPolicyMap& map, const Writing& writing) {
  std::vector<std::string> plots{
      "data index 'cells:' using 3:4:($3-0.5):($3+0.5):($4-0.5):($4+0.5):12 with boxxyerror fs solid 1 "
      "border lc rgb 'white' lc rgb variable notitle"};
  const auto write = [&plots](int column, double points, double lines_up) {
    plots.push_back(fmt::format(
        "data index 'cells:' using 3:4:{} with labels noenhanced font ',{:.2g}' offset 0,{:.2g} notitle",
        column, points, lines_up));
  };
  write(13, writing.mark_pt, writing.has_values ? 0.95 : writing.has_margins ? 0.5 : 0);
  if (writing.has_margins) {
    write(14, kSmall, writing.has_values ? 0 : -0.5);
  }
  if (writing.has_values) {
    write(15, kSmall, -0.9);
  }
  for (std::size_t i = 0; i < map.policies.size(); ++i) {
    plots.push_back(
        fmt::format("keyentry with boxes fs solid 1 border lc rgb '{}' lc rgb {} title {}",
                    kStyles.at(i).colour, tint(kStyles.at(i).colour, kSure),
                    gnuplot_text(letter_of(map.policies, map.policies[i]) + " " + map.policies[i])));
  }
  return fmt::format("plot {}\n", fmt::join(plots, ", \\\n  "));
}

Drawing draw(const std::vector<ResultReader>& results, const FigureOptions& options) {
  const ResultReader& result = only_file(results, kBestPolicyFigure);
  const BestPolicyMap map = best_policy_map(result, options);
  const Look look = look_of(result, map, options);
  return {.data = data_of(map, look),
          .commands = begin_at_screen(look.canvas, options) + "set termoption noenhanced\n" + look.remarks +
                      axes_of(map, look, options) + options.style + plots_of(map, look.writing)};
}

}  // namespace
}  // namespace figure_best_policy

Figure best_policy_figure() {
  return {.name = kBestPolicyFigure,
          .thumbnail = "▒▒▓█▓█",
          .summary = "the best policy by a metric over two axes of a study, with its margin and ties",
          .needs =
              "one result file of a sweep over two axes; ties are found from replications; "
              "--point fixes further axes",
          .example = "dimsim run scenarios/bandwidth-sweep.yaml --sweep 'workload.rate=1/s..8/s/log/4'",
          .draw = of_results(figure_best_policy::draw),
          .options = {"policies", "metric", "axis", "point"},
          .unused = {{"log", "cells are equally wide, one for each value of an axis", "omit it"}}};
}

}  // namespace dimsim::analysis
