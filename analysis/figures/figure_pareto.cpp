#include "dimsim/analysis/figures/figure_pareto.hpp"

#include "dimsim/analysis/figures/figure_text.hpp"
#include "dimsim/analysis/metric_values.hpp"
#include "dimsim/analysis/shown_unit.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/statistics/pareto.hpp"
#include "dimsim/statistics/replications.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::analysis {

namespace figure_pareto {
namespace {

constexpr const char* kName = "pareto";
constexpr const char* kMetric = "cost.lambda";
constexpr double kHeight = 2.8 / 3.5;  ///< of the width

/// The mark of a policy.
struct Mark {
  std::string policy;
  statistics::Estimate x;         ///< in the unit that is shown
  statistics::Estimate accuracy;  ///< [%]
  bool has_interval = false;      ///< it has several replications
};

std::vector<Mark> marks_of(const ResultReader& result, const std::vector<PolicyRuns>& policies,
                           const std::vector<MetricColumn>& metrics, const ShownUnit& unit) {
  const MetricValues values(result, metrics);
  const auto scaled = [](const statistics::Estimate& estimate, double factor) {
    return statistics::Estimate{estimate.value * factor, drawn_half_width(estimate) * factor};
  };
  std::vector<Mark> marks;
  for (const PolicyRuns& policy : policies) {
    marks.push_back({policy.policy,
                     scaled(statistics::across_replications(values.of(policy, 0)), unit.factor),
                     scaled(statistics::across_replications(values.of(policy, 1)), kPercent),
                     policy.replications.size() > 1});
  }
  return marks;
}

/// Indices of the marks on the front, in rising order of x, in which gnuplot joins them. The front is of
/// means only: a policy may be off the front by less than its interval.
std::vector<std::size_t> front_of(const std::vector<Mark>& marks, statistics::Better better) {
  std::vector<std::vector<double>> places;
  for (const Mark& mark : marks) {
    places.push_back({mark.x.value, mark.accuracy.value});
  }
  std::vector<std::size_t> front =
      statistics::pareto_front(places, std::array{better, statistics::Better::Larger});
  std::sort(front.begin(), front.end(),
            [&marks](std::size_t a, std::size_t b) { return marks[a].x.value < marks[b].x.value; });
  return front;
}

/// Half widths are 0 without an interval, so that the columns are the same for all policies.
std::string data_of(const std::vector<Mark>& marks, const std::vector<std::size_t>& front) {
  std::string data = "# front: x, accuracy [%]\n";
  for (const std::size_t each : front) {
    data += fmt::format("{:.6g} {:.6g}\n", marks[each].x.value, marks[each].accuracy.value);
  }
  data += "\n\n";
  for (std::size_t i = 0; i < marks.size(); ++i) {
    data += fmt::format(
        "# policy {}: x, accuracy [%], half widths of their intervals: {}\n{:.6g} {:.6g} {:.6g} {:.6g}\n\n\n",
        i, marks[i].policy, marks[i].x.value, marks[i].accuracy.value, marks[i].x.half_width,
        marks[i].accuracy.half_width);
  }
  return data;
}

/// The front, then the marks on it.
std::string plots_of(const std::vector<Mark>& marks, statistics::Better better) {
  // If smaller is better, the best accuracy up to each cost is a staircase; slanted lines would promise
  // policies that do not exist. If larger is better, `steps` would turn at the wrong corners.
  std::vector<std::string> plots{fmt::format("data index 'front:' using 1:2 with {} lc '{}' dt 2 notitle",
                                             better == statistics::Better::Smaller ? "steps" : "lines",
                                             kGrey)};
  for (std::size_t i = 0; i < marks.size(); ++i) {
    // Error bars of width 0 would not be seen in the plot, but gnuplot would draw them in the key.
    plots.push_back(fmt::format("data index 'policy {}:' using {} lc '{}' pt {} ps 0.6 title {}", i,
                                marks[i].has_interval ? "1:2:3:4 with xyerrorbars" : "1:2 with points",
                                kStyles.at(i).colour, kStyles.at(i).mark, gnuplot_text(marks[i].policy)));
  }
  return fmt::format("plot {}\n", fmt::join(plots, ", \\\n  "));
}

/// Titles, scale and key.
std::string axes_of(const std::vector<Mark>& marks, const std::string& title, const Canvas& canvas,
                    const FigureOptions& options) {
  const auto [least, most] = std::minmax_element(
      marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.x.value < b.x.value; });
  const bool is_log = is_logarithmic(options, 'x', least->x.value, most->x.value);
  std::vector<std::string> names;
  for (const Mark& mark : marks) {
    names.push_back(mark.policy);
  }
  return fmt::format(
      "set bmargin 4.2\nset xlabel {} noenhanced offset 0,0.4\nset ylabel 'accuracy [%]' offset 1,0\n{}"
      "set offsets graph 0.06, graph 0.06, graph 0.08, graph 0.08\n{}",
      gnuplot_text(title), is_log ? "set logscale x\n" : "", key_above(names, 0.5, canvas));
}

Drawing draw(const std::vector<ResultReader>& results, const FigureOptions& options) {
  const ResultReader& result = only_file(results, kName);
  const std::size_t point = point_of(result, options);
  const std::vector<PolicyRuns> policies = policies_of(result, point, options);
  const std::vector<MetricColumn> metrics =
      columns_of(result, {options.metric.empty() ? kMetric : options.metric, "accuracy"});
  const MetricColumn& metric = metrics.front();
  if (metric.better == statistics::Better::Neither) {
    refuse(result,
           fmt::format("metric {} has no better direction, so it cannot form a front", quote(metric.name)),
           "choose another with --metric, such as latency.mean or energy.mobile");
  }
  const ShownUnit unit = shown_unit(metric.unit);
  const std::vector<Mark> marks = marks_of(result, policies, metrics, unit);
  const bool has_interval =
      std::any_of(marks.begin(), marks.end(), [](const Mark& mark) { return mark.has_interval; });
  const Canvas canvas = canvas_of(options, kHeight);
  std::string text =
      begin_of(canvas, options) + axes_of(marks, axis_title(metric.name, unit.unit), canvas, options);
  text += remarks_of({"line: Pareto front",
                      has_interval ? "whiskers: 95 % intervals" : "one replication: no intervals",
                      point_remark(result, point)},
                     canvas)
              .commands;
  text += options.style + plots_of(marks, metric.better);
  return {.data = data_of(marks, front_of(marks, metric.better)), .commands = std::move(text)};
}

}  // namespace
}  // namespace figure_pareto

Figure pareto_figure() {
  return {
      .name = figure_pareto::kName,
      .thumbnail = "▁▃▃▆▆█",
      .summary = "accuracy against cost (or --metric latency.mean, energy.mobile …) with the Pareto front",
      .needs = "one result file; of a study it shows the first point, or the one that --point names",
      .example = "dimsim run scenarios/quickstart.yaml",
      .draw = of_results(figure_pareto::draw),
      .options = {"policies", "metric", "point", "log"}};
}

}  // namespace dimsim::analysis
