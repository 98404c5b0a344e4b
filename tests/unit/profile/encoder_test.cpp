#include "dimsim/profile/encoder.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/random.hpp"
#include "support/small_variant.hpp"
#include "unit/profile/reference.hpp"

#include <cmath>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::profile {
namespace {

/// A small model with each feature in turn. Odd sizes exercise the remainder loops of vectorised code.
model::Variant small() { return small_variant(3, 60, 4, 132, 100, 60); }

struct Case {
  std::string name;
  std::function<void(model::Variant&)> change;
};

void PrintTo(const Case& each, std::ostream* out) { *out << each.name; }

class EncoderAgainstReference : public testing::TestWithParam<Case> {};

double largest_difference(const std::vector<float>& found, const reference::Values& expected) {
  EXPECT_EQ(found.size(), expected.size());
  double worst = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const double difference = std::abs(static_cast<double>(found[i]) - expected[i]);
    worst = std::isnan(difference) ? difference : std::max(worst, difference);
  }
  return worst;
}

/// Runs the model both ways and compares after each step. 1e-4 of values near 1: float32 has 6e-8, and a
/// layer sums some hundred products a few times in a row.
void compare(const model::Variant& variant, const Kernels& kernels, int threads, const Shape& shape) {
  const Weights weights = random_weights(variant, 3, 5);
  Encoder encoder(variant, weights, kernels, threads);
  const RandomStream random(5, 0, Purpose::Sample, 0);
  const auto elements = static_cast<std::size_t>(shape.rows() * encoder.embedded_width());
  std::vector<float> embedded;
  for (std::size_t i = 0; i < elements; ++i) {
    embedded.push_back(static_cast<float>(random.normal(i)));
  }
  std::vector<float> hidden;
  encoder.embed(embedded, shape, hidden);
  reference::Values expected = reference::embed(weights, {embedded.begin(), embedded.end()}, shape);
  EXPECT_LE(largest_difference(hidden, expected), 1e-4);
  for (int layer = 1; layer <= variant.layers; ++layer) {
    encoder.layer(layer, shape, hidden);
    expected = reference::layer(variant, weights, layer, expected, shape);
    EXPECT_LE(largest_difference(hidden, expected), 1e-4) << "layer " << layer;
  }
  std::vector<float> logits;
  encoder.head(hidden, shape, logits);
  EXPECT_EQ(logits.size(), static_cast<std::size_t>(3 * shape.batch));
  EXPECT_LE(largest_difference(logits, reference::head(variant, weights, expected, shape)), 1e-4);
}

TEST_P(EncoderAgainstReference, AgreesTo1e4ForEachInstructionSet) {
  model::Variant variant = small();
  GetParam().change(variant);
  for (const Kernels* kernels : available_kernels()) {
    SCOPED_TRACE(kernels->name);
    compare(variant, *kernels, 1, {.tokens = 19, .batch = 2});
    compare(variant, *kernels, 1, {.tokens = 1, .batch = 1});
  }
}

const std::vector<Case> kCases{
    {"Bert", [](model::Variant&) {}},
    {"LinearHead", [](model::Variant& v) { v.exit_head = model::ExitHead::Linear; }},
    {"WithoutBiases", [](model::Variant& v) { v.bias = false; }},
    {"SharedLayersAndProjection",
     [](model::Variant& v) {
       v.shared_layers = true;
       v.embedding = 20;
     }},
    {"Groups",
     [](model::Variant& v) {
       v.attention.groups = 4;
       v.attention.output_groups = 2;
       v.feed_forward_block.groups = 3;
     }},
    {"LocalWindow",
     [](model::Variant& v) {
       v.attention.window = 5;
       v.attention.global_every = 3;
     }},
    {"WindowWiderThanTheText",
     [](model::Variant& v) {
       v.attention.window = 64;
       v.attention.global_every = 3;
     }},
    {"Gated", [](model::Variant& v) { v.feed_forward_block.gated = true; }},
    {"StackedFeedForwards", [](model::Variant& v) { v.feed_forward_block.count = 3; }},
    {"Bottleneck", [](model::Variant& v) { v.bottleneck.width = 24; }},
    {"MobileBert",
     [](model::Variant& v) {
       v.embedding = 24;
       v.embedding_context = 3;
       v.bottleneck = {.width = 24, .separate_attention = true};
       v.feed_forward_block.count = 4;
     }},
};

INSTANTIATE_TEST_SUITE_P(Features, EncoderAgainstReference, testing::ValuesIn(kCases),
                         [](const auto& instance) { return instance.param.name; });

TEST(Encoder, AgreesWithTheReferenceInSizesThatEigenDividesIntoBlocks) {
  model::Variant variant = small();
  variant.layers = 1;
  variant.hidden = variant.embedding = 320;
  variant.feed_forward = 1200;
  for (const Kernels* kernels : available_kernels()) {
    SCOPED_TRACE(kernels->name);
    compare(variant, *kernels, 1, {.tokens = 97, .batch = 1});
  }
}

TEST(Encoder, AgreesWithTheReferenceOnSeveralThreads) {
  if (most_threads() < 2) {
    GTEST_SKIP() << "one thread: a machine with one core, or built without OpenMP";
  }
  model::Variant variant = small();
  variant.hidden = variant.embedding = 256;
  variant.feed_forward = 1024;
  compare(variant, *available_kernels().back(), 2, {.tokens = 64, .batch = 3});
}

TEST(Encoder, FirstKernelRunsOnEveryProcessor) {
  ASSERT_FALSE(available_kernels().empty());
#ifdef __x86_64__
  EXPECT_EQ(available_kernels().front()->name, std::string("SSE2"));
#endif
}

TEST(Weights, AreTheSameForTheSameSeed) {
  const Weights a = random_weights(small(), 2, 1);
  EXPECT_EQ(a.layer(2).query.weights, random_weights(small(), 2, 1).layer(2).query.weights);
  EXPECT_NE(a.layer(2).query.weights, random_weights(small(), 2, 2).layer(2).query.weights);
  EXPECT_NE(a.layer(2).query.weights, a.layer(3).query.weights);
}

TEST(Weights, AreRefusedForDisentangledAttention) {
  model::Variant variant = small();
  variant.attention.relative_positions = 512;
  try {
    static_cast<void>(random_weights(variant, 2, 1));
    FAIL() << "nothing was thrown";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("disentangled attention"));
  }
}

/// Number of elements of all dense layers and norms, to compare with the number of parameters of the model.
double parameters_of(const Dense& layer) {
  return static_cast<double>(layer.weights.size() + layer.bias.size());
}
double parameters_of(const Norm& norm) { return static_cast<double>(norm.gain.size() + norm.bias.size()); }
double parameters_of(const NormedDense& layer) {
  return parameters_of(layer.dense) + parameters_of(layer.norm);
}

double parameters_of(const LayerWeights& layer) {
  double sum = parameters_of(layer.query) + parameters_of(layer.key) + parameters_of(layer.value) +
               parameters_of(layer.output);
  for (const NormedDense& narrow : layer.narrow) {
    sum += parameters_of(narrow);
  }
  for (const FeedForward& network : layer.feed_forwards) {
    sum += parameters_of(network.up) + parameters_of(network.down);
  }
  return sum + (layer.widen ? parameters_of(*layer.widen) : 0);
}

TEST(Weights, AreAsManyAsTheParametersOfTheModel) {
  for (const Case& each : kCases) {
    model::Variant variant = small();
    each.change(variant);
    const Weights weights = random_weights(variant, 3, 1);
    EXPECT_EQ(parameters_of(weights.layer(1)), model::layer_parameters(variant)) << each.name;
    EXPECT_EQ((weights.head.pooler ? parameters_of(*weights.head.pooler) : 0) +
                  parameters_of(weights.head.classifier),
              model::exit_parameters(variant, 3))
        << each.name;
  }
}

}  // namespace
}  // namespace dimsim::profile
