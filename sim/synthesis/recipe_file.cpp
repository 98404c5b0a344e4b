#include "dimsim/synthesis/recipe_file.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/suggest.hpp"
#include "dimsim/catalogue/catalogue.hpp"
#include "dimsim/catalogue/entries.hpp"
#include "dimsim/language/document.hpp"
#include "dimsim/language/resolve.hpp"
#include "dimsim/language/sources.hpp"
#include "dimsim/synthesis/recipe_consistency.hpp"

#include <algorithm>
#include <system_error>

#include <fmt/format.h>

namespace dimsim::synthesis {
namespace {

using language::Node;

constexpr const char* kExtension = ".yaml";

std::filesystem::path shipped_folder() {
  return catalogue::Catalogue::default_root() / "scenarios" / "traces" / "glue";
}

std::vector<double> numbers(const Node& list) {
  std::vector<double> result;
  for (const Node& item : list.items) {
    result.push_back(item.number());
  }
  return result;
}

Moments moments(const Node& node) {
  return {.mean = node.at("mean").number(), .standard_deviation = node.at("sd").number()};
}

PiecewiseLinear quantiles(const Node& node) {
  return {.x = numbers(node.at("probabilities")), .y = numbers(node.at("quantiles"))};
}

Recipe::Exits bind_exits(const Node& node) {
  return {.accuracy = numbers(node.at("accuracy")),
          .confidence_right = numbers(node.at("confidence_right")),
          .confidence_wrong = numbers(node.at("confidence_wrong")),
          .highest_confidence = numbers(node.at("highest_confidence")),
          .concentration = numbers(node.at("concentration")),
          .correlation_with_last = numbers(node.at("correlation_with_last")),
          .confidence_correlation = numbers(node.at("confidence_correlation")),
          .margin_weight = node.at("margin_weight").number(),
          .wrong_persistence = node.at("wrong_persistence").number()};
}

Recipe::Tokens bind_tokens(const Node& node) {
  return {.quantiles = quantiles(node),
          .mean = node.at("mean").number(),
          .standard_deviation = node.at("sd").number(),
          .bytes_per_token = node.at("bytes_per_token").number()};
}

Recipe::Map bind_map(const Node& node) {
  const Node& relative = node.at("relative_variability");
  return {.epochs = static_cast<int>(node.at("epochs").integer()),
          .confidence_quantiles = quantiles(node.at("confidence")),
          .relative = {.confidences = numbers(relative.at("confidences")),
                       .means = numbers(relative.at("means")),
                       .standard_deviations = numbers(relative.at("sds"))},
          .difficulty_correlation = node.at("difficulty_correlation").number(),
          .confidence = moments(node.at("confidence")),
          .variability = moments(node.at("variability")),
          .correlation = node.at("correlation").number(),
          .correctness = numbers(node.at("correctness"))};
}

std::vector<Recipe::Variant> bind_variants(const Node& node) {
  std::vector<Recipe::Variant> variants;
  for (const Node::Entry& entry : node.entries) {
    variants.push_back({.model = entry.key,
                        .layers = static_cast<int>(entry.value.at("layers").integer()),
                        .accuracy = entry.value.at("accuracy").number(),
                        .source = entry.value.at("source").string()});
  }
  return variants;
}

std::vector<Recipe::Check> bind_checks(const Node& node) {
  std::vector<Recipe::Check> checks;
  for (const Node& item : node.items) {
    Recipe::Check& check = checks.emplace_back();
    for (const Node& exit : item.at("exits").items) {
      check.exits.push_back(static_cast<int>(exit.integer()));
    }
    check.threshold = item.at("threshold").number();
    check.shares = numbers(item.at("shares"));
    check.accuracy = item.at("accuracy").number();
  }
  return checks;
}

Sizes bind_samples(const Node& node) {
  const auto count = [&](const char* split) { return static_cast<std::size_t>(node.at(split).integer()); };
  return {.train = count("train"), .dev = count("dev"), .test = count("test")};
}

/// A resolved recipe without faults as the generator takes it.
Recipe bind(const Node& node) {
  Recipe recipe;
  recipe.description = node.at("description").string();
  recipe.task = node.at("task").string();
  recipe.model = node.at("model").string();
  recipe.training = node.at("training").string();
  for (const Node& name : node.at("classes").items) {
    recipe.classes.push_back(name.string());
  }
  recipe.class_shares = numbers(node.at("class_shares"));
  recipe.exits = bind_exits(node.at("exits"));
  recipe.tokens = bind_tokens(node.at("tokens"));
  recipe.map = bind_map(node.at("cartography"));
  recipe.embedding_dimensions = static_cast<int>(node.at("embedding").at("dimensions").integer());
  recipe.separation = node.at("embedding").at("separation").number();
  recipe.samples = bind_samples(node.at("samples"));
  recipe.variants = bind_variants(node.at("variants"));
  recipe.checks = bind_checks(node.at("checks"));
  for (const language::SourceNote& note : language::notes_of(node, "")) {
    if (note.assumed) {
      recipe.assumed.push_back(note.figure);
    }
  }
  return recipe;
}

}  // namespace

Recipe load_recipe(const std::filesystem::path& file) {
  const auto source = language::read_source(file, file.string());
  Diagnostics diagnostics;
  const Node raw = language::parse_document(source, diagnostics);
  const catalogue::Catalogue models(catalogue::Catalogue::default_root());
  catalogue::Entries entries(models);
  const Node node = language::Resolver(entries, diagnostics).resolve(raw, recipe_type(), "");
  check_recipe(node, models, diagnostics);
  language::check_sources(raw, recipe_type(), diagnostics);
  diagnostics.throw_if_any();
  Recipe recipe = bind(node);
  recipe.name = file.stem().string();
  recipe.text = source->text;
  return recipe;
}

std::vector<std::string> recipe_names() {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(shipped_folder(), error)) {
    if (file.path().extension() == kExtension) {
      names.push_back(file.path().stem().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::filesystem::path recipe_file(const std::string& name_or_path) {
  std::filesystem::path path(name_or_path);
  if (path.extension() == kExtension || path.has_parent_path()) {
    return path;
  }
  const std::vector<std::string> names = recipe_names();
  if (std::find(names.begin(), names.end(), name_or_path) == names.end()) {
    throw InputError(fmt::format("there is no recipe {}", quote(name_or_path)),
                     names.empty()
                         ? fmt::format("no recipes are in {}", shipped_folder().string())
                         : fmt::format("known: {}; or give a file that ends in .yaml", enumerate(names)));
  }
  return shipped_folder() / (name_or_path + kExtension);
}

}  // namespace dimsim::synthesis
