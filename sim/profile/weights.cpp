// Published weights are not needed: the time of a dense layer does not depend on its values, as long as they
// are ordinary numbers. Random ones need no download and exist for every model of the catalogue.
#include "dimsim/profile/weights.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/random.hpp"

#include <cmath>

#include <fmt/format.h>

namespace dimsim::profile {
namespace {

constexpr double kSmall = 0.1;  ///< half range of biases around 0 and of gains around 1

/// Creates tensors from one stream of random numbers.
class Maker {
 public:
  Maker(std::uint64_t seed, std::uint32_t layer, bool bias)
      : random_(seed, 0, Purpose::Weights, layer), bias_(bias) {}

  Dense dense(int inputs, int outputs, int groups = 1) {
    const int fan_in = inputs / groups;
    const double spread = std::sqrt(3.0 / fan_in);  // a uniform variable on ±s has variance s²/3
    const std::size_t size = static_cast<std::size_t>(fan_in) * static_cast<std::size_t>(outputs);
    return {.inputs = inputs,
            .outputs = outputs,
            .groups = groups,
            .weights = around(0, spread, size),
            .bias = bias_ ? around(0, kSmall, static_cast<std::size_t>(outputs)) : std::vector<float>()};
  }

  Norm norm(int width) {
    const auto size = static_cast<std::size_t>(width);
    return {.gain = around(1, kSmall, size), .bias = around(0, kSmall, size)};
  }

  NormedDense normed(int inputs, int outputs, int groups = 1) {
    Dense made = dense(inputs, outputs, groups);
    return {.dense = std::move(made), .norm = norm(outputs)};
  }

 private:
  std::vector<float> around(double centre, double spread, std::size_t size) {
    std::vector<float> values(size);
    for (float& value : values) {
      value = static_cast<float>(centre + spread * (2 * random_.uniform(next_++) - 1));
    }
    return values;
  }

  RandomStream random_;
  std::uint64_t next_ = 0;
  bool bias_;
};

LayerWeights layer_weights(const model::Variant& v, Maker& make) {
  LayerWeights layer;
  // In the order of encoder.cpp. The stream gives numbers in turn, so that another order would change the
  // weights.
  const bool is_narrow = v.bottleneck.width > 0;
  const int width = is_narrow ? v.bottleneck.width : v.hidden;
  for (int i = 0; is_narrow && i < (v.bottleneck.separate_attention ? 2 : 1); ++i) {
    layer.narrow.push_back(make.normed(v.hidden, width));
  }
  layer.query = make.dense(width, width, v.attention.groups);
  layer.key = make.dense(width, width, v.attention.groups);
  layer.value = make.dense(v.bottleneck.separate_attention ? v.hidden : width, width, v.attention.groups);
  layer.output = make.normed(width, width, v.attention.output_groups);
  const model::FeedForwardBlock& block = v.feed_forward_block;
  for (int i = 0; i < block.count; ++i) {
    Dense up = make.dense(width, (block.gated ? 2 : 1) * v.feed_forward, block.groups);
    layer.feed_forwards.push_back(
        {.up = std::move(up), .down = make.normed(v.feed_forward, width, block.groups)});
  }
  if (is_narrow) {
    layer.widen = make.normed(width, v.hidden);
  }
  return layer;
}

HeadWeights head_weights(const model::Variant& variant, int classes, std::uint64_t seed) {
  Maker make(seed, 0, true);  // stream 0: encoder layers are numbered from 1
  HeadWeights head;
  if (variant.exit_head == model::ExitHead::Pooler) {
    head.pooler = make.dense(variant.hidden, variant.hidden);
  }
  head.classifier = make.dense(variant.hidden, classes);
  return head;
}

}  // namespace

const LayerWeights& Weights::layer(int number) const {
  return layers.size() == 1 ? layers.front() : layers.at(static_cast<std::size_t>(number) - 1);
}

void check_is_runnable(const model::Variant& variant) {
  if (variant.attention.relative_positions > 0) {
    throw InputError(
        fmt::format("model {}: profile cannot run disentangled attention (attention.relative_positions)",
                    quote(variant.name)),
        "measure a model of the same size without it, such as bert-base for deberta-v3-base");
  }
}

Weights random_weights(const model::Variant& variant, int classes, std::uint64_t seed) {
  check_is_runnable(variant);
  Weights weights;
  const int embedded = variant.embedding * variant.embedding_context;
  const int layers = variant.shared_layers ? 1 : variant.layers;
  if (embedded != variant.hidden) {
    // A stream of its own after those of the layers.
    Maker make(seed, static_cast<std::uint32_t>(layers) + 1, variant.bias);
    weights.projection = make.dense(embedded, variant.hidden);
  }
  for (int layer = 1; layer <= layers; ++layer) {
    Maker make(seed, static_cast<std::uint32_t>(layer), variant.bias);
    weights.layers.push_back(layer_weights(variant, make));
  }
  weights.head = head_weights(variant, classes, seed);
  return weights;
}

}  // namespace dimsim::profile
