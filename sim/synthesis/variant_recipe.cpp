// The published literature has accuracies of many models, but figures of every exit of few. A variant keeps
// the shape of the measured model over the relative depth and takes only the height from its own accuracy.
// This is an extrapolation, and the description of the trace says so.
#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/synthesis/gaussian.hpp"
#include "dimsim/synthesis/recipe.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace dimsim::synthesis {
namespace {

/// Relative depths of `count` consecutive layers of a model with `layers` layers, starting at layer `first`.
std::vector<double> depths(std::size_t count, double first, std::size_t layers) {
  std::vector<double> result;
  for (std::size_t i = 0; i < count; ++i) {
    result.push_back((first + static_cast<double>(i)) / static_cast<double>(layers));
  }
  return result;
}

/// Values of the exits of one model at the relative depths of a model with `layers` layers.
std::vector<double> spread(const std::vector<double>& values, std::size_t layers) {
  const PiecewiseLinear curve{depths(values.size(), 1, values.size()), values};
  const std::vector<double> at = depths(layers, 1, layers);
  std::vector<double> result(layers);
  std::transform(at.begin(), at.end(), result.begin(), curve);
  return result;
}

/// Correlations of correctness with the last exit for interpolated accuracies. The latent correlations are
/// interpolated, not those of correctness: the range of the latter depends on the accuracies, so that
/// interpolated ones might be impossible.
std::vector<double> interpolated_correlations(const Recipe::Exits& base,
                                              const std::vector<double>& accuracy) {
  std::vector<double> latent;
  for (std::size_t exit = 0; exit + 1 < base.accuracy.size(); ++exit) {
    latent.push_back(
        latent_correlation(base.correlation_with_last[exit], base.accuracy[exit], base.accuracy.back()));
  }
  latent.push_back(1);
  latent = spread(latent, accuracy.size());
  std::vector<double> correlations;
  for (std::size_t exit = 0; exit + 1 < accuracy.size(); ++exit) {
    correlations.push_back(binary_correlation(latent[exit], accuracy[exit], accuracy.back()));
  }
  return correlations;
}

/// Correlations of the confidences of neighbouring exits. Exits that are further apart are less correlated:
/// the correlation of one step to the power of the distance.
std::vector<double> interpolated_confidence_correlations(const Recipe::Exits& base, std::size_t layers) {
  constexpr double kBetween = 1.5;
  const std::size_t base_layers = base.accuracy.size();
  const PiecewiseLinear step{depths(base_layers - 1, kBetween, base_layers), base.confidence_correlation};
  const double length = static_cast<double>(base_layers) / static_cast<double>(layers);
  std::vector<double> correlations;
  for (const double depth : depths(layers - 1, kBetween, layers)) {
    correlations.push_back(std::pow(std::max(0.0, step(depth)), length));
  }
  return correlations;
}

/// Exits of a model with `layers` layers, interpolated at the same relative depth and scaled above chance so
/// that the last one reaches `accuracy`.
Recipe::Exits interpolated_exits(const Recipe& recipe, std::size_t layers, double accuracy) {
  const Recipe::Exits& base = recipe.exits;
  const double chance = recipe.chance();
  const double scale = (accuracy - chance) / (base.accuracy.back() - chance);
  const auto scaled = [&](const std::vector<double>& values) {
    std::vector<double> result = spread(values, layers);
    for (double& value : result) {
      value = chance + scale * (value - chance);
    }
    return result;
  };
  Recipe::Exits exits = base;
  exits.accuracy = scaled(base.accuracy);
  exits.highest_confidence = spread(base.highest_confidence, layers);
  exits.concentration = spread(base.concentration, layers);
  exits.confidence_right = scaled(base.confidence_right);
  exits.confidence_wrong = scaled(base.confidence_wrong);
  for (std::size_t exit = 0; exit < layers; ++exit) {
    // The mean confidence of a better model must stay within its distribution.
    constexpr double kMost = 0.98;
    const double most = chance + kMost * (exits.highest_confidence[exit] - chance);
    exits.confidence_right[exit] = std::min(exits.confidence_right[exit], most);
    exits.confidence_wrong[exit] = std::min(exits.confidence_wrong[exit], most);
  }
  exits.correlation_with_last = interpolated_correlations(base, exits.accuracy);
  exits.confidence_correlation = interpolated_confidence_correlations(base, layers);
  return exits;
}

}  // namespace

Recipe variant_recipe(const Recipe& recipe, const std::string& model) {
  if (model == recipe.model) {
    return recipe;
  }
  std::vector<std::string> known{recipe.model};
  for (const Recipe::Variant& variant : recipe.variants) {
    if (variant.model != model) {
      known.push_back(variant.model);
      continue;
    }
    Recipe result = recipe;
    result.model = model;
    result.description = fmt::format(
        "{}; exits by relative depth for {} of {} layers, last exit at its published accuracy {:.4g} ({})",
        recipe.description, model, variant.layers, variant.accuracy, variant.source);
    result.exits = interpolated_exits(recipe, static_cast<std::size_t>(variant.layers), variant.accuracy);
    result.variants.clear();
    result.checks.clear();
    return result;
  }
  throw InputError(fmt::format("recipe '{}' has no score of the model {}", recipe.name, quote(model)),
                   fmt::format("it has: {}", enumerate(known)));
}

}  // namespace dimsim::synthesis
