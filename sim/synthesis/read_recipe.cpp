// From the nodes of a resolved recipe to the typed draft, and from a draft without faults to the recipe. No
// other file of this room looks up a key of a recipe.

#include "dimsim/language/sources.hpp"
#include "dimsim/synthesis/recipe_draft.hpp"

#include <string>
#include <utility>
#include <vector>

namespace dimsim::synthesis {
namespace {

using language::below;
using language::Node;
using language::origin_of;
using language::read;
using language::read_numbers;

void read_moments(const Node& node, Moments& moments) {
  read(node, "mean", moments.mean);
  read(node, "sd", moments.standard_deviation);
}

QuantilesDraft read_quantiles(const Node& node) {
  return {.probabilities = read_numbers(node, "probabilities"), .quantiles = read_numbers(node, "quantiles")};
}

void read_classes(const Node& recipe, RecipeDraft& draft) {
  draft.classes = origin_of(recipe, "classes");
  draft.has_sound_classes = draft.classes.is_given();
  for (const Node& name : below(recipe, "classes").items) {
    draft.has_sound_classes = draft.has_sound_classes && origin_of(name).is_given();
    draft.values.classes.push_back(name.text);
  }
  draft.class_shares = read_numbers(recipe, "class_shares");
}

/// The lists go into the draft with a place for each item; finish() moves their values into the recipe.
ExitsDraft read_exits(const Node& node, Recipe::Exits& values) {
  read(node, "margin_weight", values.margin_weight);
  read(node, "wrong_persistence", values.wrong_persistence);
  return {.accuracy = read_numbers(node, "accuracy"),
          .confidence_right = read_numbers(node, "confidence_right"),
          .confidence_wrong = read_numbers(node, "confidence_wrong"),
          .highest_confidence = read_numbers(node, "highest_confidence"),
          .concentration = read_numbers(node, "concentration"),
          .correlation_with_last = read_numbers(node, "correlation_with_last"),
          .confidence_correlation = read_numbers(node, "confidence_correlation")};
}

QuantilesDraft read_tokens(const Node& node, Recipe::Tokens& values) {
  read(node, "mean", values.mean);
  read(node, "sd", values.standard_deviation);
  read(node, "bytes_per_token", values.bytes_per_token);
  return read_quantiles(node);
}

MapDraft read_map(const Node& node, Recipe::Map& values) {
  MapDraft draft;
  draft.epochs = read(node, "epochs", values.epochs);
  draft.confidence = read_quantiles(below(node, "confidence"));
  read_moments(below(node, "confidence"), values.confidence);
  read_moments(below(node, "variability"), values.variability);
  const Node& relative = below(node, "relative_variability");
  draft.relative_confidences = read_numbers(relative, "confidences");
  draft.relative_means = read_numbers(relative, "means");
  draft.relative_deviations = read_numbers(relative, "sds");
  read(node, "correlation", values.correlation);
  draft.correctness = read_numbers(node, "correctness");
  read(node, "difficulty_correlation", values.difficulty_correlation);
  return draft;
}

VariantDraft read_variant(const Node::Entry& entry) {
  VariantDraft draft;
  // Judged as a whole: a variant or check of which one figure was refused is not checked further.
  draft.is_sound = !language::has_faults(entry.value);
  draft.place = entry.key_place;
  draft.values.model = entry.key;
  read(entry.value, "layers", draft.values.layers);
  draft.accuracy = read(entry.value, "accuracy", draft.values.accuracy);
  read(entry.value, "source", draft.values.source);
  return draft;
}

CheckDraft read_check(const Node& node) {
  CheckDraft draft;
  draft.is_sound = !language::has_faults(node);
  draft.exits = read_numbers(node, "exits");
  read(node, "threshold", draft.values.threshold);
  draft.shares = read_numbers(node, "shares");
  read(node, "accuracy", draft.values.accuracy);
  return draft;
}

/// A recipe whose sources were refused is refused as a whole; notes_of() needs every text to be there.
std::vector<std::string> read_assumed(const Node& recipe) {
  std::vector<std::string> assumed;
  if (language::has_faults(below(recipe, "sources"))) {
    return assumed;
  }
  for (language::SourceNote& note : language::notes_of(recipe, "")) {
    if (note.assumed) {
      assumed.push_back(std::move(note.figure));
    }
  }
  return assumed;
}

PiecewiseLinear finish_quantiles(QuantilesDraft&& draft) {
  return {.x = std::move(draft.probabilities.values), .y = std::move(draft.quantiles.values)};
}

void finish_exits(ExitsDraft&& draft, Recipe::Exits& exits) {
  exits.accuracy = std::move(draft.accuracy.values);
  exits.confidence_right = std::move(draft.confidence_right.values);
  exits.confidence_wrong = std::move(draft.confidence_wrong.values);
  exits.highest_confidence = std::move(draft.highest_confidence.values);
  exits.concentration = std::move(draft.concentration.values);
  exits.correlation_with_last = std::move(draft.correlation_with_last.values);
  exits.confidence_correlation = std::move(draft.confidence_correlation.values);
}

void finish_map(MapDraft&& draft, Recipe::Map& map) {
  map.confidence_quantiles = finish_quantiles(std::move(draft.confidence));
  map.relative = {.confidences = std::move(draft.relative_confidences.values),
                  .means = std::move(draft.relative_means.values),
                  .standard_deviations = std::move(draft.relative_deviations.values)};
  map.correctness = std::move(draft.correctness.values);
}

Recipe::Check finish_check(CheckDraft&& draft) {
  Recipe::Check check = std::move(draft.values);
  for (const double exit : draft.exits.values) {  // integers by their type, at most 255
    check.exits.push_back(static_cast<int>(exit));
  }
  check.shares = std::move(draft.shares.values);
  return check;
}

}  // namespace

RecipeDraft read_draft(const Node& recipe) {
  RecipeDraft draft;
  Recipe& values = draft.values;
  read(recipe, "description", values.description);
  read(recipe, "task", values.task);
  draft.model = read(recipe, "model", values.model);
  read(recipe, "training", values.training);
  read_classes(recipe, draft);
  draft.exits = read_exits(below(recipe, "exits"), values.exits);
  draft.tokens = read_tokens(below(recipe, "tokens"), values.tokens);
  draft.map = read_map(below(recipe, "cartography"), values.map);
  const Node& embedding = below(recipe, "embedding");
  read(embedding, "dimensions", values.embedding_dimensions);
  read(embedding, "separation", values.separation);
  const Node& samples = below(recipe, "samples");
  read(samples, "train", values.samples.train);
  read(samples, "dev", values.samples.dev);
  read(samples, "test", values.samples.test);
  for (const Node::Entry& variant : below(recipe, "variants").entries) {
    draft.variants.push_back(read_variant(variant));
  }
  for (const Node& item : below(recipe, "checks").items) {
    draft.checks.push_back(read_check(item));
  }
  values.assumed = read_assumed(recipe);
  return draft;
}

Recipe finish(RecipeDraft draft) {
  Recipe recipe = std::move(draft.values);
  recipe.class_shares = std::move(draft.class_shares.values);
  finish_exits(std::move(draft.exits), recipe.exits);
  recipe.tokens.quantiles = finish_quantiles(std::move(draft.tokens));
  finish_map(std::move(draft.map), recipe.map);
  for (VariantDraft& variant : draft.variants) {
    recipe.variants.push_back(std::move(variant.values));
  }
  for (CheckDraft& check : draft.checks) {
    recipe.checks.push_back(finish_check(std::move(check)));
  }
  return recipe;
}

}  // namespace dimsim::synthesis
