#include "dimsim/cli/text/profile_text.hpp"

#include "dimsim/cli/text/text_grid.hpp"
#include "dimsim/cli/text/text_style.hpp"
#include "dimsim/language/units.hpp"
#include "dimsim/profile/machine.hpp"

#include <cmath>

#include <fmt/format.h>

// The tables of a measurement are printed line by line while it runs, so their columns have fixed widths. The
// table of a fit is printed at once and adapts to its content.

namespace dimsim::cli {

namespace {

constexpr std::size_t kProfileWidth = 80;
constexpr std::size_t kProfileLabelColumn = 12;
constexpr double kLargestDeviation =
    0.1;  ///< of a whole model from the sum of its parts; more means disturbance

std::string signed_percent(double share) { return fmt::format("{:+.1f} %", 100 * share); }

std::string milliseconds(double seconds) { return fmt::format("{:.4g}", kMsPerS * seconds); }

// An infinite bandwidth is the fit's way to say that the rows are explained by arithmetic alone.
std::string bandwidth(double bytes_per_s) {
  return std::isfinite(bytes_per_s) ? fmt::format("{:.4g} GB/s", bytes_per_s / 1e9) : "never the limit";
}

std::vector<std::string> row_cells(const profile::Prediction& prediction) {
  const profile::Measurement& row = prediction.row;
  const auto left_out = prediction.left_out_deviation();
  return {row.variant->name, fmt::format("{}", row.tokens), fmt::format("{}", row.batch),
          std::string(model::name_of(row.precision)), milliseconds(row.seconds),
          milliseconds(prediction.predicted_s), signed_percent(prediction.deviation()),
          // A row that only checks the fit was never part of it, so there is nothing to leave out.
          row.is_check ? "check"
          : left_out   ? signed_percent(*left_out)
                       : "-"};
}

}  // namespace

std::string rows_text(const std::vector<profile::Fit>& fits) {
  Grid grid{{"model", "tokens", "batch", "precision", "measured, ms", "predicted", "deviation", "left out"}};
  for (const profile::Fit& fit : fits) {
    for (const profile::Prediction& prediction : fit.rows) {
      grid.push_back(row_cells(prediction));
    }
  }
  return grid_text(grid, 2);
}

// The three errors answer different questions: how well the model describes its rows, how well it would
// predict a row that it has not seen, and how well it does predict rows that were set aside.
std::string parameters_text(const profile::Fit& fit) {
  const profile::Parameters& found = fit.parameters;
  const std::string name(model::name_of(fit.precision));
  std::string text = wrapped(
      fmt::format("{}: overhead {}, layer overhead {}, rate {}, memory bandwidth {}", name,
                  human(found.overhead_s, Dimension::Time), human(found.layer_overhead_s, Dimension::Time),
                  human(found.flops_per_s, Dimension::Compute), bandwidth(found.memory_bytes_per_s)),
      kProfileWidth, 2);
  const auto add = [&text](const std::string& what, const profile::ErrorSummary& error) {
    text += error.rows == 0 ? "" : hanging("  " + what, describe(error), kProfileLabelColumn, kProfileWidth);
  };
  add("fit", profile::fit_error(fit));
  add("left out", profile::left_out_error(fit));
  add("check", profile::check_error(fit));
  for (const std::string& note : fit.notes) {
    text += hanging("  note", note, kProfileLabelColumn, kProfileWidth);
  }
  return text;
}

std::string times_header() {
  return fmt::format("{:>6}{:>7}{:>12}{:>10}{:>12}{:>9}{:>10}{:>9}\n", "tokens", "batch", "layer, ms", "head",
                     "whole", "±95 %", "of parts", "passes");
}

std::string times_line(const profile::PointTimes& times) {
  // The mean over all layers; layers with equal work repeat the same timing.
  double layers = 0;
  for (const profile::Timing& layer : times.layers) {
    layers += layer.median_s;
  }
  const std::string half_width =
      std::isfinite(times.whole.half_width) ? fmt::format("{:.1f} %", 100 * times.whole.half_width) : "-";
  return fmt::format("{:>6}{:>7}{:>12}{:>10}{:>12}{:>8}{:>10}{:>9}\n", times.shape.tokens, times.shape.batch,
                     milliseconds(layers / static_cast<double>(times.layers.size())),
                     milliseconds(times.head.median_s), milliseconds(times.whole.median_s), half_width,
                     signed_percent(times.whole_deviation()), times.whole.repetitions);
}

std::string times_remarks(const std::vector<profile::PointTimes>& points) {
  std::size_t unsettled = 0;
  std::size_t apart = 0;
  for (const profile::PointTimes& point : points) {
    // Both are only warnings, since the user may have no quieter machine.
    unsettled += point.is_settled ? 0U : 1U;
    apart += std::abs(point.whole_deviation()) > kLargestDeviation ? 1U : 0U;
  }
  std::string text;
  if (unsettled > 0) {
    text += fmt::format(
        "warning: {} of {} points did not reach the requested precision; increase --max-seconds, or keep "
        "the machine idle\n",
        unsettled, points.size());
  }
  if (apart > 0) {
    text += fmt::format(
        "warning: {} of {} whole models differ from the sum of their parts by more than 10 %; other "
        "processes probably used the machine\n",
        apart, points.size());
  }
  return text;
}

}  // namespace dimsim::cli
