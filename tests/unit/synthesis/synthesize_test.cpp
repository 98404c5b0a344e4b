#include "dimsim/synthesis/synthesize.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/synthesis/map_model.hpp"
#include "dimsim/synthesis/recipe_file.hpp"
#include "dimsim/trace/exit_statistics.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::synthesis {
namespace {

using testing::HasSubstr;

Recipe recipe(const std::string& name) { return load_recipe(recipe_file(name)); }

/// Expects the samples of `few` at the beginning of `many`, in all arrays.
void expect_same_beginning(const trace::NamedSplit& few, const trace::NamedSplit& many) {
  const auto begins = [](const auto& a, const auto& b) {
    return a.size() <= b.size() && std::equal(a.begin(), a.end(), b.begin());
  };
  EXPECT_TRUE(begins(few.split.guid, many.split.guid));
  EXPECT_TRUE(begins(few.split.gold, many.split.gold));
  EXPECT_TRUE(begins(few.split.tokens, many.split.tokens));
  EXPECT_TRUE(begins(few.split.text_bytes, many.split.text_bytes));
  EXPECT_TRUE(begins(few.split.logits, many.split.logits));
  EXPECT_TRUE(begins(few.split.embedding, many.split.embedding));
  ASSERT_EQ(few.dynamics.has_value(), many.dynamics.has_value());
  if (few.dynamics) {
    EXPECT_TRUE(begins(few.dynamics->logits, many.dynamics->logits));
  }
}

TEST(Synthesize, MoreSamplesDoNotChangeTheFirstOnes) {
  const Recipe mnli = recipe("mnli");
  const auto few = synthesize(mnli, {.train = 50, .dev = 60, .test = 70}, 3);
  const auto many = synthesize(mnli, {.train = 1500, .dev = 1100, .test = 1025}, 3);
  ASSERT_EQ(few.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(few[i].name, many[i].name);
    expect_same_beginning(few[i], many[i]);
  }
}

TEST(Synthesize, ASplitDoesNotDependOnTheOthers) {
  const Recipe rte = recipe("rte");
  const auto alone = synthesize(rte, {.train = 0, .dev = 0, .test = 40}, 3);
  ASSERT_EQ(alone.size(), 1U);
  expect_same_beginning(alone[0], synthesize(rte, {.train = 9, .dev = 9, .test = 40}, 3)[2]);
}

TEST(Synthesize, SplitsAndSeedsDiffer) {
  const auto splits = synthesize(recipe("rte"), {.train = 0, .dev = 40, .test = 40}, 3);
  EXPECT_NE(splits[0].split.logits, splits[1].split.logits);
  EXPECT_NE(splits[1].split.logits,
            synthesize(recipe("rte"), {.train = 0, .dev = 0, .test = 40}, 4)[0].split.logits);
}

TEST(Synthesize, WritesTheSameBytesForTheSameSeedAndReadsThemBack) {
  const TemporaryFolder folder;
  const Recipe small = recipe("mnli");
  const Sizes sizes{.train = 30, .dev = 20, .test = 40};
  write(folder / "a.h5", synthetic_description(small, 5), synthesize(small, sizes, 5));
  write(folder / "b.h5", synthetic_description(small, 5), synthesize(small, sizes, 5));
  EXPECT_EQ(trace::fingerprint(folder / "a.h5"), trace::fingerprint(folder / "b.h5"));

  const trace::Trace read_back = trace::read(folder / "a.h5", "test");
  EXPECT_TRUE(read_back.description.synthetic);
  EXPECT_THAT(read_back.description.text, HasSubstr("SYNTHETIC"));
  const auto& notes = read_back.description.notes;
  EXPECT_THAT(notes, testing::Contains(std::pair<std::string, std::string>("seed", "5")));
  EXPECT_THAT(notes, testing::Contains(std::pair<std::string, std::string>("recipe", small.text)));
  EXPECT_EQ(trace::read_dynamics(folder / "a.h5").epochs, 6);
  EXPECT_EQ(read_back.split.logits, synthesize(small, sizes, 5)[2].split.logits);
}

TEST(Synthesize, AnswersMatchTheirProbabilities) {
  for (const char* task : {"sst-2", "mnli"}) {
    const Recipe target = recipe(task);
    const trace::Split split = synthesize(target, {.train = 0, .dev = 0, .test = 2000}, 1)[0].split;
    for (std::size_t sample = 0; sample < split.samples; ++sample) {
      for (int exit = 1; exit <= split.exits; ++exit) {
        const auto scores = split.exit_logits(sample, exit);
        double sum = 0;
        for (const float score : scores) {
          ASSERT_TRUE(std::isfinite(score));
          sum += std::exp(double{score});
        }
        ASSERT_NEAR(sum, 1, 1e-6);  // floats
        const double top = split.confidence(sample, exit);
        ASSERT_GT(top, target.chance());
        ASSERT_LE(top, target.exits.highest_confidence[static_cast<std::size_t>(exit) - 1]);
        ASSERT_EQ(std::count(scores.begin(), scores.end(), *std::max_element(scores.begin(), scores.end())),
                  1);
      }
    }
  }
}

TEST(Synthesize, WrongAnswersPersistAcrossExits) {
  const Recipe mnli = recipe("mnli");
  const trace::Split split = synthesize(mnli, {.train = 0, .dev = 0, .test = 5000}, 1)[0].split;
  int both_wrong = 0;
  int same = 0;
  for (std::size_t sample = 0; sample < split.samples; ++sample) {
    const int first = split.prediction(sample, 6);
    const int second = split.prediction(sample, 9);
    if (first != split.gold[sample] && second != split.gold[sample]) {
      ++both_wrong;
      same += first == second ? 1 : 0;
    }
  }
  // Both the sample's own wrong class, or both the other one: 0.8² + 0.2². Four standard errors of 600 pairs.
  EXPECT_NEAR(static_cast<double>(same) / both_wrong, 0.68, 4 * std::sqrt(0.68 * 0.32 / both_wrong));
  EXPECT_GT(both_wrong, 500);
}

TEST(Synthesize, ClassSharesAreThoseOfTheRecipeFromBeginningToEnd) {
  const Recipe mnli = recipe("mnli");
  const auto splits = synthesize(mnli, {.train = 8000, .dev = 8000, .test = 8000}, 1);
  for (const trace::NamedSplit& named : splits) {
    constexpr std::ptrdiff_t kQuarter = 2000;
    for (std::ptrdiff_t begin = 0; begin < 8000; begin += kQuarter) {
      const auto first = named.split.gold.begin() + begin;
      for (std::size_t k = 0; k < 3; ++k) {
        const double p = mnli.class_shares[k];
        const double share =
            static_cast<double>(std::count(first, first + kQuarter, static_cast<int>(k))) / kQuarter;
        EXPECT_NEAR(share, p, 4 * std::sqrt(p * (1 - p) / kQuarter)) << named.name << ' ' << k;
      }
    }
  }
}

TEST(Synthesize, TextBytesFollowFromTokens) {
  const Recipe target = recipe("sst-2");
  const trace::Split split = synthesize(target, {.train = 0, .dev = 0, .test = 1000}, 1)[0].split;
  for (std::size_t sample = 0; sample < split.samples; ++sample) {
    ASSERT_GE(split.tokens[sample], target.tokens.quantiles.y.front());
    ASSERT_LE(split.tokens[sample], target.tokens.quantiles.y.back());
    ASSERT_NEAR(split.text_bytes[sample], split.tokens[sample] * target.tokens.bytes_per_token, 0.5);
  }
}

TEST(MapModel, EpochsHaveExactlyTheirMeanAndDeviation) {
  const MapModel map(recipe("sst-2").map);
  for (std::uint32_t sample = 0; sample < 500; ++sample) {
    const RandomStream stream(1, 0, Purpose::Synthesis, sample);
    const MapPlace place = map.place(stream.normal(0), stream);
    const std::vector<double> epochs = map.epochs(place);
    ASSERT_EQ(epochs.size(), 6U);
    double sum = 0;
    double squares = 0;
    for (const double p : epochs) {
      ASSERT_GT(p, 0);
      ASSERT_LT(p, 1);
      sum += p;
      squares += p * p;
    }
    const double mean = sum / 6;
    ASSERT_NEAR(mean, place.confidence, 1e-12);
    // Squares of numbers near 1 leave 1e-16, whose root is 1e-8.
    ASSERT_NEAR(std::sqrt(std::max(0.0, squares / 6 - mean * mean)), place.variability, 1e-7);
    ASSERT_TRUE(std::is_sorted(epochs.begin(), epochs.end()));
  }
}

TEST(MapModel, EasierSamplesHaveHigherConfidence) {
  const MapModel map(recipe("sst-2").map);
  int higher = 0;
  for (std::uint32_t sample = 0; sample < 1000; ++sample) {
    const RandomStream stream(1, 0, Purpose::Synthesis, sample);
    higher += map.place(1, stream).confidence > map.place(-1, stream).confidence ? 1 : 0;
  }
  EXPECT_EQ(higher, 1000);  // the same noise
}

/// A standard error of a share of some 1,300 samples is 1.4 %.
TEST(MapModel, HalfOfTheSamplesThatAreNotEasyAreMedium) {
  const MapModel map(recipe("sst-2").map);
  int medium = 0;
  int hard = 0;
  for (std::uint32_t sample = 0; sample < 2000; ++sample) {
    const RandomStream stream(1, 0, Purpose::Synthesis, sample);
    const trace::Complexity pool = map.pool(map.place(stream.normal(0), stream));
    medium += pool == trace::Complexity::Medium ? 1 : 0;
    hard += pool == trace::Complexity::Hard ? 1 : 0;
  }
  EXPECT_NEAR(static_cast<double>(medium) / (medium + hard), 0.5, 0.07);
}

TEST(VariantRecipe, ReachesThePublishedAccuracyWithItsOwnLayers) {
  const Recipe base = recipe("sst-2");
  const Recipe variant = variant_recipe(base, "distilbert");
  EXPECT_EQ(variant.model, "distilbert");
  EXPECT_EQ(variant.depth(), 6U);
  EXPECT_NEAR(variant.exits.accuracy.back(), 0.913, 1e-12);
  // Exit 3 of 6 is as deep as exit 6 of 12: 0.873, above chance times 0.413 / 0.402.
  EXPECT_NEAR(variant.exits.accuracy[2], 0.5 + 0.373 * 0.413 / 0.402, 1e-12);
  EXPECT_EQ(variant.exits.correlation_with_last.size(), 5U);
  EXPECT_EQ(variant_recipe(base, "bert-base").exits.accuracy, base.exits.accuracy);
}

TEST(VariantRecipe, RefusesAnUnknownModelWithTheKnownOnes) {
  try {
    static_cast<void>(variant_recipe(recipe("mrpc"), "distilbert"));
    FAIL() << "MRPC has no accuracy of DistilBERT";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(),
                HasSubstr("recipe 'mrpc' has no score of the model 'distilbert'\n  hint: it has: "
                          "bert-base, bert-large, "));
  }
}

TEST(VariantRecipe, IsFeasibleForEveryVariant) {
  for (const std::string& task : recipe_names()) {
    const Recipe base = recipe(task);
    for (const Recipe::Variant& known : base.variants) {
      const Recipe variant = variant_recipe(base, known.model);
      for (std::size_t exit = 0; exit < variant.depth(); ++exit) {
        EXPECT_GE(variant.exits.accuracy[exit], variant.chance() - 1e-12) << task << ' ' << known.model;
        EXPECT_LT(variant.exits.confidence_right[exit], variant.exits.highest_confidence[exit]);
      }
      if (task == "sst-2") {  // a seventh of a second for each variant
        EXPECT_EQ(synthesize(variant, {.train = 0, .dev = 0, .test = 5}, 1)[0].split.exits, known.layers);
      }
    }
  }
}

}  // namespace
}  // namespace dimsim::synthesis
