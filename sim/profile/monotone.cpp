// The catalogue refuses tables whose times fall with tokens or batch, since more work cannot take less time;
// but medians of noisy measurements do. The isotonic regression (statistics/isotonic.hpp) is the monotone
// table with the smallest weighted sum of squared changes. It is accepted only where it moves a time within
// its own interval: a larger change would hide a disturbed measurement, which is repeated instead.
#include "dimsim/profile/monotone.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/statistics/isotonic.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace dimsim::profile {
namespace {

constexpr int kQuarters = 4;
constexpr double kMsPerS = 1e3;

/// Limits of the relative half widths that determine the weights: a time without scatter must not outweigh
/// all others, and one without an interval still has some weight.
constexpr double kNarrowest = 1e-3;
constexpr double kWidest = 1;

/// A time and the half width of its 95 % interval [s], which is infinite if there is none.
struct Figure {
  double seconds;
  double half_width_s;
};

Figure figure_of(const Timing& timing) { return {timing.median_s, timing.half_width * timing.median_s}; }

/// Time from the text to the exit after `layers`. The half widths are added, as for correlated errors, since
/// a busy machine slows down all parts.
Figure exit_figure(const PointTimes& point, int layers) {
  Figure sum{point.sum_s(layers),
             figure_of(point.embedding).half_width_s + figure_of(point.head).half_width_s};
  for (int layer = 0; layer < layers; ++layer) {
    sum.half_width_s += figure_of(point.layers[static_cast<std::size_t>(layer)]).half_width_s;
  }
  return sum;
}

double weight_of(const Figure& figure) {
  // An interval is proportional to the standard error, and the inverse variance is the weight of least
  // squares.
  const double least = kNarrowest * figure.seconds;
  const double half_width_s = std::clamp(figure.half_width_s, least, kWidest * figure.seconds);
  return 1 / (half_width_s * half_width_s);
}

MonotoneTable monotone_table(const ModelTimes& times, std::optional<int> layers) {
  std::vector<double> seconds;
  std::vector<double> weights;
  std::vector<Figure> figures;
  for (const PointTimes& point : times.points) {
    figures.push_back(layers ? exit_figure(point, *layers) : figure_of(point.whole));
    seconds.push_back(figures.back().seconds);
    weights.push_back(weight_of(figures.back()));
  }
  const std::vector<double> monotone = statistics::isotonic_grid(seconds, weights, times.batch.size());
  MonotoneTable result{.table = {.model = times.variant->name,
                                 .precision = model::Precision::Fp32,
                                 .layers = layers,
                                 .tokens = times.tokens,
                                 .batch = times.batch,
                                 .seconds = std::vector<std::vector<double>>(times.tokens.size())},
                       .outside = {}};
  for (std::size_t i = 0; i < monotone.size(); ++i) {
    result.table.seconds[i / times.batch.size()].push_back(monotone[i]);
    const double change_s = std::abs(monotone[i] - seconds[i]);
    if (change_s > 0) {
      ++result.changed;
      result.largest_change = std::max(result.largest_change, change_s / seconds[i]);
      if (!std::isfinite(figures[i].half_width_s) || change_s > figures[i].half_width_s) {
        result.outside.push_back(i);
      }
    }
  }
  return result;
}

std::set<std::size_t> points_outside(const std::vector<MonotoneTable>& tables) {
  std::set<std::size_t> points;
  for (const MonotoneTable& table : tables) {
    points.insert(table.outside.begin(), table.outside.end());
  }
  return points;
}

std::string describe_point(const PointTimes& point) {
  return fmt::format(
      "{} tokens, batch {}: {:.4g} ms{}", point.shape.tokens, point.shape.batch,
      kMsPerS * point.whole.median_s,
      std::isfinite(point.whole.half_width) ? fmt::format(" ± {:.1f} %", 100 * point.whole.half_width) : "");
}

}  // namespace

std::vector<MonotoneTable> monotone_tables(const ModelTimes& times) {
  std::vector<MonotoneTable> tables{monotone_table(times, std::nullopt)};
  std::set<int> exits;
  for (int quarter = 1; quarter < kQuarters; ++quarter) {
    // A set: in shallow models several quarters round to the same layer.
    exits.insert(static_cast<int>(std::lround(1.0 * times.variant->layers * quarter / kQuarters)));
  }
  for (const int layers : exits) {
    if (layers >= 1 && layers < times.variant->layers) {
      tables.push_back(monotone_table(times, layers));
    }
  }
  return tables;
}

std::string describe_corrections(const std::vector<MonotoneTable>& tables) {
  std::size_t changed = 0;
  std::size_t all = 0;
  double largest = 0;
  for (const MonotoneTable& table : tables) {
    changed += table.changed;
    all += table.table.tokens.size() * table.table.batch.size();
    largest = std::max(largest, table.largest_change);
  }
  return changed == 0 ? ""
                      : fmt::format(
                            "{} of {} times moved by at most {:.2g} %, within their intervals, so that "
                            "none falls with tokens or batch (isotonic regression)",
                            changed, all, 100 * largest);
}

void settle(ModelTimes& times, const Remeasure& remeasure) {
  for (int repeat = 0;; ++repeat) {
    // Anew in each round: a repeated time also changes the correction of its neighbours.
    const std::set<std::size_t> points = points_outside(monotone_tables(times));
    if (points.empty()) {
      return;
    }
    if (repeat == kMostRepeats) {
      std::string list;
      for (const std::size_t point : points) {
        list += "\n  " + describe_point(times.points[point]);
      }
      throw RunError(fmt::format(
          "the times of {} fall with tokens or batch by more than their intervals, after {} measurements; no "
          "entry is written. Leave the machine alone, or give more --max-seconds:{}",
          times.variant->name, kMostRepeats + 1, list));
    }
    for (const std::size_t point : points) {
      times.points[point] = remeasure(times.points[point].shape);
    }
  }
}

}  // namespace dimsim::profile
