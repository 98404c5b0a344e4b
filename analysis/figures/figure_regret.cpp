#include "dimsim/analysis/figures/figure_regret.hpp"

#include "dimsim/analysis/figures/figure_text.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/statistics/replications.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::analysis {

namespace figure_regret {
namespace {

constexpr const char* kName = "regret";
constexpr const char* kCourse = "regret";

std::string dataset_of(const RunEntry& run) { return run.group + "/policy_report/" + kCourse; }

/// The courses of a policy; no values if it reports none.
RegretCourse course_of(const ResultReader& result, const PolicyRuns& policy) {
  RegretCourse course{.policy = policy.policy, .unit = "", .values = {}};
  for (const RunEntry* run : runs_of(policy)) {
    const std::string dataset = dataset_of(*run);
    if (!result.file().has_dataset(dataset)) {
      return {.policy = policy.policy, .unit = "", .values = {}};
    }
    course.unit = result.file().text(dataset, "unit").value_or("");
    course.values.push_back(result.file().read<double>(dataset));
    if (course.values.back().empty()) {
      refuse(result, fmt::format("dataset '{}' is empty", dataset), "run the scenario again");
    }
  }
  return course;
}

/// Courses of the requested policies, or of all that report a regret.
std::vector<RegretCourse> courses_of(const ResultReader& result, std::size_t point,
                                     const FigureOptions& options) {
  const std::vector<PolicyRuns> policies = policy_runs(result, point);
  for (const std::string& name : options.policies) {
    static_cast<void>(find_policy(result, point, policies, {.name = name, .purpose = "", .hint = ""}));
  }
  std::vector<RegretCourse> courses;
  std::vector<std::string> without;  // named, but without a regret
  for (const PolicyRuns& policy : policies) {
    const bool is_named =
        std::find(options.policies.begin(), options.policies.end(), policy.policy) != options.policies.end();
    if (!options.policies.empty() && !is_named) {
      continue;
    }
    RegretCourse course = course_of(result, policy);
    if (!course.values.empty()) {
      courses.push_back(std::move(course));
    } else if (is_named) {
      without.push_back(quote(policy.policy));
    }
  }
  if (!without.empty()) {
    refuse(result,
           fmt::format("{} reported no regret; only policies that learn online do", enumerate(without)),
           "omit it from --policies");
  }
  if (courses.empty()) {
    refuse(result, "has no policy that learns online and reports its regret",
           "add one to the scenario, such as splitee or hi-threshold");
  }
  if (courses.size() > kMostStyles) {
    refuse(result,
           fmt::format("has {} policies that learn, and the figure takes at most {}", courses.size(),
                       kMostStyles),
           "choose some with --policies A,B");
  }
  return courses;
}

/// A line of the figure: the mean of a course across replications, with its interval.
struct Line {
  std::size_t style = 0;
  std::string policy;
  std::vector<std::size_t> decisions;
  std::vector<statistics::Estimate> regret;
};

/// Up to the end of the shortest replication: beyond it the mean would be over fewer replications and could
/// jump.
Line line_of(const RegretCourse& course, std::size_t style) {
  std::size_t count = course.values.front().size();
  for (const std::vector<double>& values : course.values) {
    count = std::min(count, values.size());
  }
  Line line{.style = style, .policy = course.policy, .decisions = drawn_decisions(count), .regret = {}};
  for (const std::size_t decision : line.decisions) {
    std::vector<double> values;
    for (const std::vector<double>& replication : course.values) {
      values.push_back(replication[decision - 1]);
    }
    line.regret.push_back(statistics::across_replications(values));
  }
  return line;
}

/// Lines with the same unit. Rewards and losses cannot share an axis, so each unit has a panel.
struct Panel {
  std::string unit;
  std::vector<Line> lines;
  double least = 0;                  ///< at most 0; includes the ends of intervals
  double least_positive = INFINITY;  ///< of the lines, without intervals
};

std::vector<Panel> panels_of(const std::vector<RegretCourse>& courses) {
  std::vector<Panel> panels;
  for (std::size_t i = 0; i < courses.size(); ++i) {
    auto panel = std::find_if(panels.begin(), panels.end(),
                              [&](const Panel& each) { return each.unit == courses[i].unit; });
    if (panel == panels.end()) {
      panel = panels.insert(panel, {.unit = courses[i].unit, .lines = {}});
    }
    panel->lines.push_back(line_of(courses[i], i));
    for (const statistics::Estimate& regret : panel->lines.back().regret) {
      panel->least = std::min(panel->least, regret.value - drawn_half_width(regret));
      if (regret.value > 0) {
        panel->least_positive = std::min(panel->least_positive, regret.value);
      }
    }
  }
  return panels;
}

std::string data_of(const Line& line, const std::string& unit) {
  std::string text = fmt::format("# policy {}: decisions, regret [{}], ends of its interval: {}\n",
                                 line.style, unit, line.policy);
  for (std::size_t i = 0; i < line.decisions.size(); ++i) {
    const statistics::Estimate& regret = line.regret[i];
    text += fmt::format("{} {:.6g} {:.6g} {:.6g}\n", line.decisions[i], regret.value,
                        regret.value - drawn_half_width(regret), regret.value + drawn_half_width(regret));
  }
  return text + "\n\n";
}

/// The lines of a panel with their bands, which are cut off at `floor` on a logarithmic axis: values at or
/// below 0 have no position there.
std::string plot_of(const Panel& panel, bool has_bands, std::optional<double> floor) {
  constexpr std::size_t kMarks = 8;  // on each line
  std::vector<std::string> plots;
  for (std::size_t i = 0; has_bands && i < panel.lines.size(); ++i) {
    const std::string low = floor ? fmt::format("($3>{0:.6g}?$3:{0:.6g})", *floor) : "3";
    plots.push_back(fmt::format("data index 'policy {}:' using 1:{}:4 with filledcurves lc '{}' notitle",
                                panel.lines[i].style, low, kStyles.at(panel.lines[i].style).colour));
  }
  for (const Line& line : panel.lines) {
    const Style& style = kStyles.at(line.style);
    plots.push_back(
        fmt::format("data index 'policy {}:' using 1:2 with linespoints lc '{}' dt {} lw 1.5 pt {} ps 0.4 "
                    "pointinterval {} title {}",
                    line.style, style.colour, style.dash, style.mark, 1 + line.decisions.size() / kMarks,
                    gnuplot_text(line.policy)));
  }
  return fmt::format("plot {}\n", fmt::join(plots, ", \\\n  "));
}

/// Positions of the panels on the canvas [in].
struct Layout {
  static constexpr double kPlot = 1.55;    ///< height of a panel's axes
  static constexpr double kBottom = 0.57;  ///< tics, title of the axis, remark
  static constexpr double kGap = 0.1;      ///< above and below a key
  std::size_t key_columns = 1;
  std::vector<double> bottoms;  ///< lower edges of the panels, the highest panel first
  double height = 0;
};

/// Whether --log names an axis; "none" contains neither letter.
bool is_requested(const FigureOptions& options, char axis) {
  return options.logarithmic.find(axis) != std::string::npos;
}

bool has_interval(const std::vector<RegretCourse>& courses) {
  return std::any_of(courses.begin(), courses.end(),
                     [](const RegretCourse& course) { return course.values.size() > 1; });
}

/// "bands: 95 % interval, 5 replications", or "3 to 5": with a required precision, policies may need
/// different numbers.
std::string interval_remark(const std::vector<RegretCourse>& courses) {
  if (!has_interval(courses)) {
    return "one replication: no interval";
  }
  const auto [fewest, most] = std::minmax_element(
      courses.begin(), courses.end(),
      [](const RegretCourse& a, const RegretCourse& b) { return a.values.size() < b.values.size(); });
  return fmt::format(
      "bands: 95 % interval, {}{} replications",
      fewest->values.size() == most->values.size() ? "" : fmt::format("{} to ", fewest->values.size()),
      most->values.size());
}

std::size_t rows_of(const Panel& panel, std::size_t key_columns) {
  return (panel.lines.size() + key_columns - 1) / key_columns;
}

Layout layout_of(const std::vector<Panel>& panels, const FigureOptions& options) {
  std::vector<std::string> names;
  for (const Panel& panel : panels) {
    for (const Line& line : panel.lines) {
      names.push_back(line.policy);
    }
  }
  Layout layout;
  layout.key_columns = key_columns(names, options.canvas);
  layout.height = Layout::kBottom;
  // From the lowest panel upwards, since heights count from below.
  for (std::size_t i = panels.size(); i-- > 0;) {
    layout.bottoms.insert(layout.bottoms.begin(), layout.height);
    layout.height +=
        Layout::kPlot + Layout::kGap + kKeyRow * static_cast<double>(rows_of(panels[i], layout.key_columns));
  }
  layout.height += title_height(options);
  return layout;
}

/// Lower end of a logarithmic axis; empty for a linear axis, and if no regret is above 0.
std::optional<double> floor_of(const Panel& panel, const FigureOptions& options) {
  return is_requested(options, 'y') && std::isfinite(panel.least_positive)
             ? std::optional(panel.least_positive)
             : std::nullopt;
}

/// Margins and axes of a panel.
std::string panel_script(const std::vector<Panel>& panels, std::size_t number, const Layout& layout,
                         const FigureOptions& options) {
  const Panel& panel = panels[number];
  const bool is_last = number + 1 == panels.size();
  const std::optional<double> floor = floor_of(panel, options);
  return fmt::format(
      "set tmargin at screen {:.4f}\nset bmargin at screen {:.4f}\n{}\n{}set ylabel {} noenhanced offset "
      "{},0\n",
      (layout.bottoms[number] + Layout::kPlot) / layout.height, layout.bottoms[number] / layout.height,
      is_last ? "set format x '%g'\nset xlabel 'decisions' offset 0,0.4" : "set format x ''",
      floor ? fmt::format("set logscale y\nset yrange [{:.4g}:*]\n", *floor)
            : fmt::format("unset logscale y\nset yrange [{:.4g}:*]\n", panel.least),
      gnuplot_text(axis_title("cumulative regret", panel.unit)), options.canvas.format == "tex" ? 0 : 1);
}

Drawing draw_courses(const std::vector<RegretCourse>& courses, const FigureOptions& options,
                     const std::string& place) {
  const std::vector<Panel> panels = panels_of(courses);
  const Layout layout = layout_of(panels, options);
  Canvas canvas = options.canvas;
  canvas.height_in = layout.height;
  Drawing drawing{.data = "", .commands = begin_at_screen(canvas, options)};
  std::string& text = drawing.commands;
  std::size_t most_decisions = 1;
  for (const Panel& panel : panels) {
    for (const Line& line : panel.lines) {
      drawing.data += data_of(line, panel.unit);
      most_decisions = std::max(most_decisions, line.decisions.back());
    }
  }
  // Linear unless requested, although decisions span decades: the reader looks for a line that flattens out.
  const bool is_x_log = is_requested(options, 'x');
  text += remarks_of({interval_remark(courses), place}, canvas).commands;
  text += fmt::format(
      "set style fill transparent solid 0.2 noborder\n"
      "set key at graph 0,1.03 left bottom horizontal Left reverse samplen 2 width 1 maxcols {} noenhanced\n"
      "set lmargin at screen {:.4f}\nset rmargin at screen 0.96\nset xrange [{}:{}]\n{}",
      layout.key_columns, (canvas.format == "tex" ? 0.62 : 0.55) / canvas.width_in, is_x_log ? 1 : 0,
      std::max<std::size_t>(is_x_log ? 2 : 1, most_decisions), is_x_log ? "set logscale x\n" : "");
  text += options.style + "set multiplot\n";
  for (std::size_t i = 0; i < panels.size(); ++i) {
    text += panel_script(panels, i, layout, options) +
            plot_of(panels[i], has_interval(courses), floor_of(panels[i], options)) + "unset label\n";
  }
  text += "unset multiplot\n";
  return drawing;
}

Drawing draw(const std::vector<ResultReader>& results, const FigureOptions& options) {
  const ResultReader& result = only_file(results, kName);
  result.check_keeps_requests();
  const std::size_t point = point_of(result, options);
  return draw_courses(courses_of(result, point, options), options, point_remark(result, point));
}

}  // namespace
}  // namespace figure_regret

Drawing regret_drawing(const std::vector<RegretCourse>& courses, const FigureOptions& options,
                       const std::string& place) {
  return figure_regret::draw_courses(courses, options, place);
}

std::vector<std::size_t> drawn_decisions(std::size_t count) {
  constexpr std::size_t kEvenly = 200;
  constexpr double kCloser = 1.05;
  std::vector<std::size_t> decisions;
  // The last of these is `count`, and the first of those below is 1.
  for (std::size_t i = 1; i <= kEvenly; ++i) {
    decisions.push_back(std::max<std::size_t>(1, i * count / kEvenly));
  }
  for (double at = 1; at < static_cast<double>(count); at *= kCloser) {
    decisions.push_back(static_cast<std::size_t>(at));
  }
  std::sort(decisions.begin(), decisions.end());
  decisions.erase(std::unique(decisions.begin(), decisions.end()), decisions.end());
  return decisions;
}

Figure regret_figure() {
  return {
      .name = figure_regret::kName,
      .thumbnail = "▁▄▆▇▇▇",
      .summary = "cumulative regret of policies that learn online, a line for each policy",
      .needs = "one result file that keeps its requests, of policies that learn (splitee, hi-threshold, …)",
      .example = "dimsim run scenarios/online-learning.yaml",
      .draw = of_results(figure_regret::draw),
      .options = {"policies", "point", "log"}};
}

}  // namespace dimsim::analysis
