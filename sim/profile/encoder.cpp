// The order of the operations and the shapes of the products are those of the published models, because they
// determine the time; the values do not matter. A test compares the output with a plain reference
// implementation, so that no product is missing.
#include "dimsim/profile/encoder.hpp"

#include <cstddef>
#include <utility>

namespace dimsim::profile {
namespace {

DenseView view_of(const Dense& layer) {
  return {.inputs = layer.inputs,
          .outputs = layer.outputs,
          .groups = layer.groups,
          .weights = layer.weights.data(),
          .bias = layer.bias.empty() ? nullptr : layer.bias.data()};
}

std::vector<float>& resized(std::vector<float>& buffer, int rows, int width) {
  buffer.resize(static_cast<std::size_t>(rows) * static_cast<std::size_t>(width));
  return buffer;
}

}  // namespace

Encoder::Encoder(const model::Variant& variant, const Weights& weights, const Kernels& kernels, int threads)
    : variant_(variant), weights_(weights), kernels_(kernels), threads_(threads) {
  kernels_.set_threads(threads);
}

void Encoder::dense(const Dense& layer, const std::vector<float>& in, int rows,
                    std::vector<float>& out) const {
  kernels_.dense(view_of(layer), in.data(), rows, layer.inputs, resized(out, rows, layer.outputs).data());
}

void Encoder::normalise(const Norm& norm, int rows, const std::vector<float>* residual,
                        std::vector<float>& x) const {
  kernels_.add_and_normalise(x.data(), residual == nullptr ? nullptr : residual->data(), norm.gain.data(),
                             norm.bias.data(), rows, static_cast<int>(norm.gain.size()));
}

void Encoder::embed(const std::vector<float>& embedded, const Shape& shape, std::vector<float>& hidden) {
  if (weights_.projection) {
    dense(*weights_.projection, embedded, shape.rows(), hidden);
  } else {
    hidden = embedded;
  }
}

void Encoder::attention(int number, const Shape& shape, const std::vector<float>& queries_from,
                        const std::vector<float>& values_from) {
  const LayerWeights& layer = weights_.layer(number);
  const int rows = shape.rows();
  dense(layer.query, queries_from, rows, query_);
  dense(layer.key, queries_from, rows, key_);
  dense(layer.value, values_from, rows, value_);
  // ModernBERT (Warner et al., arXiv:2412.13663, section 2.1.2): local layers alternate with global ones, and
  // the first layer is global.
  const bool is_local = variant_.attention.window > 0 && (number - 1) % variant_.attention.global_every != 0;
  const AttentionShape attention_shape{.samples = shape.batch,
                                       .tokens = shape.tokens,
                                       .heads = variant_.heads,
                                       .width = layer.query.outputs,
                                       .window = is_local ? variant_.attention.window : 0};
  scores_.resize(attention_scratch(attention_shape) * static_cast<std::size_t>(threads_));
  kernels_.attention(attention_shape, query_.data(), key_.data(), value_.data(),
                     resized(context_, rows, layer.value.outputs).data(), scores_.data());
  dense(layer.output.dense, context_, rows, state_);
}

void Encoder::feed_forward(const FeedForward& network, int rows, std::vector<float>& state) {
  dense(network.up, state, rows, wide_);
  const std::vector<float>* activated = &wide_;
  if (variant_.feed_forward_block.gated) {
    kernels_.gated_gelu(wide_.data(), rows, variant_.feed_forward,
                        resized(gated_, rows, variant_.feed_forward).data());
    activated = &gated_;
  } else {
    kernels_.gelu(wide_.data(), rows, variant_.feed_forward);
  }
  dense(network.down.dense, *activated, rows, result_);
  normalise(network.down.norm, rows, &state, result_);
  std::swap(state, result_);  // no copy, which would be timed as well
}

void Encoder::layer(int number, const Shape& shape, std::vector<float>& hidden) {
  const LayerWeights& layer = weights_.layer(number);
  const int rows = shape.rows();
  // MobileBERT (Sun et al., ACL 2020, figure 1c): the first projection into the bottleneck is the input of
  // the residual connection, a second one gives queries and keys, and values are computed from the full
  // width.
  const std::vector<float>* input = &hidden;
  const std::vector<float>* queries_from = &hidden;
  if (!layer.narrow.empty()) {
    dense(layer.narrow[0].dense, hidden, rows, narrow_);
    normalise(layer.narrow[0].norm, rows, nullptr, narrow_);
    input = &narrow_;
    queries_from = &narrow_;
  }
  if (layer.narrow.size() > 1) {
    dense(layer.narrow[1].dense, hidden, rows, narrow_attention_);
    normalise(layer.narrow[1].norm, rows, nullptr, narrow_attention_);
    queries_from = &narrow_attention_;
  }
  attention(number, shape, *queries_from, layer.narrow.size() > 1 ? hidden : *input);
  normalise(layer.output.norm, rows, input, state_);
  for (const FeedForward& network : layer.feed_forwards) {
    feed_forward(network, rows, state_);
  }
  if (layer.widen) {
    dense(layer.widen->dense, state_, rows, result_);
    normalise(layer.widen->norm, rows, &hidden, result_);
    std::swap(hidden, result_);
  } else {
    std::swap(hidden, state_);
  }
}

void Encoder::head(const std::vector<float>& hidden, const Shape& shape, std::vector<float>& logits) {
  // The stride is the distance between the first tokens of two samples: it selects the first token of each,
  // [CLS], without copying the hidden states.
  const HeadWeights& head = weights_.head;
  const std::ptrdiff_t stride = std::ptrdiff_t{shape.tokens} * variant_.hidden;
  resized(logits, shape.batch, head.classifier.outputs);
  if (!head.pooler) {
    kernels_.dense(view_of(head.classifier), hidden.data(), shape.batch, stride, logits.data());
    return;
  }
  resized(pooled_, shape.batch, variant_.hidden);
  kernels_.dense(view_of(*head.pooler), hidden.data(), shape.batch, stride, pooled_.data());
  kernels_.tanh(pooled_.data(), shape.batch, variant_.hidden);
  dense(head.classifier, pooled_, shape.batch, logits);
}

}  // namespace dimsim::profile
