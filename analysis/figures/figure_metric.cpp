#include "dimsim/analysis/figures/figure_metric.hpp"

#include "dimsim/analysis/figures/figure_text.hpp"
#include "dimsim/analysis/policy_crossovers.hpp"
#include "dimsim/analysis/shown_unit.hpp"
#include "dimsim/base/gnuplot.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/statistics/replications.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::analysis {

namespace figure_metric {
namespace {

constexpr const char* kName = "metric";
constexpr const char* kMetric = "latency.mean";
constexpr std::size_t kMostLines = kMostStyles;
constexpr std::size_t kMostMarks = 20;  ///< on a line; with more points not every one is marked
constexpr double kHeight = 2.6 / 3.5;   ///< of the width

/// The requested axis, or the first numeric one.
std::string axis_of(const ResultReader& result, const std::string& wanted) {
  std::vector<std::string> known;
  for (const AxisValue& value : result.points().front().axes) {
    known.push_back(value.axis);
    if (wanted.empty() ? value.number.has_value() : value.axis == wanted) {
      if (!value.number) {
        refuse(result, fmt::format("axis {} is not numeric, so nothing can be drawn along it", quote(wanted)),
               "`dimsim compare` shows such points in a table");
      }
      return value.axis;
    }
  }
  if (wanted.empty()) {
    refuse(result, "has no numeric axis along which a metric could be drawn",
           "add --sweep network.access.bandwidth=1Mbps..100Mbps/log/9 to the run, for example");
  }
  refuse(result, fmt::format("has no axis {}", quote(wanted)), suggestion(wanted, known));
}

/// Position of a point on the axis, and its texts on the other axes.
std::pair<double, std::string> place_of(const Point& point, const std::string& axis) {
  double x = NAN;
  std::string others;
  for (const AxisValue& value : point.axes) {
    if (value.axis == axis) {
      x = value.number.value_or(NAN);
    } else {
      others += ", " + value.text;
    }
  }
  return {x, others};
}

struct Sample {
  std::vector<double> values;  ///< one for each replication
  bool is_overloaded = false;  ///< in any of them
};
using Samples = std::map<double, Sample>;  ///< by x

std::vector<std::pair<std::string, Samples>> samples_of(const ResultReader& result, const std::string& axis,
                                                        const MetricColumn& metric,
                                                        const FigureOptions& options) {
  // A line for each policy and each combination of the other axes. A study of one policy names its lines by
  // the other axes alone: the policy's name would only make the key longer.
  const std::vector<double> values = result.values(metric);
  const bool has_one_policy =
      std::all_of(result.runs().begin(), result.runs().end(),
                  [&result](const RunEntry& run) { return run.policy == result.runs().front().policy; });
  std::vector<std::pair<std::string, Samples>> lines;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const RunEntry& run = result.runs()[i];
    const auto& wanted = options.policies;
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), run.policy) == wanted.end()) {
      continue;
    }
    const auto [x, others] = place_of(result.points()[run.point], axis);
    const std::string name = has_one_policy && !others.empty() ? others.substr(2) : run.policy + others;
    auto line =
        std::find_if(lines.begin(), lines.end(), [&](const auto& each) { return each.first == name; });
    if (line == lines.end()) {
      line = lines.insert(line, {name, {}});
    }
    Sample& sample = line->second[x];
    sample.values.push_back(values[i]);
    sample.is_overloaded = sample.is_overloaded || run.is_overloaded;
  }
  return lines;
}

/// y of a line between two of its points, interpolated as for the crossing: linearly in x or in log x.
double interpolated(const MetricLine& line, double x, bool is_log) {
  for (std::size_t i = 1; i < line.x.size(); ++i) {
    if (x <= line.x[i]) {
      const auto scale = [is_log](double value) { return is_log ? std::log(value) : value; };
      const double share = (scale(x) - scale(line.x[i - 1])) / (scale(line.x[i]) - scale(line.x[i - 1]));
      return line.y[i - 1].value + share * (line.y[i].value - line.y[i - 1].value);
    }
  }
  return NAN;
}

/// Whether a line has overloaded runs next to a position. Their values depend on the length of the run, and
/// so would a crossing.
bool is_overloaded_at(const MetricLine& line, double x) {
  for (std::size_t i = 1; i < line.x.size(); ++i) {
    if (x <= line.x[i]) {
      return line.is_overloaded[i - 1] || line.is_overloaded[i];
    }
  }
  return false;
}

/// A crossing as it is drawn, on one of its two lines; `factor` converts positions to the unit that is shown.
/// Ends may be infinite, where the confidence set extends beyond the axis; they are cut off there.
MetricCrossing drawn_crossing(const PolicyCrossover& found, const MetricLine& line, double factor) {
  const statistics::Crossover& crossover = found.crossover;
  const double x = crossover.at * factor;
  return {.x = x,
          .y = interpolated(line, x, found.is_logarithmic),
          .x_low = std::max(crossover.has_interval ? crossover.low * factor : x, line.x.front()),
          .x_high = std::min(crossover.has_interval ? crossover.high * factor : x, line.x.back())};
}

/// Whether a crossing has an interval of more than half of the axis, which says almost nothing.
bool is_vague(const MetricCrossing& crossing, const MetricLine& line, bool is_log) {
  const auto scale = [is_log](double value) { return is_log ? std::log(value) : value; };
  return scale(crossing.x_high) - scale(crossing.x_low) > (scale(line.x.back()) - scale(line.x.front())) / 2;
}

/// Crossings of the drawn lines, if each policy has only one line (the study has one axis), without vague
/// ones and those next to overloaded runs.
std::vector<MetricCrossing> crossings_of(const ResultReader& result, const std::string& axis,
                                         const MetricColumn& metric, const std::vector<MetricLine>& lines,
                                         double factor) {
  if (result.points().front().axes.size() != 1) {
    return {};
  }
  std::vector<std::vector<PolicyRuns>> policies;
  for (std::size_t i = 0; i < result.points().size(); ++i) {
    policies.push_back(policy_runs(result, i));
  }
  const auto line_of = [&lines](const std::string& name) {
    return std::find_if(lines.begin(), lines.end(),
                        [&name](const MetricLine& each) { return each.name == name; });
  };
  std::vector<MetricCrossing> found;
  for (const PolicyCrossover& each :
       policy_crossovers(result, policies, {metric}, MetricValues(result, {metric}))) {
    const auto line = line_of(each.first);
    const auto other = line_of(each.second);
    if (each.axis != axis || line == lines.end() || other == lines.end()) {
      continue;
    }
    const MetricCrossing crossing = drawn_crossing(each, *line, factor);
    if (!is_vague(crossing, *line, each.is_logarithmic) && !is_overloaded_at(*line, crossing.x) &&
        !is_overloaded_at(*other, crossing.x)) {
      found.push_back(crossing);
    }
  }
  return found;
}

/// Rows of x, estimate and ends of the interval, which are the estimate itself if there is no interval.
/// Points without an estimate are left out, so that the line connects their neighbours.
std::string data_of(const MetricLine& line, std::size_t number) {
  std::string text = fmt::format("# line {}: x, estimate, its ends of the interval\n", number);
  for (std::size_t i = 0; i < line.x.size(); ++i) {
    const statistics::Estimate& y = line.y[i];
    if (std::isfinite(y.value)) {
      const double half = drawn_half_width(y);
      text +=
          fmt::format("{:.6g} {:.6g} {:.6g} {:.6g}\n", line.x[i], y.value, y.value - half, y.value + half);
    }
  }
  return text + "\n\n";
}

/// Rows of the points whose runs were overloaded.
std::string overloaded_rows(const std::vector<MetricLine>& lines) {
  std::string rows;
  for (const MetricLine& line : lines) {
    for (std::size_t at = 0; at < line.is_overloaded.size(); ++at) {
      if (line.is_overloaded[at] && std::isfinite(line.y[at].value)) {
        rows += fmt::format("{:.6g} {:.6g}\n", line.x[at], line.y[at].value);
      }
    }
  }
  return rows;
}

bool has_interval(const std::vector<MetricLine>& lines) {
  return std::any_of(lines.begin(), lines.end(), [](const MetricLine& line) {
    return std::any_of(line.y.begin(), line.y.end(),
                       [](const statistics::Estimate& y) { return std::isfinite(y.half_width); });
  });
}

/// Titles, scales and key.
std::string axes_of(const std::vector<MetricLine>& lines, const MetricAxes& axes, const Canvas& canvas) {
  std::vector<std::string> names;
  for (const MetricLine& line : lines) {
    names.push_back(line.name);
  }
  // A linear y axis begins at 0: one that began at the smallest value would exaggerate differences.
  return fmt::format(
      "set bmargin 4.2\nset xlabel {} noenhanced offset 0,0.4\nset ylabel {} noenhanced offset 1,0\n{}{}"
      "set style fill transparent solid 0.2 noborder\n{}",
      gnuplot_text(axes.x_title), gnuplot_text(axes.y_title), axes.is_x_logarithmic ? "set logscale x\n" : "",
      axes.is_y_logarithmic ? "set logscale y\n" : "set yrange [0:*]\n", key_above(names, 2, canvas));
}

/// The lines with their bands. All bands come first, so that none is drawn over a line.
std::vector<std::string> plots_of(const std::vector<MetricLine>& lines) {
  std::vector<std::string> plots;
  for (std::size_t i = 0; has_interval(lines) && i < lines.size(); ++i) {
    plots.push_back(fmt::format("data index 'line {}:' using 1:3:4 with filledcurves lc '{}' notitle", i,
                                kStyles.at(i).colour));
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Style& style = kStyles.at(i);
    plots.push_back(
        fmt::format("data index 'line {}:' using 1:2 with linespoints lc '{}' dt {} pt {} ps 0.4 "
                    "pointinterval {} title {}",
                    i, style.colour, style.dash, style.mark, 1 + (lines[i].x.size() - 1) / kMostMarks,
                    gnuplot_text(lines[i].name)));
  }
  return plots;
}

Drawing draw_lines(const std::vector<MetricLine>& lines, const std::vector<MetricCrossing>& crossings,
                   const MetricAxes& axes, const FigureOptions& options) {
  const Canvas canvas = canvas_of(options, kHeight);
  const std::string overloaded = overloaded_rows(lines);
  std::string data;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    data += data_of(lines[i], i);
  }
  std::vector<std::string> plots = plots_of(lines);
  if (!crossings.empty()) {
    data += "# crossings: x, y, its ends of the interval in x\n";
    for (const MetricCrossing& each : crossings) {
      data += fmt::format("{:.6g} {:.6g} {:.6g} {:.6g}\n", each.x, each.y, each.x_low, each.x_high);
    }
    data += "\n\n";
    plots.emplace_back(
        "data index 'crossings:' using 1:2:3:4 with xerrorbars lc 'black' pt 6 ps 0.7 notitle");
  }
  if (!overloaded.empty()) {
    data += "# overloaded: x, y\n" + overloaded + "\n\n";
    // Above the point, where it covers neither the mark nor, mostly, the line.
    plots.emplace_back("data index 'overloaded:' using 1:2:('!') with labels offset 0,0.7 notitle");
  }
  const Remarks remarks = remarks_of(
      {has_interval(lines) ? "bands: 95 % interval, by replication" : "one replication: no interval",
       crossings.empty() ? "" : "rings: crossings", overloaded.empty() ? "" : "!: overloaded"},
      canvas);
  return {.data = std::move(data),
          .commands = begin_of(canvas, options) + axes_of(lines, axes, canvas) + remarks.commands +
                      options.style + fmt::format("plot {}\n", fmt::join(plots, ", \\\n  "))};
}

/// The smallest and the largest of some values.
struct Range {
  double least = INFINITY;
  double most = -INFINITY;

  void include(double value) {
    least = std::min(least, value);
    most = std::max(most, value);
  }
};

/// The lines in the units that are shown. Ranges are in base units, so that the decade which makes an axis
/// logarithmic does not depend on the rounding of a factor.
std::vector<MetricLine> lines_of(const std::vector<std::pair<std::string, Samples>>& samples,
                                 const ShownUnit& x, const ShownUnit& y, Range& x_range, Range& y_range) {
  std::vector<MetricLine> lines;
  for (const auto& [name, by_x] : samples) {
    MetricLine line{.name = name, .x = {}, .y = {}};
    for (const auto& [at, sample] : by_x) {
      const statistics::Estimate estimate = statistics::across_replications(sample.values);
      line.is_overloaded.push_back(sample.is_overloaded);
      line.x.push_back(at * x.factor);
      line.y.push_back({estimate.value * y.factor, estimate.half_width * y.factor});
      x_range.include(at);
      if (std::isfinite(estimate.value)) {
        y_range.include(estimate.value);
      }
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

/// Unit of the numbers on an axis that the file has.
std::string unit_of(const ResultReader& result, const std::string& axis) {
  const auto& axes = result.points().front().axes;
  return std::find_if(axes.begin(), axes.end(), [&axis](const AxisValue& each) { return each.axis == axis; })
      ->unit;
}

Drawing draw(const std::vector<ResultReader>& results, const FigureOptions& options) {
  const ResultReader& result = only_file(results, kName);
  const MetricColumn& metric = result.metric(options.metric.empty() ? kMetric : options.metric);
  const std::string axis = axis_of(result, options.axis);
  const auto samples = samples_of(result, axis, metric, options);
  if (samples.empty()) {
    refuse(result, fmt::format("has no policy {}", fmt::join(options.policies, ", ")),
           suggestion(options.policies.front(), names_of(policy_runs(result, 0))));
  }
  if (samples.size() > kMostLines) {
    refuse(result,
           fmt::format("has {} lines to draw, and the figure takes at most {}", samples.size(), kMostLines),
           "choose some policies with --policies A,B, or sweep over one axis only");
  }
  const ShownUnit x = shown_unit(unit_of(result, axis));
  const ShownUnit y = shown_unit(metric.unit);
  Range x_range;
  Range y_range;
  const std::vector<MetricLine> lines = lines_of(samples, x, y, x_range, y_range);
  const MetricAxes axes{.x_title = axis_title(axis, x.unit),
                        .y_title = axis_title(metric.name, y.unit),
                        .is_x_logarithmic = is_logarithmic(options, 'x', x_range.least, x_range.most),
                        .is_y_logarithmic = is_logarithmic(options, 'y', y_range.least, y_range.most)};
  return draw_lines(lines, crossings_of(result, axis, metric, lines, x.factor), axes, options);
}

}  // namespace
}  // namespace figure_metric

Drawing metric_drawing(const std::vector<MetricLine>& lines, const std::vector<MetricCrossing>& crossings,
                       const MetricAxes& axes, const FigureOptions& options) {
  return figure_metric::draw_lines(lines, crossings, axes, options);
}

Figure metric_figure() {
  return {.name = figure_metric::kName,
          .thumbnail = "▁▂▃▅▆▇",
          .summary = "any metric along an axis of a study, a line for each policy, with 95 % intervals",
          .needs = "one result file of a sweep over numbers; intervals need replications",
          .example = "dimsim run scenarios/bandwidth-sweep.yaml",
          .draw = of_results(figure_metric::draw)};
}

}  // namespace dimsim::analysis
