#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/catalogue/catalogue.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/language/read.hpp"
#include "dimsim/synthesis/recipe.hpp"

#include <vector>

namespace dimsim::synthesis {

// A recipe as it was read: plain values, and the places of those that are checked against each other. Each
// value is parsed once, by the resolver; all checks work on these types. A refused value keeps its default,
// and checks skip it, since the resolver has reported it.

/// Points of a distribution function.
struct QuantilesDraft {
  language::NumberList probabilities;
  language::NumberList quantiles;
};

struct ExitsDraft {
  language::NumberList accuracy;
  language::NumberList confidence_right;
  language::NumberList confidence_wrong;
  language::NumberList highest_confidence;
  language::NumberList concentration;
  language::NumberList correlation_with_last;
  language::NumberList confidence_correlation;
};

struct MapDraft {
  language::Origin epochs;
  QuantilesDraft confidence;
  language::NumberList relative_confidences;  ///< of relative_variability
  language::NumberList relative_means;
  language::NumberList relative_deviations;
  language::NumberList correctness;
};

struct VariantDraft {
  Recipe::Variant values;
  Place place;  ///< of its name
  language::Origin accuracy;
  bool is_sound = false;  ///< no part of it was refused
};

struct CheckDraft {
  Recipe::Check values;  ///< without the lists
  language::NumberList exits;
  language::NumberList shares;
  bool is_sound = false;  ///< no part of it was refused
};

struct RecipeDraft {
  Recipe values;  ///< the scalars, the classes and the assumed figures; without the parts below
  language::Origin model;
  language::Origin classes;
  bool has_sound_classes = false;  ///< given, none of them refused
  language::NumberList class_shares;
  ExitsDraft exits;
  QuantilesDraft tokens;
  MapDraft map;
  std::vector<VariantDraft> variants;
  std::vector<CheckDraft> checks;
};

/// Reads a resolved recipe, or as much of it as was not refused.
[[nodiscard]] RecipeDraft read_draft(const language::Node& recipe);

/// Checks what must hold between the figures of a recipe: lists have equal lengths, probabilities are
/// possible together, models exist and have that many layers.
void check(const RecipeDraft& draft, const catalogue::Catalogue& catalogue, Diagnostics& diagnostics);

/// The recipe of a draft without faults; its name and text are left empty.
[[nodiscard]] Recipe finish(RecipeDraft draft);

}  // namespace dimsim::synthesis
