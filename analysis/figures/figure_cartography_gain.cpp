#include "dimsim/analysis/figures/figure_cartography_gain.hpp"

#include "dimsim/analysis/figures/figure_text.hpp"
#include "dimsim/analysis/figures/label_places.hpp"
#include "dimsim/base/error.hpp"
#include "dimsim/base/gnuplot.hpp"
#include "dimsim/base/suggest.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

namespace dimsim::analysis {

namespace figure_cartography_gain {
namespace {

constexpr const char* kName = "cartography-gain";
constexpr const char* kPolicy = "pools";
constexpr double kHeight = 2.7 / 3.5;  // of the width
/// Area inside the axes, as shares of the canvas below the title. Fixed margins, unlike gnuplot's automatic
/// ones, let labels be placed before gnuplot runs.
constexpr Box kAxes{0.175, 0.15, 0.98, 0.9};

/// Ranges of the axes: x in percent, y in percentage points.
struct Range {
  double x_low = 0;
  double x_high = 0;
  double y_low = 0;
  double y_high = 0;
};

double separation(const GainPoint& point) { return kPercent * point.own_pool_share; }
double gain(const GainPoint& point) { return kPercent * point.gain.value; }
double half_width(const GainPoint& point) { return kPercent * drawn_half_width(point.gain); }

/// Includes all points with their intervals, zero, and some room for labels. Zero is "no better than random",
/// which every gain has to be compared with.
Range range_of(const std::vector<GainPoint>& points) {
  constexpr double kRoom = 0.1;
  Range range{separation(points.front()), separation(points.front()), 0, 0};
  for (const GainPoint& point : points) {
    range.x_low = std::min(range.x_low, separation(point));
    range.x_high = std::max(range.x_high, separation(point));
    range.y_low = std::min(range.y_low, gain(point) - half_width(point));
    range.y_high = std::max(range.y_high, gain(point) + half_width(point));
  }
  const double width = std::max(range.x_high - range.x_low, 5.0);
  const double height = std::max(range.y_high - range.y_low, 1.0);
  return {range.x_low - kRoom * width, range.x_high + kRoom * width, range.y_low - kRoom * height,
          range.y_high + kRoom * height};
}

/// Area inside the axes, as shares of the whole canvas.
Box axes_of(const Canvas& canvas, const FigureOptions& options) {
  return {kAxes.left, below_title(canvas, options, kAxes.bottom), kAxes.right,
          below_title(canvas, options, kAxes.top)};
}

/// Converts shares of the canvas to inches.
Box inches(const Box& share, const Canvas& canvas) {
  return {share.left * canvas.width_in, share.bottom * canvas.height_in, share.right * canvas.width_in,
          share.top * canvas.height_in};
}

Labelled labelled(const GainPoint& point, const Range& range, const Box& axes) {
  constexpr double kMark = 0.04;  // [in] half of a mark
  constexpr double kBar = 0.02;   // [in] half of a bar, with some room
  const double scale = (axes.top - axes.bottom) / (range.y_high - range.y_low);
  const double x =
      axes.left + (separation(point) - range.x_low) / (range.x_high - range.x_low) * (axes.right - axes.left);
  const double y = axes.bottom + (gain(point) - range.y_low) * scale;
  const double bar = half_width(point) * scale;
  return {x,
          y,
          point.name,
          {{x - kMark, y - kMark, x + kMark, y + kMark}, {x - kBar, y - bar, x + kBar, y + bar}}};
}

/// Labels of the points where they cover little, with a line to their point if it is far away.
std::string labels(const std::vector<GainPoint>& points, const Range& range, const Canvas& canvas,
                   const Box& axes_share) {
  constexpr double kLine = 0.006;          // [in] half of the line at zero
  constexpr LabelSize kSize{0.049, 0.09};  // of a sans-serif font of 6.5 points
  const Box axes = inches(axes_share, canvas);
  std::vector<Labelled> all;
  for (const GainPoint& point : points) {
    all.push_back(labelled(point, range, axes));
  }
  const double zero = axes.bottom - range.y_low / (range.y_high - range.y_low) * (axes.top - axes.bottom);
  // The line at zero belongs to no point, but each label avoids the occupied areas of all points.
  all.front().occupied.push_back({axes.left, zero - kLine, axes.right, zero + kLine});
  const std::vector<LabelPlace> places = label_places(all, kSize, axes);
  std::string text;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Box& box = places[i].box;
    const double x = (box.left + box.right) / 2 / canvas.width_in;
    const double y = (box.bottom + box.top) / 2 / canvas.height_in;
    text += fmt::format("set label {} at screen {:.4f},{:.4f} center noenhanced font ',6.5' front\n",
                        gnuplot_text(all[i].text), x, y);
    if (places[i].is_far) {
      text += fmt::format(
          "set arrow from screen {:.4f},{:.4f} to screen {:.4f},{:.4f} nohead lc '{}' lw 0.5 back\n",
          std::clamp(all[i].x, box.left, box.right) / canvas.width_in,
          std::clamp(all[i].y, box.bottom, box.top) / canvas.height_in, all[i].x / canvas.width_in,
          all[i].y / canvas.height_in, kGrey);
    }
  }
  return text;
}

/// A block of data: separation, gain, ends of the interval.
std::string data_block(const std::vector<GainPoint>& points, const char* name, bool is_synthetic) {
  std::string text = fmt::format("# {}\n", name);
  for (const GainPoint& point : points) {
    if (point.is_synthetic == is_synthetic) {
      text += fmt::format("{:.6g} {:.6g} {:.6g} {:.6g}\n", separation(point), gain(point),
                          gain(point) - half_width(point), gain(point) + half_width(point));
    }
  }
  return text + "\n\n";
}

/// Intervals as lines, with marks on top: gnuplot's own error bars would erase what is behind a mark.
std::string plot_of(const char* name, const char* colour, int mark, const char* title) {
  return fmt::format(
      "data index '{0}' using 1:3:(0):($4-$3) with vectors nohead lc '{1}' notitle, \\\n"
      "  data index '{0}' using 1:2 with points pt {2} ps 0.5 lc '{1}' title '{3}'",
      name, colour, mark, title);
}

void check_separation(const ResultReader& result) {
  std::vector<std::string> traces;
  for (const Point& point : result.points()) {
    const std::string trace = quote(point.trace);
    if (!point.own_pool_share && std::find(traces.begin(), traces.end(), trace) == traces.end()) {
      traces.push_back(trace);
    }
  }
  if (!traces.empty()) {
    throw InputError(
        file_place(result.path().string()),
        fmt::format("does not say how well the pools of {} separate in the embedding", enumerate(traces)),
        "label the trace again with `dimsim cartography TRACE -o TRACE` and repeat the run");
  }
}

/// The points of a file. There is one message for each file, since what one point lacks, most points lack.
std::vector<GainPoint> points_of(const ResultReader& result, const std::string& policy) {
  check_separation(result);
  std::vector<GainPoint> points;
  for (std::size_t i = 0; i < result.points().size(); ++i) {
    const Point& point = result.points()[i];
    points.push_back({.name = std::filesystem::path(point.trace).stem().string(),
                      .is_synthetic = !point.synthetic_trace.empty(),
                      .own_pool_share = point.own_pool_share.value_or(0),
                      .gain = routing_gain(result, i, policy).gain});
  }
  return points;
}

Drawing draw_points(const std::vector<GainPoint>& points, const FigureOptions& options) {
  const Range range = range_of(points);
  const Canvas canvas = canvas_of(options, kHeight);
  const Box axes = axes_of(canvas, options);
  Drawing drawing{.data = data_block(points, "measured", false) + data_block(points, "synthetic", true),
                  .commands = begin_at_screen(canvas, options)};
  std::string& text = drawing.commands;
  text += fmt::format(
      "set lmargin at screen {}\nset bmargin at screen {}\nset rmargin at screen {}\n"
      "set tmargin at screen {}\n",
      axes.left, axes.bottom, axes.right, axes.top);
  text += fmt::format("set xrange [{:.6g}:{:.6g}]\nset yrange [{:.6g}:{:.6g}]\n", range.x_low, range.x_high,
                      range.y_low, range.y_high);
  text +=
      "set xlabel 'pool separation in the embedding [%]' offset 0,0.4\n"
      "set ylabel 'accuracy gain [percentage points]' offset 1,0\n"
      "set tics nomirror out scale 0.5\nset border 3\n"
      "set key at graph 0,1.02 left bottom horizontal Left reverse samplen 1 width 1\n";
  text += labels(points, range, canvas, axes) + options.style;
  std::vector<std::string> plots{fmt::format("0 with lines lc '{}' dt 2 notitle", kGrey)};
  const auto has = [&points](bool is_synthetic) {
    return std::any_of(points.begin(), points.end(),
                       [&](const GainPoint& point) { return point.is_synthetic == is_synthetic; });
  };
  if (has(false)) {
    plots.push_back(plot_of("measured", kBlue, 7, "measured trace"));
  }
  if (has(true)) {
    plots.push_back(plot_of("synthetic", kVermilion, 8, "synthetic trace"));
  }
  text += "plot " + plots.front();
  for (std::size_t i = 1; i < plots.size(); ++i) {
    text += ", \\\n  " + plots[i];
  }
  text += '\n';
  return drawing;
}

Drawing draw(const std::vector<ResultReader>& results, const FigureOptions& options) {
  if (options.policies.size() > 1) {
    throw InputError(
        fmt::format("figure {} shows one policy, but --policies names {}", kName, options.policies.size()),
        "choose one");
  }
  Diagnostics diagnostics;
  std::vector<GainPoint> points;
  for (const ResultReader& result : results) {
    try {
      const auto more = points_of(result, options.policies.empty() ? kPolicy : options.policies.front());
      points.insert(points.end(), more.begin(), more.end());
    } catch (const InputError& error) {
      diagnostics.add(error);
    }
  }
  diagnostics.throw_if_any();
  return draw_points(points, options);
}

}  // namespace
}  // namespace figure_cartography_gain

Drawing cartography_gain_drawing(const std::vector<GainPoint>& points, const FigureOptions& options) {
  return figure_cartography_gain::draw_points(points, options);
}

Figure cartography_gain_figure() {
  return {.name = figure_cartography_gain::kName,
          .thumbnail = "┼╷┼ ┼╵",
          .summary = "accuracy gain of routing by pools over random routing, against the pool separation",
          .needs =
              "all-mobile, all-edge, all-cloud (a policy for each tier) and a cartography policy without "
              "thresholds, labelled 'pools' or named by --policies; traces labelled by `dimsim cartography`",
          .example = "dimsim run scenarios/glue-study.yaml",
          .draw = of_results(figure_cartography_gain::draw),
          .options = {"policies"}};
}

}  // namespace dimsim::analysis
