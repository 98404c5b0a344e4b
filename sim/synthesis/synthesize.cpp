// Random numbers are addressed, not drawn in turn: those of a sample depend on its split, its number and the
// use alone (Draw). Therefore a larger trace begins with the samples of a smaller one, and a change of one
// part of the generator leaves the others as they are. Only the margins of the exits come from a point set,
// which makes accuracies and correlations meet the recipe closely.
#include "dimsim/synthesis/synthesize.hpp"

#include "dimsim/base/random.hpp"
#include "dimsim/base/version.hpp"
#include "dimsim/synthesis/exit_model.hpp"
#include "dimsim/synthesis/gaussian.hpp"
#include "dimsim/synthesis/map_model.hpp"
#include "dimsim/synthesis/point_set.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dimsim::synthesis {
namespace {

/// Splits in the order of the file.
constexpr std::array<std::pair<std::string_view, std::size_t Sizes::*>, 3> kSplits{
    {{trace::kTraining, &Sizes::train}, {"dev", &Sizes::dev}, {"test", &Sizes::test}}};

/// An answer: the class that is on top, the next one, and how the rest of the probability is shared.
struct Answer {
  std::size_t top = 0;
  std::size_t runner = 0;
  double probability = 0;   ///< of `top`
  double runner_share = 1;  ///< of what is left
};

/// Scores whose softmax is the answer: logarithms of probabilities.
void append_scores(const Answer& answer, std::size_t classes, std::vector<float>& scores) {
  const double left = 1 - answer.probability;
  const double other = classes > 2 ? left * (1 - answer.runner_share) / static_cast<double>(classes - 2) : 0;
  for (std::size_t k = 0; k < classes; ++k) {
    const double p = k == answer.top      ? answer.probability
                     : k == answer.runner ? left * answer.runner_share
                                          : other;
    scores.push_back(static_cast<float>(std::log(p)));
  }
}

/// Distance of the centroids of two pools from the plane between them, in standard deviations of the
/// embedding: three centroids at equal distances are each nearest with the probability that two normal
/// variables, correlated by cos 60°, both stay below it.
double half_distance(double separation) {
  double low = 0;
  double high = 10;
  constexpr int kHalvings = 60;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (low + high) / 2;
    (bivariate_normal(middle, middle, 0.5) < separation ? low : high) = middle;
  }
  return (low + high) / 2;
}

class Generator {
 public:
  Generator(const Recipe& recipe, std::uint64_t seed)
      : recipe_(recipe),
        seed_(seed),
        exits_(recipe.exits, recipe.chance()),
        map_(recipe.map),
        half_distance_(half_distance(recipe.separation)) {}

  trace::NamedSplit split(const std::string& name, std::size_t samples) const {
    trace::NamedSplit named{.name = name, .split = {}};
    trace::Split& split = named.split;
    const bool is_training = name == trace::kTraining;
    split.samples = samples;
    split.classes = static_cast<int>(classes());
    split.exits = is_training ? 0 : static_cast<int>(exits_.exits());
    split.embedding_size = recipe_.embedding_dimensions;
    if (is_training) {
      named.dynamics = trace::Dynamics{.samples = samples,
                                       .epochs = recipe_.map.epochs,
                                       .classes = split.classes,
                                       .logits = {},
                                       .gold = {}};
    }
    const PointSet points(samples, exits_.exits(), seed_, name);
    ExitOutcome outcome;
    for (std::size_t sample = 0; sample < samples; ++sample) {
      const RandomStream stream(seed_, 0, Purpose::Synthesis,
                                Entity(name, static_cast<std::uint32_t>(sample)));
      exits_.draw(points[sample], stream, outcome);
      append(stream, static_cast<std::int64_t>(sample), outcome, named);
    }
    if (is_training) {
      named.dynamics->gold = split.gold;
    }
    return named;
  }

 private:
  [[nodiscard]] std::size_t classes() const { return recipe_.classes.size(); }

  void append(const RandomStream& stream, std::int64_t guid, const ExitOutcome& outcome,
              trace::NamedSplit& named) const {
    trace::Split& split = named.split;
    const std::size_t gold = draw_gold(stream.uniform(draw_index(Draw::Gold)));
    const double tokens =
        std::max(1.0, std::round(recipe_.tokens.quantiles(stream.uniform(draw_index(Draw::Tokens)))));
    split.guid.push_back(guid);
    split.gold.push_back(static_cast<std::int32_t>(gold));
    split.tokens.push_back(static_cast<std::int32_t>(tokens));
    split.text_bytes.push_back(
        static_cast<std::int32_t>(std::max(1.0, std::round(tokens * recipe_.tokens.bytes_per_token))));
    const MapPlace place = map_.place(outcome.ease, stream);
    append_embedding(map_.pool(place), stream, split.embedding);
    const std::size_t wrong = other_class(gold, stream.below(draw_index(Draw::WrongClass), classes() - 1));
    if (named.dynamics) {
      append_dynamics(place, gold, wrong, stream, named.dynamics->logits);
    } else {
      append_exits(outcome, gold, wrong, stream, split.logits);
    }
  }

  [[nodiscard]] std::size_t draw_gold(double uniform) const {
    // `k + 1 < classes()`: rounded shares may add up to less than 1.
    std::size_t k = 0;
    double sum = recipe_.class_shares[0];
    while (uniform > sum && k + 1 < classes()) {
      sum += recipe_.class_shares[++k];
    }
    return k;
  }

  /// The class that is `step` + 1 after another one, going round.
  [[nodiscard]] std::size_t other_class(std::size_t from, std::size_t step) const {
    return (from + 1 + step) % classes();
  }

  /// The pools' centroids stand at equal distances in the first two dimensions; noise is in all of them.
  void append_embedding(trace::Complexity pool, const RandomStream& stream,
                        std::vector<float>& embedding) const {
    constexpr double kThirdOfTurn = 2 * std::numbers::pi / 3;
    // An equilateral triangle of side d has a circumradius of d / √3.
    const double radius = 2 * half_distance_ / std::numbers::sqrt3;
    const double angle = kThirdOfTurn * static_cast<double>(pool);
    for (int i = 0; i < recipe_.embedding_dimensions; ++i) {
      const double centre = i == 0 ? radius * std::cos(angle) : i == 1 ? radius * std::sin(angle) : 0;
      const double noise = stream.normal(draw_index(Draw::Embedding, static_cast<std::size_t>(i)));
      embedding.push_back(static_cast<float>(centre + noise));
    }
  }

  /// Share of the runner-up in what an answer leaves: at least an equal one, and less than would put it on
  /// top.
  [[nodiscard]] double runner_share(double probability, double uniform) const {
    constexpr double kMost = 0.95;
    constexpr double kBelow = 1 - 1e-6;
    if (classes() == 2) {
      return 1;
    }
    // Below an equal share the third class would be the runner-up; from p / (1 - p) on the runner-up would
    // win.
    const double equal = 1 / static_cast<double>(classes() - 1);
    const double most = std::min(kMost, kBelow * probability / (1 - probability));
    return equal + std::max(0.0, most - equal) * uniform;
  }

  void append_exits(const ExitOutcome& outcome, std::size_t gold, std::size_t wrong,
                    const RandomStream& stream, std::vector<float>& logits) const {
    for (std::size_t exit = 0; exit < exits_.exits(); ++exit) {
      const double persists = stream.uniform(draw_index(Draw::Persistence, exit));
      const bool is_own = classes() == 2 || persists < recipe_.exits.wrong_persistence;
      // Another wrong one: neither the gold class nor the sample's own.
      std::size_t answered = wrong;
      if (!is_own) {
        const std::size_t step = stream.below(draw_index(Draw::WrongClass, exit + 1), classes() - 2);
        answered = other_class(gold, step);
        // The draw is among one class less than there are wrong ones. The sample's own wrong class is
        // replaced by the last wrong one, which no draw reaches, so that the others stay equally likely.
        answered = answered == wrong ? other_class(gold, classes() - 2) : answered;
      }
      const bool is_right = outcome.is_right[exit];
      const double confidence = outcome.confidence[exit];
      append_scores(
          {.top = is_right ? gold : answered,
           .runner = is_right ? wrong : gold,
           .probability = confidence,
           .runner_share = runner_share(confidence, stream.uniform(draw_index(Draw::Runner, exit)))},
          classes(), logits);
    }
  }

  void append_dynamics(const MapPlace& place, std::size_t gold, std::size_t wrong, const RandomStream& stream,
                       std::vector<float>& logits) const {
    // Two classes contend as a rule; the others share a twentieth to a fifth of what the gold one leaves.
    constexpr double kLeast = 0.8;
    constexpr double kMost = 0.95;
    const double share =
        classes() == 2 ? 1 : std::lerp(kLeast, kMost, stream.uniform(draw_index(Draw::Runner)));
    for (const double probability : map_.epochs(place)) {
      append_scores({.top = gold, .runner = wrong, .probability = probability, .runner_share = share},
                    classes(), logits);
    }
  }

  const Recipe& recipe_;
  std::uint64_t seed_;
  ExitModel exits_;
  MapModel map_;
  double half_distance_;
};

}  // namespace

trace::Description synthetic_description(const Recipe& recipe, std::uint64_t seed) {
  return {.task = recipe.task,
          .model = recipe.model,
          .text = fmt::format("SYNTHETIC, generated from a recipe: {}", recipe.description),
          .training = recipe.training,
          .synthetic = true,
          .notes = {{"class_names", fmt::format("{}", fmt::join(recipe.classes, ","))},
                    {"recipe", recipe.text},
                    {"recipe_name", recipe.name},
                    {"seed", std::to_string(seed)},
                    {"synthesized_by", fmt::format("dimsim {}", kVersion)}}};
}

std::vector<trace::NamedSplit> synthesize(const Recipe& recipe, const Sizes& sizes, std::uint64_t seed) {
  const Generator generator(recipe, seed);
  std::vector<trace::NamedSplit> splits;
  for (const auto& [name, size] : kSplits) {
    if (sizes.*size > 0) {
      splits.push_back(generator.split(std::string(name), sizes.*size));
    }
  }
  return splits;
}

}  // namespace dimsim::synthesis
