#include "dimsim/analysis/figures/figure_over_time.hpp"

#include "dimsim/analysis/figures/figure_text.hpp"
#include "dimsim/analysis/load_courses.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::analysis {

namespace figure_over_time {
namespace {

// A panel for each policy, since lines of several stations under several policies could not be distinguished
// in one; the time axis and the styles are common to all panels. Only the first replication is drawn: a mean
// over replications would smooth away the bursts that the figure is for.

constexpr std::size_t kMostBins = 128;

/// A quantity of stations and links that is drawn over time.
struct Quantity {
  const char* figure;
  const char* title;  ///< of its axis
  std::vector<double> (*values)(const LoadCourse& course);
  double least = 0;  ///< rows that never exceed it are left out
  const char* unit = "";
};

/// One station or link in all panels.
struct Row {
  std::string name;
  double peak = 0;
  std::map<std::size_t, std::vector<double>> values;  ///< by panel
};

struct Panels {
  std::vector<std::string> policies;
  std::vector<Row> rows;         ///< the busiest first
  std::size_t replications = 0;  ///< largest number of a policy
  std::size_t left_out = 0;
  std::size_t idle = 0;          ///< rows that are used, but never exceed Quantity::least
  double width_s = 0;            ///< of the widest bins
  std::vector<double> widths_s;  ///< of bins, by panel
  std::vector<double> ends_s;    ///< of runs, by panel
  double warm_up_end_s = 0;
  double end_s = 0;
  double highest = 0;
  double lowest = INFINITY;  ///< value above 0
};

double mean_of(const Row& row) {
  double most = 0;
  for (const auto& [panel, values] : row.values) {
    double sum = 0;
    for (const double value : values) {
      sum += value;
    }
    most = std::max(most, values.empty() ? 0 : sum / static_cast<double>(values.size()));
  }
  return most;
}

void add_run(Panels& panels, const Quantity& quantity, const ResultReader& result, const RunEntry& run) {
  const std::size_t panel = panels.policies.size();
  panels.policies.push_back(run.policy);
  panels.warm_up_end_s = std::max(panels.warm_up_end_s, run.warm_up_end_s);
  double width_s = 0;
  double end_s = 0;
  for (const LoadCourse& course : load_courses(result, run, kMostBins)) {
    width_s = course.work.width_s();
    std::vector<double> values = quantity.values(course);
    auto row = std::find_if(panels.rows.begin(), panels.rows.end(),
                            [&course](const Row& each) { return each.name == course.name; });
    if (row == panels.rows.end()) {
      row = panels.rows.insert(row, {.name = course.name, .peak = 0, .values = {}});
    }
    for (const double value : values) {
      row->peak = std::max(row->peak, value);
    }
    end_s = course.end_s;
    row->values[panel] = std::move(values);
  }
  panels.widths_s.push_back(width_s);
  panels.ends_s.push_back(end_s);
  panels.end_s = std::max(panels.end_s, end_s);
  panels.width_s = std::max(panels.width_s, width_s);
}

/// Keeps the rows that exceed the least value, sorted by load, and at most as many as there are styles.
void choose_rows(Panels& panels, const Quantity& quantity) {
  for (const Row& row : panels.rows) {
    panels.idle += row.peak > 0 && !(row.peak > quantity.least) ? 1 : 0;
  }
  std::erase_if(panels.rows, [&quantity](const Row& row) { return !(row.peak > quantity.least); });
  std::stable_sort(panels.rows.begin(), panels.rows.end(),
                   [](const Row& a, const Row& b) { return mean_of(a) > mean_of(b); });
  if (panels.rows.size() > kMostStyles) {
    panels.left_out = panels.rows.size() - kMostStyles;
    panels.rows.resize(kMostStyles);
  }
  for (const Row& row : panels.rows) {
    panels.highest = std::max(panels.highest, row.peak);
    for (const auto& [panel, values] : row.values) {
      for (const double value : values) {
        panels.lowest = value > 0 ? std::min(panels.lowest, value) : panels.lowest;
      }
    }
  }
}

std::string data_of(const Panels& panels, const Quantity& quantity) {
  std::string data;
  for (std::size_t row = 0; row < panels.rows.size(); ++row) {
    for (const auto& [panel, values] : panels.rows[row].values) {
      data += fmt::format("# panel {}, line {}: time [s], {}: {} of policy {}\n", panel, row, quantity.title,
                          panels.rows[row].name, panels.policies[panel]);
      for (std::size_t bin = 0; bin < values.size(); ++bin) {
        data +=
            fmt::format("{:.9g} {:.6g}\n", static_cast<double>(bin) * panels.widths_s[panel], values[bin]);
      }
      // Steps hold a value until the next row, so the last bin needs a row at its end.
      const double end_s =
          std::min(panels.ends_s[panel], static_cast<double>(values.size()) * panels.widths_s[panel]);
      data += fmt::format("{:.9g} {:.6g}\n\n\n", end_s, values.empty() ? 0 : values.back());
    }
  }
  return data;
}

/// Heights of the parts of the figure, from top to bottom [in].
struct Layout {
  static constexpr double kPanel = 0.72;
  static constexpr double kGap = 0.19;
  static constexpr double kAxis = 0.36;
  static constexpr double kKeyRow = 0.12;

  std::size_t panels = 0;
  double above = 0;  ///< key
  double below = 0;  ///< axis and remarks

  [[nodiscard]] double height() const {
    return above + static_cast<double>(panels) * (kPanel + kGap) + below;
  }
  /// Lower edge of a panel as a share of the height, from below.
  [[nodiscard]] double bottom(std::size_t panel) const {
    return (below + static_cast<double>(panels - 1 - panel) * (kPanel + kGap)) / height();
  }
  [[nodiscard]] double top(std::size_t panel) const { return bottom(panel) + kPanel / height(); }
};

Layout layout_of(const Panels& panels, double width_in) {
  constexpr double kLetter = 0.058;  // [in] at 7 points
  constexpr double kSample = 0.45;   // [in] of a line in the key
  std::size_t longest = 0;
  for (const Row& row : panels.rows) {
    longest = std::max(longest, row.name.size());
  }
  const double entry = kSample + kLetter * static_cast<double>(longest);
  const auto across = static_cast<std::size_t>(std::max(1.0, std::floor(width_in / entry)));
  const std::size_t rows = (panels.rows.size() + across - 1) / across;
  return {.panels = panels.policies.size(), .above = 0.2 + Layout::kKeyRow * static_cast<double>(rows)};
}

std::string plot_of(const Panels& panels, const Quantity& quantity, const Layout& layout,
                    const std::function<double(double)>& at, std::size_t panel) {
  std::vector<std::string> lines;
  for (std::size_t row = 0; row < panels.rows.size(); ++row) {
    if (!panels.rows[row].values.contains(panel)) {
      continue;
    }
    const Style& style = kStyles.at(row);
    lines.push_back(fmt::format(
        "data index 'panel {}, line {}:' using 1:2 with steps lc '{}' dt {} lw 1.3 {}", panel, row,
        style.colour, style.dash, panel == 0 ? "title " + gnuplot_text(panels.rows[row].name) : "notitle"));
  }
  const bool is_last = panel + 1 == panels.policies.size();
  return fmt::format(
      "set tmargin at screen {:.4f}\nset bmargin at screen {:.4f}\nset format x '{}'\n{}"
      "set label 50 {} at graph 0.01,1.1 left noenhanced font ',7' front\nset ylabel {} offset 1,0\n"
      "plot {}\nunset title\nunset label\n",
      at(layout.top(panel)), at(layout.bottom(panel)), is_last ? "%g" : "",
      is_last ? "set xlabel 'time [s]' offset 0,0.5\n" : "", gnuplot_text(panels.policies[panel]),
      gnuplot_text(quantity.title), fmt::join(lines, ", \\\n  "));
}

/// The smallest of 1, 2 and 5 times a power of ten that is not below the value.
double round_number_above(double value) {
  constexpr double kRounding = 1e-6;  // 100.00000001 % must not make an axis up to 200 %
  const double power = std::pow(10.0, std::floor(std::log10(value)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= value * (1 - kRounding)) {
      return factor * power;
    }
  }
  return 10 * power;
}

/// Runs of the policies, one for each, with the rows that are drawn.
Panels panels_of(const ResultReader& result, const std::vector<PolicyRuns>& policies,
                 const Quantity& quantity) {
  Panels panels;
  for (const PolicyRuns& policy : policies) {
    panels.replications = std::max(panels.replications, policy.replications.size());
    add_run(panels, quantity, result, *policy.replications.begin()->second);
  }
  choose_rows(panels, quantity);
  if (panels.rows.empty()) {
    refuse(result,
           fmt::format("has nothing to draw in {}: no value exceeds {}", quantity.figure, quantity.least),
           "a higher workload.rate keeps stations busier");
  }
  return panels;
}

std::vector<std::string> remarks_on(const Panels& panels, const Quantity& quantity,
                                    const std::string& place) {
  return {
      fmt::format("means over {:.3g} s of {}: no interval", panels.width_s,
                  panels.replications > 1 ? fmt::format("the first of {} replications", panels.replications)
                                          : "one replication"),
      panels.idle > 0
          ? fmt::format("{} never above {:g}{} left out", panels.idle, quantity.least, quantity.unit)
          : "",
      panels.left_out > 0 ? fmt::format("{} less busy left out", panels.left_out) : "", place};
}

/// Ranges and scales, the same for all panels, and the end of the warm-up.
std::string axes_of(const Panels& panels, const Quantity& quantity, const FigureOptions& options) {
  if (options.logarithmic.find('x') != std::string::npos) {
    throw InputError(
        fmt::format(
            "dimsim plot: --log {}: figure {} begins at time 0, which a logarithmic scale cannot show",
            quote(options.logarithmic), quantity.figure),
        "use --log y");
  }
  const double top = round_number_above(panels.highest);
  std::string text = fmt::format("set xrange [0:{:.9g}]\n", panels.end_s);
  text += options.logarithmic.find('y') != std::string::npos
              ? fmt::format("set logscale y\nset yrange [{:g}:{:g}]\n", panels.lowest,
                            std::max(top, 2 * panels.lowest))
              : fmt::format("set yrange [0:{:g}]\nset ytics {:g}\n", top, top / 2);
  if (panels.warm_up_end_s > 0) {
    text += fmt::format("set arrow from {0:.9g},graph 0 to {0:.9g},graph 1 nohead dt 3 lc '{1}' back\n",
                        panels.warm_up_end_s, kGrey);
  }
  return text;
}

Drawing draw_over_time(const Quantity& quantity, const std::vector<ResultReader>& results,
                       const FigureOptions& options) {
  const ResultReader& result = only_file(results, quantity.figure);
  result.check_keeps_requests();
  const std::size_t point = point_of(result, options);
  const Panels panels = panels_of(result, policies_of(result, point, options), quantity);
  Layout layout = layout_of(panels, options.canvas.width_in);
  Canvas canvas = canvas_of(options, 1);
  const std::vector<std::string> remarks = remarks_on(panels, quantity, point_remark(result, point));
  // Remarks are set twice: their height is needed for that of the canvas, to which their positions refer.
  layout.below = Layout::kAxis + remarks_of(remarks, canvas).height_in;
  canvas.height_in = layout.height() + title_height(options);
  const auto at = [&](double share) { return below_title(canvas, options, share); };
  std::string text = begin_at_screen(canvas, options) + remarks_of(remarks, canvas).commands +
                     axes_of(panels, quantity, options) + options.style;
  text += fmt::format(
      "set key at screen 0.15,{:.4f} left top horizontal Left reverse samplen 3 width 1 noenhanced font "
      "',7'\nset multiplot\nset lmargin at screen 0.15\nset rmargin at screen 0.97\n",
      at(0.99));
  for (std::size_t panel = 0; panel < panels.policies.size(); ++panel) {
    text += plot_of(panels, quantity, layout, at, panel);
  }
  text += "unset multiplot\n";
  return {.data = data_of(panels, quantity), .commands = std::move(text)};
}

constexpr const char* kNeeds =
    "one result file that keeps its requests; --point names a point of a study, --policies its panels";

Figure figure_of(const Quantity& quantity, const char* thumbnail, const char* summary) {
  return {.name = quantity.figure,
          .thumbnail = thumbnail,
          .summary = summary,
          .needs = kNeeds,
          .example = "dimsim run scenarios/overload.yaml",
          .draw = of_results([quantity](const auto& results, const auto& options) {
            return draw_over_time(quantity, results, options);
          }),
          .options = {"policies", "point", "log"}};
}

}  // namespace
}  // namespace figure_over_time

Figure utilisation_figure() {
  return figure_over_time::figure_of({.figure = "utilisation",
                                      .title = "busy [%]",
                                      .values =
                                          [](const LoadCourse& course) {
                                            std::vector<double> values = course.utilisation();
                                            for (double& value : values) {
                                              value *= kPercent;
                                            }
                                            return values;
                                          },
                                      .least = 1,
                                      .unit = " %"},
                                     "▃▇▅▇▆▇",
                                     "utilisation of stations and links over time, a panel for each policy");
}

Figure queue_figure() {
  return figure_over_time::figure_of(
      {.figure = "queue",
       .title = "waiting",
       .values = [](const LoadCourse& course) { return course.queue(); },
       .least = 0},
      "▁▂▃▅▇▃", "number of requests waiting for a server over time, a panel for each policy");
}

}  // namespace dimsim::analysis
