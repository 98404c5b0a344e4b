#include "dimsim/cli/text/synthesis_text.hpp"

#include "dimsim/cli/text/terminal.hpp"
#include "dimsim/cli/text/text_grid.hpp"
#include "dimsim/cli/text/text_style.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

// Every figure is printed with its target in brackets, and the word SYNTHETIC comes first, so that no part of
// the output can be mistaken for a measurement.

namespace dimsim::cli {

namespace {

constexpr std::size_t kSynthesisWidth = 100;
constexpr std::size_t kSynthesisGap = 3;

std::string decimal_or_dash(double value, int digits, double scale = 1) {
  return std::isfinite(value) ? fmt::format("{:.{}f}", scale * value, digits) : "-";
}

/// "78.9 (79.1)": the generated figure and its target.
std::string beside(double generated, double target, int digits, double scale = 1) {
  return fmt::format("{} ({})", decimal_or_dash(generated, digits, scale),
                     decimal_or_dash(target, digits, scale));
}

std::string compared_exits_text(const SynthesisComparison& comparison) {
  Grid grid{{"", "accuracy", "conf. right", "conf. wrong", "right with last", "conf. with next"},
            {"exit", "%", "%", "%", "correlation", "correlation"}};
  for (std::size_t i = 0; i < comparison.accuracy.target.size(); ++i) {
    const auto percent = [&](const ComparedExits& figures) {
      return beside(figures.generated[i], figures.target[i], 1, kPercent);
    };
    const auto correlation = [&](const ComparedExits& figures) -> std::string {
      return i < figures.target.size() ? beside(figures.generated[i], figures.target[i], 2) : "";
    };
    grid.push_back({std::to_string(i + 1), percent(comparison.accuracy), percent(comparison.confidence_right),
                    percent(comparison.confidence_wrong), correlation(comparison.correlation_with_last),
                    correlation(comparison.confidence_correlation)});
  }
  return grid_text(grid, kSynthesisGap);
}

/// "label: name 1.0 (1.1), name 2.0 (2.0)", wrapped.
std::string listed_figures(const std::string& label, const std::vector<Compared>& figures, int digits,
                           double scale = 1) {
  std::vector<std::string> parts;
  for (const Compared& each : figures) {
    parts.push_back(fmt::format("{} {}", each.name, beside(each.generated, each.target, digits, scale)));
  }
  return figures.empty()
             ? ""
             : wrapped(fmt::format("{}: {}", label, fmt::join(parts, ", ")), kSynthesisWidth, kRemarkIndent);
}

/// The likely reason for a deviation. With few samples it is scatter, and its size is the standard error of a
/// binomial proportion, √(p(1−p)/n) at the worst exit. With many it is the recipe: its targets may
/// contradict each other.
std::string deviation_reason(const SynthesisComparison& comparison) {
  constexpr std::size_t kEnough = 5000;  // the standard error of an accuracy is then at most 0.7 points
  if (comparison.samples >= kEnough) {
    return "The targets may be infeasible: exits that differ much in accuracy or confidence cannot be so "
           "strongly correlated.";
  }
  double variance = 0;
  for (const double p : comparison.accuracy.target) {
    variance = std::max(variance, p * (1 - p));
  }
  const double error = std::sqrt(variance / static_cast<double>(comparison.samples));
  return fmt::format("Accuracies of {} scatter by up to {} points (one standard error).",
                     counted(comparison.samples, "sample"), decimal_or_dash(error, 1, kPercent));
}

std::string worst_text(const SynthesisComparison& comparison) {
  const auto accuracy = comparison.accuracy.worst();
  const auto with_last = comparison.correlation_with_last.worst();
  const auto with_next = comparison.confidence_correlation.worst();
  std::string text = fmt::format(
      "Worst deviation: accuracy {} points at exit {} (tolerance {:.0f}); correlation {} at exit {} with the "
      "last, {} of confidence at exit {} (tolerance {:.2f}): {}.",
      decimal_or_dash(accuracy.deviation, 2, kPercent), accuracy.exit, kPercent * kAccuracyTolerance,
      decimal_or_dash(with_last.deviation, 3), with_last.exit, decimal_or_dash(with_next.deviation, 3),
      with_next.exit, kCorrelationTolerance,
      comparison.is_within_tolerance() ? "within tolerance" : "BEYOND TOLERANCE");
  if (!comparison.is_within_tolerance()) {
    text += " " + deviation_reason(comparison);
  }
  return wrapped(text, kSynthesisWidth, kRemarkIndent);
}

/// The recipe fits exits one by one and in pairs. Early exit combines all of them, so agreement with real
/// data here is evidence that the generated answers can replace real ones in a simulation.
std::string checks_text(const std::vector<ComparedCheck>& checks) {
  if (checks.empty()) {
    return "";
  }
  Grid grid{{"exits", "threshold", "share of each, % (real)", "accuracy, % (real)"}};
  const auto shares = [](const std::vector<double>& values) {
    std::vector<std::string> parts;
    for (const double value : values) {
      parts.push_back(decimal_or_dash(value, 1, kPercent));
    }
    return fmt::format("{}", fmt::join(parts, "/"));
  };
  for (const ComparedCheck& check : checks) {
    grid.push_back({fmt::format("{}", fmt::join(check.real.exits, "/")),
                    decimal_or_dash(check.real.threshold, 2),
                    fmt::format("{} ({})", shares(check.generated.shares), shares(check.real.shares)),
                    beside(check.generated.accuracy, check.real.accuracy, 1, kPercent)});
  }
  return "\nEarly exit by a confidence threshold (not part of the fit):\n" + grid_text(grid, kSynthesisGap);
}

}  // namespace

std::string synthesis_text(const synthesis::Recipe& recipe, const SynthesisComparison& comparison) {
  std::string text =
      wrapped(fmt::format("SYNTHETIC: generated from the recipe {}, not measured on any model", recipe.name),
              kSynthesisWidth, kRemarkIndent);
  text += wrapped(recipe.description, kSynthesisWidth, kRemarkIndent);
  if (!comparison.split.empty()) {
    text += fmt::format("\n{}, {}; targets in brackets\n", comparison.split,
                        counted(comparison.samples, "sample"));
    text += compared_exits_text(comparison) + worst_text(comparison) + "\n";
    text += listed_figures("Tokens", comparison.tokens, 1);
  }
  text += listed_figures("Data map (train)", comparison.map, 3);
  text += listed_figures("Correct epochs, % of train", comparison.correctness, 1, kPercent);
  text += checks_text(comparison.checks);
  if (!recipe.assumed.empty()) {
    text += "\n" + wrapped(fmt::format("Assumed: {}.", fmt::join(recipe.assumed, ", ")), kSynthesisWidth,
                           kRemarkIndent);
  }
  return text;
}

}  // namespace dimsim::cli
