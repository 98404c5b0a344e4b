#include "dimsim/cli/text/model_text.hpp"

#include "dimsim/cli/text/text_grid.hpp"
#include "dimsim/language/units.hpp"

#include <fmt/format.h>

namespace dimsim::cli {

namespace {

using model::Precision;
using model::Variant;
using model::Work;

/// "1.86 GFLOP". There is no unit of work among the dimensions, so it borrows the prefix from the unit of
/// speed.
std::string flops_text(double flops) {
  std::string text = human(flops, Dimension::Compute);  // "1.86 GFLOP/s"
  return text.substr(0, text.size() - 2);
}

std::string bytes_text(double bytes) { return human(bytes, Dimension::Data); }

std::vector<std::string> work_row(const std::string& part, const Work& work, double flops_so_far,
                                  double all_flops) {
  return {part, flops_text(work.flops), fmt::format("{:.0f} %", 100 * flops_so_far / all_flops),
          bytes_text(work.parameter_bytes), bytes_text(work.activation_bytes)};
}

std::string hidden_states(const Variant& variant, int tokens) {
  const auto in = [&](Precision precision) {
    return bytes_text(model::hidden_state_bytes(variant, tokens, model::bytes_per_element(precision)));
  };
  return fmt::format("hidden state to send after a layer: {} in fp32, {} in fp16, {} in int8\n",
                     in(Precision::Fp32), in(Precision::Fp16), in(Precision::Int8));
}

}  // namespace

std::string layer_table(const Variant& variant, int tokens, int batch, int classes, Precision precision) {
  const double element = model::bytes_per_element(precision);
  const int computed = model::computed_tokens(variant, tokens);
  const Work embedding = model::embedding_work(variant, computed, batch, element);
  const Work head = model::exit_work(variant, classes, batch, element);
  Work all = model::encoder_work(variant, computed, batch, element);
  const double encoder_flops = all.flops;
  all += head;
  Grid grid = {{"part", "arithmetic", "so far", "weights", "activations"},
               work_row("embedding", embedding, embedding.flops, all.flops)};
  // Summed here rather than taken from the encoder's total, because the layers of a variant may differ.
  double so_far = embedding.flops;
  for (int layer = 1; layer <= variant.layers; ++layer) {
    const Work work = model::layer_work(variant, layer, computed, batch, element);
    so_far += work.flops;
    grid.push_back(work_row(fmt::format("layer {}", layer), work, so_far, all.flops));
  }
  grid.push_back(work_row(fmt::format("exit head, {} classes", classes), head, all.flops, all.flops));
  grid.push_back(
      {"sum", flops_text(all.flops), "", bytes_text(all.parameter_bytes), bytes_text(all.activation_bytes)});
  std::string text = grid_text(grid, 2);
  // Memory depends on what is loaded: all layers and one head, as on a device that runs the whole model.
  const model::Piece whole = {1, variant.layers, 1, classes};
  text += fmt::format("\nencoder alone: {}; parameters: {:.1f} M with embeddings, {:.2f} M a layer\n",
                      flops_text(encoder_flops), model::parameter_count(variant) / 1e6,
                      model::layer_parameters(variant) / 1e6);
  text += hidden_states(variant, computed);
  return text + fmt::format("memory of the whole model: {}\n",
                            bytes_text(model::memory_bytes(variant, whole, computed, batch, element)));
}

}  // namespace dimsim::cli
