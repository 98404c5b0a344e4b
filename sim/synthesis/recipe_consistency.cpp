#include "dimsim/synthesis/recipe_consistency.hpp"

#include "dimsim/base/suggest.hpp"
#include "dimsim/catalogue/entries.hpp"
#include "dimsim/language/expectation.hpp"
#include "dimsim/language/read.hpp"
#include "dimsim/synthesis/gaussian.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace dimsim::synthesis {
namespace {

using language::Node;

/// Shares are published with three digits or so.
constexpr double kRounding = 0.005;
/// Correlations too.
constexpr double kLargestOvershoot = 0.01;

class RecipeCheck {
 public:
  RecipeCheck(const language::Node& recipe, const catalogue::Catalogue& catalogue, Diagnostics& diagnostics)
      : recipe_(recipe), catalogue_(catalogue), diagnostics_(diagnostics) {}

  void run() {
    check_classes();
    check_exits();
    check_quantiles(language::given(recipe_, "tokens"), "tokens");
    check_quantiles(language::given(recipe_, "cartography", "confidence"), "cartography.confidence");
    check_map();
    check_models();
    check_thresholds();
  }

 private:
  /// A value that is there and has no faults in it.
  template <typename... Keys>
  static const Node* sound(const Node& record, Keys... keys) {
    const Node* node = language::given(record, keys...);
    return node == nullptr || language::has_faults(*node) ? nullptr : node;
  }

  void refuse(const Node& node, std::string message, std::string hint = "") {
    diagnostics_.add(node.place, std::move(message), std::move(hint));
  }

  void check_length(const Node* list, std::size_t expected, const std::string& path, const std::string& why) {
    if (list != nullptr && list->items.size() != expected) {
      refuse(*list,
             fmt::format("{}: found {} items; expected {}, {}", path, list->items.size(), expected, why));
    }
  }

  void check_sum(const Node* list, const std::string& path) {
    if (list == nullptr) {
      return;
    }
    double sum = 0;
    for (const Node& item : list->items) {
      sum += item.number();
    }
    if (std::abs(sum - 1) > kRounding) {
      refuse(*list, fmt::format("{}: the shares add up to {:.4g}; expected 1", path, sum));
    }
  }

  void check_classes() {
    const Node* classes = sound(recipe_, "classes");
    const Node* shares = sound(recipe_, "class_shares");
    if (classes == nullptr) {
      return;
    }
    classes_ = classes->items.size();
    check_length(shares, classes_, "class_shares", "one for each of 'classes'");
    check_sum(shares, "class_shares");
  }

  void check_exits() {
    const Node* accuracy = sound(recipe_, "exits", "accuracy");
    if (accuracy == nullptr) {
      return;
    }
    exits_ = accuracy->items.size();
    for (const char* key : {"confidence_right", "confidence_wrong", "highest_confidence", "concentration"}) {
      check_length(sound(recipe_, "exits", key), exits_, fmt::format("exits.{}", key),
                   "one for each of 'accuracy'");
    }
    for (const char* key : {"correlation_with_last", "confidence_correlation"}) {
      check_length(sound(recipe_, "exits", key), exits_ - 1, fmt::format("exits.{}", key),
                   "one for each of 'accuracy' but the last");
    }
    if (classes_ > 0) {
      check_chance(*accuracy);
    }
    check_reach(*accuracy);
  }

  /// No exit is worse than a guess or less sure than one, or surer than its distribution goes.
  void check_chance(const Node& accuracy) {
    const double chance = 1 / static_cast<double>(classes_);
    const auto check_each = [&](const Node* list, const std::string& path, bool chance_is_allowed) {
      for (std::size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
        const double value = list->items[i].number();
        if (value < chance || (value == chance && !chance_is_allowed)) {
          refuse(list->items[i],
                 fmt::format("{}.{}: {} is {} that of a guess among {} classes, {:.4g}", path, i,
                             list->items[i].text, value == chance ? "not above" : "below", classes_, chance));
        }
      }
    };
    check_each(&accuracy, "exits.accuracy", true);
    const Node* highest = sound(recipe_, "exits", "highest_confidence");
    check_each(highest, "exits.highest_confidence", false);
    for (const char* key : {"confidence_right", "confidence_wrong"}) {
      const Node* mean = sound(recipe_, "exits", key);
      check_each(mean, fmt::format("exits.{}", key), false);
      for (std::size_t i = 0;
           mean != nullptr && highest != nullptr && i < std::min(mean->items.size(), highest->items.size());
           ++i) {
        if (mean->items[i].number() >= highest->items[i].number()) {
          refuse(mean->items[i],
                 fmt::format("exits.{}.{}: the mean {} is not below the highest confidence, {}", key, i,
                             mean->items[i].text, highest->items[i].text));
        }
      }
    }
  }

  /// Two exits of different accuracy cannot be right on the same samples.
  void check_reach(const Node& accuracy) {
    const Node* correlation = sound(recipe_, "exits", "correlation_with_last");
    if (correlation == nullptr || correlation->items.size() + 1 != exits_) {
      return;
    }
    const double last = accuracy.items.back().number();
    for (std::size_t i = 0; i + 1 < exits_; ++i) {
      const double p = accuracy.items[i].number();
      const double lower = std::min(p, last);
      const double most = (lower - p * last) / std::sqrt(p * (1 - p) * last * (1 - last));
      if (correlation->items[i].number() > most + kLargestOvershoot) {
        refuse(correlation->items[i],
               fmt::format(
                   "exits.correlation_with_last.{}: {} is beyond what accuracies of {} and {} allow, {:.3f}",
                   i, correlation->items[i].text, accuracy.items[i].text, accuracy.items.back().text, most));
      }
    }
  }

  /// Points of a distribution function, from its lowest to its highest value.
  void check_quantiles(const Node* distribution, const std::string& path) {
    if (distribution == nullptr || !distribution->is_map()) {
      return;
    }
    const Node* probabilities = sound(*distribution, "probabilities");
    const Node* quantiles = sound(*distribution, "quantiles");
    if (probabilities != nullptr) {
      check_length(quantiles, probabilities->items.size(), path + ".quantiles",
                   "one for each of 'probabilities'");
      if (probabilities->items.front().number() != 0 || probabilities->items.back().number() != 1) {
        refuse(*probabilities, path + ".probabilities: expected to begin with 0 and to end with 1",
               "0 is the lowest value, 1 the highest");
      }
    }
    check_rising(probabilities, path + ".probabilities", false);
    check_rising(quantiles, path + ".quantiles", true);
  }

  void check_rising(const Node* list, const std::string& path, bool equals_are_allowed) {
    for (std::size_t i = 1; list != nullptr && i < list->items.size(); ++i) {
      const double here = list->items[i].number();
      const double before = list->items[i - 1].number();
      if (here < before || (here == before && !equals_are_allowed)) {
        refuse(list->items[i], fmt::format("{}.{}: {} does not rise above {}, the one before", path, i,
                                           list->items[i].text, list->items[i - 1].text));
      }
    }
  }

  void check_map() {
    const Node* epochs = language::given(recipe_, "cartography", "epochs");
    const Node* correctness = sound(recipe_, "cartography", "correctness");
    if (epochs != nullptr) {
      check_length(correctness, static_cast<std::size_t>(epochs->integer()) + 1, "cartography.correctness",
                   "for 0 epochs that were right up to all of 'epochs'");
    }
    check_sum(correctness, "cartography.correctness");
    check_relative();
  }

  /// Values from 0 to 1 with a mean m deviate by less than sqrt(m (1 - m)).
  void check_relative() {
    const std::string path = "cartography.relative_variability";
    const Node* confidences = sound(recipe_, "cartography", "relative_variability", "confidences");
    const Node* means = sound(recipe_, "cartography", "relative_variability", "means");
    const Node* sds = sound(recipe_, "cartography", "relative_variability", "sds");
    check_rising(confidences, path + ".confidences", false);
    if (confidences != nullptr) {
      check_length(means, confidences->items.size(), path + ".means", "one for each of 'confidences'");
      check_length(sds, confidences->items.size(), path + ".sds", "one for each of 'confidences'");
    }
    for (std::size_t i = 0;
         means != nullptr && sds != nullptr && i < std::min(means->items.size(), sds->items.size()); ++i) {
      const double mean = means->items[i].number();
      const double most = std::sqrt(mean * (1 - mean));
      if (sds->items[i].number() >= most) {
        refuse(sds->items[i],
               fmt::format("{}.sds.{}: {} is beyond what values from 0 to 1 with a mean of {} allow, {:.3g}",
                           path, i, sds->items[i].text, means->items[i].text, most));
      }
    }
  }

  void check_models() {
    const Node* model = language::given(recipe_, "model");
    if (model != nullptr && exits_ > 0) {
      check_model(model->text, static_cast<std::int64_t>(exits_), model->place, "model");
    }
    const Node* variants = language::given(recipe_, "variants");
    for (std::size_t i = 0; variants != nullptr && i < variants->entries.size(); ++i) {
      const Node::Entry& variant = variants->entries[i];
      if (language::has_faults(variant.value)) {
        continue;
      }
      const std::string path = "variants." + variant.key;
      check_model(variant.key, variant.value.at("layers").integer(), variant.key_place, path);
      const Node& accuracy = variant.value.at("accuracy");
      if (classes_ > 0 && accuracy.number() * static_cast<double>(classes_) <= 1) {
        refuse(accuracy, fmt::format("{}.accuracy: {} is not above that of a guess among {} classes", path,
                                     accuracy.text, classes_));
      }
    }
  }

  void check_model(const std::string& name, std::int64_t layers, const Place& place,
                   const std::string& path) {
    const std::vector<std::string> known = catalogue_.names("models");
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      diagnostics_.add(unknown_name(place, path, "model", name, known));
      return;
    }
    const std::int64_t actual =
        catalogue::read_entry(catalogue_, "models", name).fields.at("layers").integer();
    if (actual != layers) {
      diagnostics_.add(place, fmt::format("{}: {} has {} layers; the recipe has an exit after each of {}",
                                          path, name, actual, layers));
    }
  }

  void check_thresholds() {
    const Node* checks = language::given(recipe_, "checks");
    for (std::size_t i = 0; checks != nullptr && i < checks->items.size(); ++i) {
      const Node& check = checks->items[i];
      if (language::has_faults(check)) {
        continue;
      }
      const std::string path = fmt::format("checks.{}", i);
      const Node& exits = check.at("exits");
      check_rising(&exits, path + ".exits", false);
      check_length(&check.at("shares"), exits.items.size(), path + ".shares", "one for each of 'exits'");
      check_sum(&check.at("shares"), path + ".shares");
      if (exits_ > 0 && exits.items.back().integer() > static_cast<std::int64_t>(exits_)) {
        refuse(exits.items.back(), fmt::format("{}.exits: there is no exit {}; the last is {}", path,
                                               exits.items.back().text, exits_));
      }
    }
  }

  const Node& recipe_;
  const catalogue::Catalogue& catalogue_;
  Diagnostics& diagnostics_;
  std::size_t classes_ = 0;  ///< 0: refused
  std::size_t exits_ = 0;    ///< 0: refused
};

}  // namespace

void check_recipe(const language::Node& recipe, const catalogue::Catalogue& catalogue,
                  Diagnostics& diagnostics) {
  RecipeCheck(recipe, catalogue, diagnostics).run();
}

}  // namespace dimsim::synthesis
