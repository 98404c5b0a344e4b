#pragma once

#include "model/device.hpp"
#include "model/variant.hpp"

#include <string>

namespace dimsim::commands {

/// What a model costs, layer by layer: FLOPs, weights and activations of the embedding, each layer and an
/// exit head, sums, hidden state and memory; for people.
[[nodiscard]] std::string layer_table(const model::Variant& variant, int tokens, int batch, int classes,
                                      model::Precision precision);

}  // namespace dimsim::commands
