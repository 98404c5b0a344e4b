#include "dimsim/cli/text/synthesis_comparison.hpp"

#include "dimsim/cartography/cartography.hpp"
#include "dimsim/cli/text/text_style.hpp"
#include "dimsim/statistics/statistics.hpp"
#include "dimsim/trace/describe.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

// The generator is checked by the same statistics code that describes real traces, not by its own parameters:
// a defect that affects both a parameter and its use would otherwise go unnoticed.

namespace dimsim::cli {

namespace {

using synthesis::Recipe;
using trace::Split;

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

const trace::NamedSplit* find_split(const std::vector<trace::NamedSplit>& splits, const std::string& name) {
  const auto found =
      std::find_if(splits.begin(), splits.end(), [&](const auto& s) { return s.name == name; });
  return found == splits.end() ? nullptr : &*found;
}

// Correlations are compared too: how often exits fail on the same samples decides what a cascade can gain,
// and equal accuracies say nothing about it.
void compare_exits(const Recipe& recipe, const Split& split, SynthesisComparison& result) {
  const trace::ExitCorrelations correlations = trace::exit_correlations(split);
  result.samples = split.samples;
  result.accuracy.target = recipe.exits.accuracy;
  result.confidence_right.target = recipe.exits.confidence_right;
  result.confidence_wrong.target = recipe.exits.confidence_wrong;
  for (const trace::ExitFigures& exit : trace::describe(result.split, split).by_exit) {
    result.accuracy.generated.push_back(exit.accuracy);
    result.confidence_right.generated.push_back(exit.confidence_when_right);
    result.confidence_wrong.generated.push_back(exit.confidence_when_wrong);
  }
  result.correlation_with_last = {correlations.with_last, recipe.exits.correlation_with_last};
  result.confidence_correlation = {correlations.confidence, recipe.exits.confidence_correlation};
  for (const Recipe::Check& check : recipe.checks) {
    result.checks.push_back({check, trace::threshold_exit(split, check.exits, check.threshold)});
  }
}

std::vector<Compared> compare_tokens(const Recipe::Tokens& target, const Split& split) {
  std::vector<double> tokens(split.tokens.begin(), split.tokens.end());
  std::sort(tokens.begin(), tokens.end());
  std::vector<Compared> result{{"mean", statistics::mean(tokens), target.mean},
                               {"sd", statistics::standard_deviation(tokens), target.standard_deviation}};
  for (std::size_t i = 0; i < target.quantiles.x.size(); ++i) {
    const double p = target.quantiles.x[i];
    if (p > 0 && p < 1) {  // the extremes of a sample depend on its size, so they have no target
      result.push_back(
          {fmt::format("p{:.4g}", kPercent * p), statistics::quantile(tokens, p), target.quantiles.y[i]});
    }
  }
  return result;
}

/// The share of training samples that are nearest to the centroid of their own pool, under the default cuts.
/// NaN if a pool is empty.
double separation(const cartography::Coordinates& map, const Split& split) {
  // Follows the path of a user who labels the trace: cut the map, then assign by centroids.
  const auto labels = cartography::pools(map, cartography::thresholds(map, {}));
  for (const auto pool : {trace::Complexity::Easy, trace::Complexity::Medium, trace::Complexity::Hard}) {
    if (std::find(labels.begin(), labels.end(), pool) == labels.end()) {
      return kUndefined;
    }
  }
  const auto nearest = cartography::nearest(
      split.embedding, cartography::centroids(split.embedding, split.embedding_size, labels));
  std::size_t own = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    own += labels[i] == nearest[i] ? std::size_t{1} : 0;
  }
  return static_cast<double>(own) / static_cast<double>(labels.size());
}

void compare_map(const Recipe& recipe, const trace::NamedSplit& training, SynthesisComparison& result) {
  const cartography::Coordinates map = cartography::coordinates(*training.dynamics);
  const Recipe::Map& target = recipe.map;
  result.map = {
      {"confidence", statistics::mean(map.confidence), target.confidence.mean},
      {"sd of confidence", statistics::standard_deviation(map.confidence),
       target.confidence.standard_deviation},
      {"variability", statistics::mean(map.variability), target.variability.mean},
      {"sd of variability", statistics::standard_deviation(map.variability),
       target.variability.standard_deviation},
      {"their correlation", trace::correlation(map.confidence, map.variability), target.correlation},
      {"nearest to own centroid", separation(map, training.split), recipe.separation}};
  const auto samples = static_cast<double>(map.correctness.size());
  for (std::size_t epochs = 0; epochs < target.correctness.size(); ++epochs) {
    const auto count = std::count(map.correctness.begin(), map.correctness.end(), static_cast<int>(epochs));
    result.correctness.push_back(
        {std::to_string(epochs), static_cast<double>(count) / samples, target.correctness[epochs]});
  }
}

bool is_within(const ComparedExits& figures, double tolerance) {
  return figures.target.empty() || figures.worst().deviation <= tolerance;
}

}  // namespace

ComparedExits::Worst ComparedExits::worst() const {
  Worst result;
  for (std::size_t i = 0; i < target.size(); ++i) {
    const double deviation = std::abs(generated[i] - target[i]);
    // An undefined deviation is the worst one. It must be tested for, since every comparison with NaN is
    // false.
    if (!std::isfinite(deviation) || deviation > result.deviation) {
      result = {.deviation = deviation, .exit = static_cast<int>(i) + 1};
    }
    if (!std::isfinite(deviation)) {
      break;
    }
  }
  return result;
}

bool SynthesisComparison::is_within_tolerance() const {
  return is_within(accuracy, kAccuracyTolerance) && is_within(correlation_with_last, kCorrelationTolerance) &&
         is_within(confidence_correlation, kCorrelationTolerance);
}

SynthesisComparison compare(const Recipe& recipe, const std::vector<trace::NamedSplit>& splits) {
  SynthesisComparison result;
  // The targets are scores on test sets, so dev serves only if the user generated no test split.
  for (const char* name : {"test", "dev"}) {
    if (const trace::NamedSplit* named = find_split(splits, name); named != nullptr && result.split.empty()) {
      result.split = name;
      compare_exits(recipe, named->split, result);
      result.tokens = compare_tokens(recipe.tokens, named->split);
    }
  }
  if (const trace::NamedSplit* training = find_split(splits, "train")) {
    compare_map(recipe, *training, result);
  }
  return result;
}

}  // namespace dimsim::cli
