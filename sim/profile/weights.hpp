#pragma once

#include "dimsim/model/variant.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace dimsim::profile {

/// A dense layer, cut into groups of equal size: group g maps inputs/groups neighbouring inputs to
/// outputs/groups neighbouring outputs.
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

/// A dense layer and the normalisation behind it.
struct NormedDense {
  Dense dense;
  Norm norm;
};

/// One feed-forward network: up, GELU (of one half, times the other one, where it is gated), down, and the
/// normalisation of its sum with its input.
struct FeedForward {
  Dense up;
  NormedDense down;
};

/// An encoder layer, in the order of its products.
struct LayerWeights {
  std::vector<NormedDense> narrow;  ///< into the bottleneck: of the layer, and of queries and keys
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

/// Weights of a model but for its embedding tables.
struct Weights {
  std::optional<Dense> projection;   ///< of embeddings to the hidden size
  std::vector<LayerWeights> layers;  ///< one where all layers share it
  HeadWeights head;

  /// Of layer `number`, counted from 1.
  [[nodiscard]] const LayerWeights& layer(int number) const;
};

/// Throws InputError, without a place, for a model that profile cannot run (disentangled attention).
void check_is_runnable(const model::Variant& variant);

/// Random weights under which hidden states keep their size: uniform, with a variance of one over the number
/// of inputs. Contract: the same seed gives the same weights; the model is one that check_is_runnable()
/// accepts.
[[nodiscard]] Weights random_weights(const model::Variant& variant, int classes, std::uint64_t seed);

}  // namespace dimsim::profile
