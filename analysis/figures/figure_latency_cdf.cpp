#include "dimsim/analysis/figures/figure_latency_cdf.hpp"

#include "dimsim/analysis/figures/figure_text.hpp"
#include "dimsim/analysis/latencies.hpp"
#include "dimsim/base/number.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::analysis {

namespace figure_latency_cdf {
namespace {

constexpr const char* kName = "latency-cdf";
constexpr double kHeight = 3.4 / 3.5;  ///< of the width
constexpr double kMs = 1e3;            ///< milliseconds of a second

/// Ranks of the latencies that are drawn: some hundred evenly spaced ones for the upper panel and, for the
/// logarithmic tail below it, ever closer ones up to the last. Drawing all would make files of many
/// megabytes.
std::vector<std::size_t> drawn_ranks(std::size_t count) {
  constexpr std::size_t kEvenly = 200;
  constexpr double kCloser = 1.05;
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < kEvenly; ++i) {
    numbers.push_back(i * count / kEvenly);
  }
  for (auto above = static_cast<double>(count); above >= 1; above /= kCloser) {
    numbers.push_back(count - static_cast<std::size_t>(above));
  }
  numbers.push_back(count - 1);
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

/// Lines of all policies, and their ranges.
struct Lines {
  std::string data;
  std::vector<std::string> names;
  std::vector<std::string> within;  ///< plots of the upper panel
  std::vector<std::string> beyond;  ///< and of the lower one
  double least_s = INFINITY;
  double most_s = 0;
  std::size_t fewest = 0;  ///< smallest number of requests of a policy
};

void add(Lines& lines, std::size_t number, const std::string& policy, const std::vector<double>& latencies) {
  const auto count = static_cast<double>(latencies.size());
  lines.data += fmt::format(
      "# policy {}: latency [ms], share within it, share that takes as long or longer: {}\n", number, policy);
  for (const std::size_t each : drawn_ranks(latencies.size())) {
    lines.data +=
        fmt::format("{:.6g} {:.6g} {:.6g}\n", latencies[each] * kMs, static_cast<double>(each + 1) / count,
                    static_cast<double>(latencies.size() - each) / count);
  }
  lines.data += "\n\n";
  lines.least_s = std::min(lines.least_s, latencies.front());
  lines.most_s = std::max(lines.most_s, latencies.back());
  lines.fewest = lines.within.empty() ? latencies.size() : std::min(lines.fewest, latencies.size());
  const std::string style =
      fmt::format("lc '{}' dt {} lw 1.5", kStyles.at(number).colour, kStyles.at(number).dash);
  lines.names.push_back(policy);
  lines.within.push_back(fmt::format("data index 'policy {}:' using 1:2 with steps {} title {}", number,
                                     style, gnuplot_text(policy)));
  lines.beyond.push_back(
      fmt::format("data index 'policy {}:' using 1:3 with fsteps {} notitle", number, style));
}

Lines lines_of(const ResultReader& result, std::size_t point, const FigureOptions& options) {
  const std::vector<PolicyRuns> policies = policies_of(result, point, options);
  Lines lines;
  for (std::size_t i = 0; i < policies.size(); ++i) {
    const std::vector<double> latencies = measured_latencies(result, runs_of(policies[i]));
    if (!latencies.empty()) {
      add(lines, i, policies[i].policy, latencies);
    }
  }
  if (lines.within.empty()) {
    refuse(result, "has no answered request after the warm-up at this point",
           "choose another point with --point");
  }
  return lines;
}

/// The two panels. `at` converts a share of the height without further rows of the key to one of the canvas.
template <class At>
std::string panels_of(const Lines& lines, const Canvas& canvas, const FigureOptions& options, At at) {
  return fmt::format(
      "set multiplot\nset lmargin at screen 0.17\nset rmargin at screen 0.97\n"
      "set tmargin at screen {:.4f}\nset bmargin at screen {:.4f}\n"
      "set key at screen 0.17,{:.4f} left top horizontal Left reverse samplen 3 width 1 maxcols {} "
      "noenhanced\n"
      "set ylabel 'answered within'\nset yrange [0:1]\nset format x ''\n"
      "plot {}\n"
      "unset label\nset tmargin at screen {:.4f}\nset bmargin at screen {:.4f}\nset format x '%g'\n"
      "set xlabel 'latency [ms]' offset 0,0.4\nset ylabel 'takes longer'\nset logscale y\n"
      "set yrange [*:1]\nset format y '10^{{%L}}'\n"
      "plot {}\nunset multiplot\n",
      at(0.86), at(0.53), below_title(canvas, options, 0.995), key_columns(lines.names, canvas),
      fmt::join(lines.within, ", \\\n  "), at(0.48), at(0.17), fmt::join(lines.beyond, ", \\\n  "));
}

Drawing draw(const std::vector<ResultReader>& results, const FigureOptions& options) {
  const ResultReader& result = only_file(results, kName);
  result.check_keeps_requests();
  const std::size_t point = point_of(result, options);
  Lines lines = lines_of(result, point, options);
  Canvas canvas = canvas_of(options, kHeight);
  const double usual = canvas.height_in - title_height(options);
  const std::size_t columns = key_columns(lines.names, canvas);
  const std::size_t rows = (lines.names.size() + columns - 1) / columns;
  // There is room for three rows of the key; more rows make the figure higher.
  canvas.height_in += kKeyRow * static_cast<double>(rows > 3 ? rows - 3 : 0);
  const double whole = canvas.height_in - title_height(options);
  const bool is_log = is_logarithmic(options, 'x', lines.least_s, lines.most_s);
  std::string text = begin_at_screen(canvas, options) + (is_log ? "set logscale x\n" : "");
  text += fmt::format("set xrange [{:.6g}:{:.6g}]\n", lines.least_s * kMs, lines.most_s * kMs);
  text += remarks_of({thousands(lines.fewest) + " measured requests or more a policy", "no intervals",
                      point_remark(result, point)},
                     canvas)
              .commands;
  text += options.style + panels_of(lines, canvas, options, [&](double share) {
            return below_title(canvas, options, share * usual / whole);
          });
  return {.data = std::move(lines.data), .commands = std::move(text)};
}

}  // namespace
}  // namespace figure_latency_cdf

Figure latency_cdf_figure() {
  return {
      .name = figure_latency_cdf::kName,
      .thumbnail = "▁▂▅▇██",
      .summary = "the distribution of latency, a line for each policy, with its tail on a logarithmic scale",
      .needs = "one result file that keeps its requests; --point names a point of a study",
      .example = "dimsim run scenarios/quickstart.yaml",
      .draw = of_results(figure_latency_cdf::draw),
      .options = {"policies", "point", "log"}};
}

}  // namespace dimsim::analysis
