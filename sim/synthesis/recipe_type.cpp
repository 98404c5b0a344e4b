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

constexpr double kMostExits = 255;
constexpr double kMostEpochs = 1000;
constexpr double kMostDimensions = 1024;
constexpr double kMostSamples = 1e7;
constexpr double kMostTokens = 1e6;
constexpr double kMostBytesPerToken = 1000;

TypePtr share() { return number(0, 1); }
TypePtr correlation() { return number(-1, 1); }
/// Something that is neither impossible nor certain.
TypePtr probability() {
  constexpr double kNearlyCertain = 0.999;
  return number(0, kNearlyCertain, false);
}
TypePtr moments() {
  constexpr double kMostDeviation = 0.5;
  return record({required("mean", probability(), "between 0 and 1"),
                 required("sd", number(0, kMostDeviation, false), "standard deviation")});
}

TypePtr exits() {
  const auto each = [](TypePtr element) { return list(std::move(element), 1); };
  return record(
      {required("accuracy", each(probability()), "of each exit, the first layer first"),
       required("confidence_right", each(probability()), "mean confidence of its right answers"),
       required("confidence_wrong", each(probability()), "mean confidence of its wrong answers"),
       required("highest_confidence", each(share()), "where the distribution of its confidences ends"),
       required("concentration", each(number(0.1, 1000)),
                "of the Beta distribution of its confidences, a + b: the lower, the wider"),
       required("correlation_with_last", list(number(0, 1)),
                "of being right with being right at the last exit; of each exit but the last"),
       required("confidence_correlation", list(correlation()),
                "of its confidence with the next exit's; of each exit but the last"),
       required("margin_weight", number(0, 0.999),
                "correlation of a confidence with how clearly the exit is right or wrong, as normal scores"),
       defaulted("wrong_persistence", share(), "1",
                 "share of wrong answers that are the wrong class which the sample leans to")});
}

TypePtr tokens() {
  return record({required("probabilities", list(share(), 2), "rising from 0 to 1"),
                 required("quantiles", list(number(1, kMostTokens), 2),
                          "tokens with special ones, at each of `probabilities`; straight lines between"),
                 required("mean", number(1, kMostTokens), "to compare with; the quantiles decide"),
                 required("sd", number(0, kMostTokens), "to compare with; the quantiles decide"),
                 required("bytes_per_token", number(0, kMostBytesPerToken, false), "of the text")});
}

TypePtr cartography() {
  const TypePtr confidence =
      record({required("probabilities", list(share(), 2), "rising from 0 to 1"),
              required("quantiles", list(share(), 2),
                       "confidence at each of `probabilities`; straight lines between"),
              required("mean", probability(), "to compare with; the quantiles decide"),
              required("sd", number(0, 0.5), "to compare with; the quantiles decide")});
  const TypePtr relative =
      record({required("confidences", list(share(), 1), "that samples have; rising"),
              required("means", list(probability(), 1),
                       "of relative variability at each of `confidences`, a Beta distribution"),
              required("sds", list(number(0, 0.5, false), 1), "its standard deviation at each of them")});
  return record(
      {required("epochs", integer(2, kMostEpochs), "of training"),
       required("confidence", confidence, "of training samples"),
       required("variability", moments(), "to compare with; the other figures decide"),
       required("relative_variability", relative,
                "variability over the largest that a sample's confidence and the epochs allow"),
       required("correlation", correlation(), "of confidence with variability; to compare with"),
       required("correctness", list(share(), 1),
                "shares of samples that 0, 1, … epochs got right; to compare with"),
       required(
           "difficulty_correlation", number(0, 1),
           "of a sample's confidence on the map with how clearly exits are right on it, as normal scores")});
}

TypePtr variant() {
  return record({required("layers", integer(2, kMostExits), "an exit after each"),
                 required("accuracy", probability(), "published, of the last"),
                 required("source", text(), "where it is published, on which split, in which metric")});
}

TypePtr check() {
  return record({required("exits", list(integer(1, kMostExits), 1), "that may answer, rising"),
                 required("threshold", share(), "confidence from which an exit answers"),
                 required("shares", list(share(), 1), "of samples that each of them answers"),
                 required("accuracy", share(), "of the answers")});
}

Type make() {
  const TypePtr samples =
      record({required("train", integer(1, kMostSamples), "with dynamics of the last exit"),
              required("dev", integer(1, kMostSamples), "with answers of all exits"),
              required("test", integer(1, kMostSamples), "the same")});
  const TypePtr embedding =
      record({required("dimensions", integer(2, kMostDimensions), "of a sample's vector"),
              required("separation", number(1.0 / 3, 0.999),
                       "share of samples whose own pool (default cuts) has the nearest centroid")});
  return *record(
      {required("description", text(), "what the figures describe"),
       required("task", text(), "name of the task"), required("model", text(), "one of the models"),
       required("training", text(), "how the exits are trained"),
       required("classes", list(text(), 2), "names"),
       required("class_shares", list(share(), 2), "of samples, adding up to 1"),
       required("exits", exits(), "what each exit answers"),
       required("tokens", tokens(), "how long texts are"),
       required("cartography", cartography(), "how training samples are learnt"),
       required("embedding", embedding, "what a sample's pool is told by"),
       required("samples", samples, "of each split, unless others are asked for"),
       defaulted("variants", mapping(variant()), "{}", "models with a published score on this task"),
       defaulted("checks", list(check()), "[]", "early exit by a threshold on real data, to compare with"),
       optional("sources", mapping(text()),
                "where each figure comes from; a text that begins with `assumed` marks an assumption")});
}

}  // namespace

const language::Type& recipe_type() {
  static const Type type = make();
  return type;
}

}  // namespace dimsim::synthesis
