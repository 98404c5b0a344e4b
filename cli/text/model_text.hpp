#pragma once

#include "dimsim/model/device.hpp"
#include "dimsim/model/variant.hpp"

#include <string>

namespace dimsim::cli {

/// The cost of a model by layer, as a table: FLOPs, weights and activations of the embedding, each layer and
/// an exit head, with sums; then the sizes of the hidden state and of the whole model in memory.
[[nodiscard]] std::string layer_table(const model::Variant& variant, int tokens, int batch, int classes,
                                      model::Precision precision);

}  // namespace dimsim::cli
