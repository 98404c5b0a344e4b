#include "dimsim/cli/text/comparison_text.hpp"

#include "dimsim/cli/text/text_grid.hpp"
#include "dimsim/cli/text/text_style.hpp"
#include "dimsim/cli/text/unique_texts.hpp"

#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

// Rounding follows one rule: a half width is rounded up, never to the nearest, so that no printed interval is
// narrower than the computed one.

namespace dimsim::cli {

namespace {

using analysis::PointComparison;

}  // namespace

std::string in_percent(const statistics::Estimate& share) {
  if (!std::isfinite(share.value)) {
    return "-";
  }
  constexpr double kRounding = 1e-9;  // keeps 4.2 + 1e-16 from being rounded up to 4.3
  const int decimals = std::abs(share.value) * kPercent < 1000 ? 1 : 0;
  const double units = kPercent * std::pow(10.0, decimals);
  // Rounded before printing, and 0 added, because -0.04 would otherwise print as "-0.0".
  const double value = std::round(share.value * units) / units * kPercent + 0.0;
  if (!std::isfinite(share.half_width)) {
    return fmt::format("{:.{}f}", value, decimals);
  }
  const double half_width = std::ceil(share.half_width * units - kRounding) / units * kPercent + 0.0;
  return fmt::format("{:.{}f}±{:.{}f}", value, decimals, half_width, decimals);
}

std::string comparison_legend(const std::string& baseline, bool with_energy, bool colour) {
  const auto line = [](const char* label, const std::string& text) {
    return hanging(label, text, kComparisonLegendColumn, kComparisonWidth);
  };
  const std::string text =
      line("±", fmt::format(
                    "half of a 95 % interval, for other texts and other times of the same kind. Requests are "
                    "compared one by one with {}'s; those on the same text, and those in the same period of "
                    "a run, may be correlated (two-way clustered ratio estimator, Student's t; cuts by "
                    "the delta method)",
                    baseline)) +
      line("drop", fmt::format("accuracy of {} minus that of the policy, in percentage points", baseline)) +
      line("cut", fmt::format("share of {}'s mean that is saved; negative if more is used", baseline)) +
      (with_energy ? line("J/req.", "energy of a request: radio, and compute above idle") : "");
  return painted(text, kDim, colour);
}

std::string comparison_assumptions(const std::vector<PointComparison>& points) {
  std::vector<std::string> traces;
  std::vector<std::string> entries;
  for (const PointComparison& point : points) {
    add_unique(traces, point.point.synthetic_trace);
    // "links/lte" without its kind: `dimsim show lte` finds it, and the list stays short.
    for (const std::string& entry : point.point.assumed) {
      add_unique(entries, entry.substr(entry.find('/') + 1));
    }
  }
  std::string text;
  if (!traces.empty()) {
    text += wrapped(fmt::format("synthetic input: trace {}.", fmt::join(traces, ", ")), kComparisonWidth,
                    kRemarkIndent);
  }
  if (!entries.empty()) {
    text += wrapped(fmt::format("assumed input: figures of {} (`dimsim show NAME` lists them).",
                                fmt::join(entries, ", ")),
                    kComparisonWidth, kRemarkIndent);
  }
  return text;
}

std::string csv_field(double value) { return std::isfinite(value) ? fmt::format("{}", value) : ""; }

}  // namespace dimsim::cli
