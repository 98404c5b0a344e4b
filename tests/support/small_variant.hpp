#pragma once

#include "dimsim/model/variant.hpp"

namespace dimsim {

/// A model with the given sizes; everything else is as in BERT.
inline model::Variant small_variant(int layers, int hidden, int heads, int feed_forward, int vocabulary,
                                    int embedding, model::ExitHead exit_head = model::ExitHead::Pooler) {
  model::Variant variant;
  variant.name = "small";
  variant.layers = layers;
  variant.hidden = hidden;
  variant.heads = heads;
  variant.feed_forward = feed_forward;
  variant.vocabulary = vocabulary;
  variant.embedding = embedding;
  variant.exit_head = exit_head;
  return variant;
}

}  // namespace dimsim
