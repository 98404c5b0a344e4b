#include "dimsim/model/variant.hpp"

#include <algorithm>

namespace dimsim::model {
namespace {

constexpr double kFlopsPerMac = 2;

/// Width of attention and feed-forward: that of the bottleneck, if there is one.
double inner_width(const Variant& v) { return v.bottleneck.width > 0 ? v.bottleneck.width : v.hidden; }

/// Gain and bias of a layer normalisation.
double norm_parameters(double width) { return 2 * width; }

/// Accumulates the cost of matrix products for one sample of t tokens.
class Products {
 public:
  Products(const Variant& variant, double tokens) : bias_(variant.bias), tokens_(tokens) {}

  /// A dense layer, cut into `groups` independent ones of equal size.
  void dense(double inputs, double outputs, double groups = 1) {
    macs += tokens_ * inputs * outputs / groups;
    parameters += inputs * outputs / groups + (bias_ ? outputs : 0);
    elements += tokens_ * (inputs + outputs);
  }
  void norm(double width) { parameters += norm_parameters(width); }

  double macs = 0;
  double parameters = 0;
  double elements = 0;  ///< of operands and results, read or written

 private:
  bool bias_;
  double tokens_;
};

bool is_global(const Variant& v, int layer) {
  return v.attention.window == 0 || (layer - 1) % v.attention.global_every == 0;
}

/// Number of token pairs in attention: all t², or those at most `window` apart.
double pairs(const Variant& v, int layer, double t) {
  const double w = v.attention.window;
  return is_global(v, layer) || t <= w ? t * t : t * (2 * w + 1) - w * (w + 1);
}

/// Dense products of a layer, in order: down into the bottleneck, attention, feed-forward, up again.
void add_dense_products(const Variant& v, Products& products) {
  const double h = v.hidden;
  const double w = inner_width(v);
  const bool is_narrow = v.bottleneck.width > 0;
  const double groups = v.attention.groups;
  // MobileBERT narrows twice: once for queries and keys, once for the residual path.
  for (int i = 0; is_narrow && i < (v.bottleneck.separate_attention ? 2 : 1); ++i) {
    products.dense(h, w);
    products.norm(w);
  }
  products.dense(w, w, groups);
  products.dense(w, w, groups);
  products.dense(v.bottleneck.separate_attention ? h : w, w, groups);
  products.dense(w, w, v.attention.output_groups);
  products.norm(w);
  const FeedForwardBlock& block = v.feed_forward_block;
  for (int i = 0; i < block.count; ++i) {
    products.dense(w, (block.gated ? 2.0 : 1.0) * v.feed_forward, block.groups);
    products.dense(v.feed_forward, w, block.groups);
    products.norm(w);
  }
  if (is_narrow) {
    products.dense(w, h);
    products.norm(h);
  }
}

bool is_projected(const Variant& v) { return v.embedding * v.embedding_context != v.hidden; }

void add_projection(const Variant& v, Products& products) {
  if (is_projected(v)) {
    products.dense(1.0 * v.embedding * v.embedding_context, v.hidden);
  }
}

Work to_work(const Products& products, int batch, double bytes_per_element) {
  return {.flops = kFlopsPerMac * products.macs * batch,
          .parameter_bytes = products.parameters * bytes_per_element,
          .activation_bytes = products.elements * batch * bytes_per_element};
}

/// Projections of the relative positions: computed once for all samples of a batch.
Work position_work(const Variant& v, double bytes_per_element) {
  const double h = v.hidden;
  const double r = v.attention.relative_positions;
  return {.flops = kFlopsPerMac * 2 * r * h * h,
          .parameter_bytes = 0,  // the projection shares its weights with the content
          .activation_bytes = 2 * r * (h + h) * bytes_per_element};
}

}  // namespace

Work& Work::operator+=(const Work& other) {
  flops += other.flops;
  parameter_bytes += other.parameter_bytes;
  activation_bytes += other.activation_bytes;
  return *this;
}

int computed_tokens(const Variant& variant, int tokens) {
  return variant.pad_to > 0 ? variant.pad_to : tokens;
}

Work layer_work(const Variant& variant, int layer, int tokens, int batch, double bytes_per_element) {
  const double t = tokens;
  const double w = inner_width(variant);
  Products products(variant, t);
  add_dense_products(variant, products);
  // Scores and context: queries with keys, scores with values.
  const double of_pairs = pairs(variant, layer, t);
  products.macs += 2 * of_pairs * w;
  products.elements += 4 * t * w + 2 * variant.heads * of_pairs;
  if (const double r = variant.attention.relative_positions; r > 0) {
    // Content to position and position to content.
    products.macs += 2 * t * r * w;
    products.elements += 2 * ((t + r) * w + variant.heads * t * r);
  }
  Work work = to_work(products, batch, bytes_per_element);
  work += position_work(variant, bytes_per_element);
  return work;
}

Work layers_work(const Variant& variant, int first, int last, int tokens, int batch,
                 double bytes_per_element) {
  Work work;
  for (int layer = first; layer <= last; ++layer) {
    work += layer_work(variant, layer, tokens, batch, bytes_per_element);
  }
  return work;
}

Work exit_work(const Variant& variant, int classes, int batch, double bytes_per_element) {
  const double h = variant.hidden;
  double macs = h * classes;
  double elements = h + classes;
  if (variant.exit_head == ExitHead::Pooler) {
    macs += h * h;
    elements += 2 * h;
  }
  return {.flops = kFlopsPerMac * macs * batch,
          .parameter_bytes = exit_parameters(variant, classes) * bytes_per_element,
          .activation_bytes = elements * batch * bytes_per_element};
}

Work embedding_work(const Variant& variant, int tokens, int batch, double bytes_per_element) {
  Products products(variant, tokens);
  add_projection(variant, products);
  return to_work(products, batch, bytes_per_element);
}

Work encoder_work(const Variant& variant, int tokens, int batch, double bytes_per_element) {
  Work work = layers_work(variant, 1, variant.layers, tokens, batch, bytes_per_element);
  work += embedding_work(variant, tokens, batch, bytes_per_element);
  return work;
}

double hidden_state_bytes(const Variant& variant, int tokens, double bytes_per_element) {
  return 1.0 * tokens * variant.hidden * bytes_per_element;
}

double embedding_parameters(const Variant& v) {
  Products products(v, 0);
  add_projection(v, products);
  // Positions and token types are added before the projection (ALBERT, ELECTRA), or after one of several
  // embeddings (MobileBERT).
  const double added = v.embedding_context > 1 ? v.hidden : v.embedding;
  const double relative = v.attention.relative_positions > 0
                              ? 1.0 * v.attention.relative_positions * v.hidden + norm_parameters(v.hidden)
                              : 0;
  return 1.0 * v.vocabulary * v.embedding + (v.positions + v.token_types) * added + norm_parameters(added) +
         products.parameters + relative;
}

double layer_parameters(const Variant& variant) {
  Products products(variant, 0);
  add_dense_products(variant, products);
  return products.parameters;
}

double exit_parameters(const Variant& variant, int classes) {
  const double h = variant.hidden;
  return h * classes + classes + (variant.exit_head == ExitHead::Pooler ? h * h + h : 0);
}

double parameter_count(const Variant& variant) {
  const double h = variant.hidden;
  const double pooler = variant.pooler ? h * h + h : 0;
  const double layers = variant.shared_layers ? 1 : variant.layers;
  return embedding_parameters(variant) + layers * layer_parameters(variant) + pooler;
}

double memory_bytes(const Variant& v, const Piece& piece, int tokens, int batch, double bytes_per_element) {
  const double layers = v.shared_layers ? 1 : piece.last_layer - piece.first_layer + 1;
  double parameters = layers * layer_parameters(v) + piece.exits * exit_parameters(v, piece.classes);
  if (piece.first_layer == 1) {
    parameters += embedding_parameters(v);
  }
  const double t = tokens;
  const double w = inner_width(v);
  // A local layer needs less memory than a global one, so the largest layer of the piece counts.
  double most_pairs = 0;
  for (int layer = piece.first_layer; layer <= piece.last_layer; ++layer) {
    most_pairs = std::max(most_pairs, pairs(v, layer, t));
  }
  const double attention = 4 * t * w + v.heads * most_pairs;
  const double feed_forward = t * (w + (v.feed_forward_block.gated ? 2.0 : 1.0) * v.feed_forward);
  const double activations = t * v.hidden + std::max(attention, feed_forward);
  return (parameters + activations * batch) * bytes_per_element;
}

}  // namespace dimsim::model
