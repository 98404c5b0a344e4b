// Checks between the figures of a recipe. Each check of a figure by itself (its type, its range) is in
// recipe_type.cpp and was made by the resolver. A check here reads only lists without a refused item: the
// value of a refused item is 0, and a second message about it would send the reader to the wrong place.

#include "dimsim/base/suggest.hpp"
#include "dimsim/catalogue/bind.hpp"
#include "dimsim/catalogue/entries.hpp"
#include "dimsim/synthesis/recipe_draft.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace dimsim::synthesis {
namespace {

using language::NumberList;
using language::Origin;

/// Shares are published with about three digits, and the rounding errors of several of them add up.
constexpr double kRounding = 0.005;
/// Correlations are rounded as well, and so are the accuracies that bound them.
constexpr double kLargestOvershoot = 0.01;

struct ExitList {
  const char* key;
  NumberList ExitsDraft::*list;
};

constexpr std::array kListsOfAllExits{ExitList{"confidence_right", &ExitsDraft::confidence_right},
                                      ExitList{"confidence_wrong", &ExitsDraft::confidence_wrong},
                                      ExitList{"highest_confidence", &ExitsDraft::highest_confidence},
                                      ExitList{"concentration", &ExitsDraft::concentration}};
constexpr std::array kListsOfAllButTheLast{
    ExitList{"correlation_with_last", &ExitsDraft::correlation_with_last},
    ExitList{"confidence_correlation", &ExitsDraft::confidence_correlation}};
constexpr std::array kMeanConfidences{ExitList{"confidence_right", &ExitsDraft::confidence_right},
                                      ExitList{"confidence_wrong", &ExitsDraft::confidence_wrong}};

bool is_sound(const NumberList& list) {
  return list.self.is_given() && std::all_of(list.items.begin(), list.items.end(),
                                             [](const Origin& item) { return item.is_given(); });
}

class RecipeChecker {
 public:
  RecipeChecker(const RecipeDraft& draft, const catalogue::Catalogue& catalogue, Diagnostics& diagnostics)
      : draft_(draft),
        catalogue_(catalogue),
        diagnostics_(diagnostics),
        classes_(draft.has_sound_classes ? draft.values.classes.size() : 0),
        exits_(is_sound(draft.exits.accuracy) ? draft.exits.accuracy.values.size() : 0) {}

  void run() {
    if (classes_ > 0) {
      check_length(draft_.class_shares, classes_, "class_shares", "one for each of 'classes'");
      check_sum(draft_.class_shares, "class_shares");
    }
    if (exits_ > 0) {
      check_exits();
    }
    check_quantiles(draft_.tokens, "tokens");
    check_quantiles(draft_.map.confidence, "cartography.confidence");
    check_map();
    check_models();
    check_thresholds();
  }

 private:
  void refuse(const Origin& origin, std::string message, std::string hint = "") {
    diagnostics_.add(origin.place, std::move(message), std::move(hint));
  }

  void check_length(const NumberList& list, std::size_t expected, const std::string& path,
                    const std::string& why) {
    if (is_sound(list) && list.values.size() != expected) {
      refuse(list.self,
             fmt::format("{}: found {} items; expected {}, {}", path, list.values.size(), expected, why));
    }
  }

  void check_sum(const NumberList& list, const std::string& path) {
    if (!is_sound(list)) {
      return;
    }
    double sum = 0;
    for (const double share : list.values) {
      sum += share;
    }
    if (std::abs(sum - 1) > kRounding) {
      refuse(list.self, fmt::format("{}: the shares add up to {:.4g}; expected 1", path, sum));
    }
  }

  void check_rising(const NumberList& list, const std::string& path, bool equals_are_allowed) {
    if (!is_sound(list)) {
      return;
    }
    for (std::size_t i = 1; i < list.values.size(); ++i) {
      const double here = list.values[i];
      const double before = list.values[i - 1];
      if (here < before || (here == before && !equals_are_allowed)) {
        refuse(list.items[i], fmt::format("{}.{}: {} does not rise above {}, the one before", path, i,
                                          list.items[i].text, list.items[i - 1].text));
      }
    }
  }

  void check_exits() {
    for (const auto& [key, list] : kListsOfAllExits) {
      check_length(draft_.exits.*list, exits_, fmt::format("exits.{}", key), "one for each of 'accuracy'");
    }
    for (const auto& [key, list] : kListsOfAllButTheLast) {
      check_length(draft_.exits.*list, exits_ - 1, fmt::format("exits.{}", key),
                   "one for each of 'accuracy' but the last");
    }
    if (classes_ > 0) {
      check_chance();
    }
    check_reach();
  }

  /// No exit is less accurate or less confident than a guess, or more confident than its distribution allows.
  void check_chance() {
    check_above_chance(draft_.exits.accuracy, "exits.accuracy", true);
    check_above_chance(draft_.exits.highest_confidence, "exits.highest_confidence", false);
    for (const auto& [key, list] : kMeanConfidences) {
      check_above_chance(draft_.exits.*list, fmt::format("exits.{}", key), false);
      check_below_highest(draft_.exits.*list, fmt::format("exits.{}", key));
    }
  }

  void check_above_chance(const NumberList& list, const std::string& path, bool chance_is_allowed) {
    if (!is_sound(list)) {
      return;
    }
    const double chance = 1 / static_cast<double>(classes_);
    for (std::size_t i = 0; i < list.values.size(); ++i) {
      const double value = list.values[i];
      if (value < chance || (value == chance && !chance_is_allowed)) {
        refuse(list.items[i],
               fmt::format("{}.{}: {} is {} that of a guess among {} classes, {:.4g}", path, i,
                           list.items[i].text, value == chance ? "not above" : "below", classes_, chance));
      }
    }
  }

  void check_below_highest(const NumberList& mean, const std::string& path) {
    const NumberList& highest = draft_.exits.highest_confidence;
    if (!is_sound(mean) || !is_sound(highest)) {
      return;
    }
    for (std::size_t i = 0; i < std::min(mean.values.size(), highest.values.size()); ++i) {
      if (mean.values[i] >= highest.values[i]) {
        refuse(mean.items[i], fmt::format("{}.{}: the mean {} is not below the highest confidence, {}", path,
                                          i, mean.items[i].text, highest.items[i].text));
      }
    }
  }

  /// Two exits of different accuracy cannot be right on the same samples. With accuracies p and q of two
  /// exits the probability that both are right is at most min(p, q) (the Fréchet bound), which bounds the phi
  /// coefficient of correctness by (min(p, q) - p q) / sqrt(p (1 - p) q (1 - q)).
  void check_reach() {
    const NumberList& accuracy = draft_.exits.accuracy;
    const NumberList& correlation = draft_.exits.correlation_with_last;
    if (!is_sound(correlation) || correlation.values.size() + 1 != exits_) {
      return;
    }
    const double last = accuracy.values.back();
    for (std::size_t i = 0; i + 1 < exits_; ++i) {
      const double p = accuracy.values[i];
      const double lower = std::min(p, last);
      const double most = (lower - p * last) / std::sqrt(p * (1 - p) * last * (1 - last));
      if (correlation.values[i] > most + kLargestOvershoot) {
        refuse(correlation.items[i],
               fmt::format(
                   "exits.correlation_with_last.{}: {} is beyond what accuracies of {} and {} allow, {:.3f}",
                   i, correlation.items[i].text, accuracy.items[i].text, accuracy.items.back().text, most));
      }
    }
  }

  /// Points of a distribution function, from its lowest to its highest value. Two equal quantiles are a step
  /// of the distribution, such as many texts of one length; two equal probabilities would make its inverse
  /// ambiguous.
  void check_quantiles(const QuantilesDraft& distribution, const std::string& path) {
    const NumberList& probabilities = distribution.probabilities;
    if (is_sound(probabilities)) {
      check_length(distribution.quantiles, probabilities.values.size(), path + ".quantiles",
                   "one for each of 'probabilities'");
      if (probabilities.values.front() != 0 || probabilities.values.back() != 1) {
        refuse(probabilities.self, path + ".probabilities: expected to begin with 0 and to end with 1",
               "0 is the lowest value, 1 the highest");
      }
    }
    check_rising(probabilities, path + ".probabilities", false);
    check_rising(distribution.quantiles, path + ".quantiles", true);
  }

  void check_map() {
    const MapDraft& map = draft_.map;
    if (map.epochs.is_given()) {
      check_length(map.correctness, static_cast<std::size_t>(draft_.values.map.epochs) + 1,
                   "cartography.correctness", "for 0 epochs that were right up to all of 'epochs'");
    }
    check_sum(map.correctness, "cartography.correctness");
    check_relative();
  }

  /// A variable on [0, 1] with mean m has a variance of at most m (1 - m), which only values of 0 and 1 reach
  /// (Bhatia and Davis, Am. Math. Monthly 107(4), 2000). At the bound the Beta distribution of the generator
  /// has no parameters.
  void check_relative() {
    const std::string path = "cartography.relative_variability";
    const NumberList& confidences = draft_.map.relative_confidences;
    const NumberList& means = draft_.map.relative_means;
    const NumberList& sds = draft_.map.relative_deviations;
    check_rising(confidences, path + ".confidences", false);
    if (is_sound(confidences)) {
      check_length(means, confidences.values.size(), path + ".means", "one for each of 'confidences'");
      check_length(sds, confidences.values.size(), path + ".sds", "one for each of 'confidences'");
    }
    if (!is_sound(means) || !is_sound(sds)) {
      return;
    }
    for (std::size_t i = 0; i < std::min(means.values.size(), sds.values.size()); ++i) {
      const double most = std::sqrt(means.values[i] * (1 - means.values[i]));
      if (sds.values[i] >= most) {
        refuse(sds.items[i],
               fmt::format("{}.sds.{}: {} is beyond what values from 0 to 1 with a mean of {} allow, {:.3g}",
                           path, i, sds.items[i].text, means.items[i].text, most));
      }
    }
  }

  void check_models() {
    if (draft_.model.is_given() && exits_ > 0) {
      check_model(draft_.values.model, static_cast<int>(exits_), draft_.model.place, "model");
    }
    for (const VariantDraft& variant : draft_.variants) {
      if (!variant.is_sound) {
        continue;
      }
      const std::string path = "variants." + variant.values.model;
      check_model(variant.values.model, variant.values.layers, variant.place, path);
      // Its exits are scaled by the accuracy above chance, which must not vanish.
      if (classes_ > 0 && variant.values.accuracy * static_cast<double>(classes_) <= 1) {
        refuse(variant.accuracy, fmt::format("{}.accuracy: {} is not above that of a guess among {} classes",
                                             path, variant.accuracy.text, classes_));
      }
    }
  }

  void check_model(const std::string& name, int layers, const Place& place, const std::string& path) {
    const std::vector<std::string> known = catalogue_.names("models");
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      diagnostics_.add(unknown_name(place, path, "model", name, known));
      return;
    }
    const int actual =
        catalogue::bind_model(catalogue::read_entry(catalogue_, "models", name).fields, name).layers;
    if (actual != layers) {
      diagnostics_.add(place, fmt::format("{}: {} has {} layers; the recipe has an exit after each of {}",
                                          path, name, actual, layers));
    }
  }

  void check_thresholds() {
    for (std::size_t i = 0; i < draft_.checks.size(); ++i) {
      const CheckDraft& check = draft_.checks[i];
      if (!check.is_sound) {
        continue;
      }
      const std::string path = fmt::format("checks.{}", i);
      check_rising(check.exits, path + ".exits", false);
      check_length(check.shares, check.exits.values.size(), path + ".shares", "one for each of 'exits'");
      check_sum(check.shares, path + ".shares");
      if (exits_ > 0 && check.exits.values.back() > static_cast<double>(exits_)) {
        refuse(check.exits.items.back(), fmt::format("{}.exits: there is no exit {}; the last is {}", path,
                                                     check.exits.items.back().text, exits_));
      }
    }
  }

  const RecipeDraft& draft_;
  const catalogue::Catalogue& catalogue_;
  Diagnostics& diagnostics_;
  std::size_t classes_;  ///< 0 if refused
  std::size_t exits_;    ///< 0 if refused
};

}  // namespace

void check(const RecipeDraft& draft, const catalogue::Catalogue& catalogue, Diagnostics& diagnostics) {
  RecipeChecker(draft, catalogue, diagnostics).run();
}

}  // namespace dimsim::synthesis
