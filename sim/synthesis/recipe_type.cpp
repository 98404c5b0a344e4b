// The keys of a recipe with their types and ranges, from which the resolver makes its messages. The ranges
// exclude what the generator cannot make: an accuracy or mean of 0 or 1 has no finite normal score, a
// standard deviation of 0 no Beta distribution. What depends on several figures is in check_recipe.cpp.
#include "dimsim/synthesis/recipe_file.hpp"

namespace dimsim::synthesis {
namespace {

using language::defaulted;
using language::integer;
using language::list;
using language::mapping;
using language::number;
using language::optional;
using language::record;
using language::required;
using language::text;
using language::Type;
using language::TypePtr;

// Sanity limits: far above published models and data sets, and low enough for a typing error to be noticed
// before it takes all memory. A sample has 1,024 random numbers for each use (draw_index()), one for each
// dimension of its embedding, which bounds the dimensions.
constexpr double kMaxExits = 255;
constexpr double kMaxEpochs = 1000;
constexpr double kMaxDimensions = 1024;
constexpr double kMaxSamples = 1e7;
constexpr double kMaxTokens = 1e6;
constexpr double kMaxBytesPerToken = 1000;

TypePtr share() { return number(0, 1); }
TypePtr correlation() { return number(-1, 1); }
/// Above 0 and below 1.
TypePtr probability() {
  constexpr double kNearlyCertain = 0.999;
  return number(0, kNearlyCertain, false);
}
TypePtr moments() {
  constexpr double kMaxDeviation = 0.5;  // of values from 0 to 1, half of them 0 and half of them 1
  return record({required("mean", probability(), "between 0 and 1"),
                 required("sd", number(0, kMaxDeviation, false), "standard deviation")});
}

TypePtr exits() {
  const auto each = [](TypePtr element) { return list(std::move(element), 1); };
  return record(
      {required("accuracy", each(probability()), "of each exit, the first layer first"),
       required("confidence_right", each(probability()), "mean confidence of its right answers"),
       required("confidence_wrong", each(probability()), "mean confidence of its wrong answers"),
       required("highest_confidence", each(share()), "upper end of the distribution of its confidences"),
       required("concentration", each(number(0.1, 1000)),
                "a + b of the Beta distribution of its confidences; a low one makes it wide"),
       required("correlation_with_last", list(number(0, 1)),
                "of its correctness with that of the last exit; for each exit but the last"),
       required("confidence_correlation", list(correlation()),
                "of its confidence with that of the next exit; for each exit but the last"),
       required("margin_weight", number(0, 0.999),
                "correlation of a confidence with the margin of correctness, both as normal scores"),
       defaulted("wrong_persistence", share(), "1",
                 "share of wrong answers that give the sample's preferred wrong class")});
}

TypePtr tokens() {
  return record({required("probabilities", list(share(), 2), "rising from 0 to 1"),
                 required("quantiles", list(number(1, kMaxTokens), 2),
                          "tokens, special ones included, at each of `probabilities`; linear in between"),
                 required("mean", number(1, kMaxTokens), "for comparison; the quantiles determine it"),
                 required("sd", number(0, kMaxTokens), "for comparison; the quantiles determine it"),
                 required("bytes_per_token", number(0, kMaxBytesPerToken, false), "of the text")});
}

TypePtr cartography() {
  const TypePtr confidence = record(
      {required("probabilities", list(share(), 2), "rising from 0 to 1"),
       required("quantiles", list(share(), 2), "confidence at each of `probabilities`; linear in between"),
       required("mean", probability(), "for comparison; the quantiles determine it"),
       required("sd", number(0, 0.5), "for comparison; the quantiles determine it")});
  const TypePtr relative =
      record({required("confidences", list(share(), 1), "of samples; rising"),
              required("means", list(probability(), 1),
                       "of relative variability at each of `confidences`, a Beta distribution"),
              required("sds", list(number(0, 0.5, false), 1), "its standard deviation at each of them")});
  return record(
      {required("epochs", integer(2, kMaxEpochs), "number of training epochs"),
       required("confidence", confidence, "of training samples"),
       required("variability", moments(), "for comparison; the other figures determine it"),
       required("relative_variability", relative,
                "variability relative to the largest that a sample's confidence and the epochs allow"),
       required("correlation", correlation(), "of confidence with variability; for comparison"),
       required("correctness", list(share(), 1),
                "shares of samples that were right in 0, 1, … epochs; for comparison"),
       required("difficulty_correlation", number(0, 1),
                "of a sample's confidence on the map with the margins of its exits, as normal scores")});
}

TypePtr variant() {
  return record({required("layers", integer(2, kMaxExits), "an exit after each"),
                 required("accuracy", probability(), "published, of the last"),
                 required("source", text(), "where it is published, on which split, in which metric")});
}

TypePtr check() {
  return record({required("exits", list(integer(1, kMaxExits), 1), "exits that may answer, rising"),
                 required("threshold", share(), "confidence at which an exit answers"),
                 required("shares", list(share(), 1), "of samples that each of them answers"),
                 required("accuracy", share(), "of the answers")});
}

Type make() {
  const TypePtr samples =
      record({required("train", integer(1, kMaxSamples), "samples with dynamics of the last exit"),
              required("dev", integer(1, kMaxSamples), "samples with answers of all exits"),
              required("test", integer(1, kMaxSamples), "the same")});
  const TypePtr embedding =
      record({required("dimensions", integer(2, kMaxDimensions), "number of its elements"),
              required("separation", number(1.0 / 3, 0.999),
                       "share of samples whose nearest centroid is that of their own pool (default cuts)")});
  return *record(
      {required("description", text(), "what the figures describe"),
       required("task", text(), "name of the task"), required("model", text(), "one of the models"),
       required("training", text(), "training procedure of the exits"),
       required("classes", list(text(), 2), "names"),
       required("class_shares", list(share(), 2), "of samples, adding up to 1"),
       required("exits", exits(), "targets for the answers of the exits"),
       required("tokens", tokens(), "targets for the length of texts"),
       required("cartography", cartography(), "targets for the training dynamics"),
       required("embedding", embedding, "vector of a sample, which separates the pools"),
       required("samples", samples, "sizes of the splits, unless options give others"),
       defaulted("variants", mapping(variant()), "{}", "models with a published score on this task"),
       defaulted("checks", list(check()), "[]", "early exit by a threshold on real data, for comparison"),
       optional("sources", mapping(text()),
                "where each figure comes from; a text that begins with `assumed` marks an assumption")});
}

}  // namespace

const language::Type& recipe_type() {
  static const Type type = make();
  return type;
}

}  // namespace dimsim::synthesis
