#pragma once

#include "dimsim/model/variant.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace dimsim::profile {

/// A dense layer divided into groups of equal size: group g maps inputs/groups consecutive inputs to
/// outputs/groups consecutive outputs.
struct Dense {
  int inputs = 0;
  int outputs = 0;
  int groups = 1;
  std::vector<float> weights;  ///< [group][input][output]
  std::vector<float> bias;     ///< [output]; empty = none
};

/// Gain and bias of a layer normalisation.
struct Norm {
  std::vector<float> gain;
  std::vector<float> bias;
};

/// A dense layer followed by a normalisation.
struct NormedDense {
  Dense dense;
  Norm norm;
};

/// One feed-forward network: up, GELU (if gated: GELU of one half times the other half), down, and the
/// normalisation of the sum with the input.
struct FeedForward {
  Dense up;
  NormedDense down;
};

/// An encoder layer, in the order of its products.
struct LayerWeights {
  std::vector<NormedDense> narrow;  ///< into the bottleneck: for the layer, and for queries and keys
  Dense query;
  Dense key;
  Dense value;
  NormedDense output;
  std::vector<FeedForward> feed_forwards;
  std::optional<NormedDense> widen;  ///< out of the bottleneck
};

struct HeadWeights {
  std::optional<Dense> pooler;
  Dense classifier;
};

/// Weights of a model without its embedding tables.
struct Weights {
  std::optional<Dense> projection;   ///< from embeddings to the hidden size
  std::vector<LayerWeights> layers;  ///< a single element if all layers share their weights
  HeadWeights head;

  /// Weights of layer `number`, counted from 1.
  [[nodiscard]] const LayerWeights& layer(int number) const;
};

/// Throws InputError, without a place, for a model that profile cannot run (disentangled attention).
void check_is_runnable(const model::Variant& variant);

/// Random weights that preserve the scale of hidden states: uniform with variance 1 / (number of inputs).
/// Realistic magnitudes matter for timing, since denormal numbers are slow. Contract: the same seed gives the
/// same weights; check_is_runnable() accepts the model.
[[nodiscard]] Weights random_weights(const model::Variant& variant, int classes, std::uint64_t seed);

}  // namespace dimsim::profile
