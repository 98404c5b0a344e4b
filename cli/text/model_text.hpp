#pragma once

#include "dimsim/model/device.hpp"
#include "dimsim/model/variant.hpp"

#include <string>

namespace dimsim::cli {

/// What a model costs, layer by layer: FLOPs, weights and activations of the embedding, each layer and an
/// exit head, sums, hidden state and memory; for people.
[[nodiscard]] std::string layer_table(const model::Variant& variant, int tokens, int batch, int classes,
                                      model::Precision precision);

}  // namespace dimsim::cli
