#include "model/variant.hpp"

namespace dimsim::model {
namespace {

// Lengths of BERT's other two embedding tables (Devlin et al., NAACL 2019).
constexpr double kPositions = 512;
constexpr double kTokenTypes = 2;

constexpr double kFlopsPerMac = 2;

/// Sizes as doubles: their products overflow an int.
struct Sizes {
  double hidden;
  double heads;
  double feed_forward;
  double vocabulary;
  double embedding;

  explicit Sizes(const Variant& variant)
      : hidden(variant.hidden),
        heads(variant.heads),
        feed_forward(variant.feed_forward),
        vocabulary(variant.vocabulary),
        embedding(variant.embedding) {}
};

bool is_factorised(const Variant& variant) { return variant.embedding != variant.hidden; }

/// Weights and biases of a dense layer.
double dense_parameters(double inputs, double outputs) { return inputs * outputs + outputs; }

/// Gain and bias of a layer normalisation.
double norm_parameters(double width) { return 2 * width; }

/// Query, key, value and output projections, the two feed-forward products, two normalisations.
double layer_parameters(const Sizes& s) {
  return 4 * dense_parameters(s.hidden, s.hidden) + dense_parameters(s.hidden, s.feed_forward) +
         dense_parameters(s.feed_forward, s.hidden) + 2 * norm_parameters(s.hidden);
}

double projection_parameters(const Variant& variant) {
  const Sizes s(variant);
  return is_factorised(variant) ? dense_parameters(s.embedding, s.hidden) : 0;
}

}  // namespace

Work& Work::operator+=(const Work& other) {
  flops += other.flops;
  parameter_bytes += other.parameter_bytes;
  activation_bytes += other.activation_bytes;
  return *this;
}

Work operator*(double times, const Work& work) {
  return {times * work.flops, times * work.parameter_bytes, times * work.activation_bytes};
}

int computed_tokens(const Variant& variant, int tokens) {
  return variant.pad_to > 0 ? variant.pad_to : tokens;
}

Work layer_work(const Variant& variant, int tokens, int batch, double bytes_per_element) {
  const Sizes s(variant);
  const double t = tokens;
  const double macs = t * (4 * s.hidden * s.hidden + 2 * s.hidden * s.feed_forward) + 2 * t * t * s.hidden;
  // Every matrix product reads its operands and writes its result. Of width h: three projections 3+3, scores
  // 2+0, context 1+1, output 1+1, feed-forward 1+1. Of width f: written and read. Of heads × t²: written and
  // read.
  const double elements = 14 * t * s.hidden + 2 * t * s.feed_forward + 2 * t * t * s.heads;
  return {.flops = kFlopsPerMac * macs * batch,
          .parameter_bytes = layer_parameters(s) * bytes_per_element,
          .activation_bytes = elements * batch * bytes_per_element};
}

Work exit_work(const Variant& variant, int classes, int batch, double bytes_per_element) {
  const double h = variant.hidden;
  double macs = h * classes;
  double parameters = dense_parameters(h, classes);
  double elements = h + classes;
  if (variant.exit_head == ExitHead::Pooler) {
    macs += h * h;
    parameters += dense_parameters(h, h);
    elements += 2 * h;
  }
  return {.flops = kFlopsPerMac * macs * batch,
          .parameter_bytes = parameters * bytes_per_element,
          .activation_bytes = elements * batch * bytes_per_element};
}

Work embedding_work(const Variant& variant, int tokens, int batch, double bytes_per_element) {
  if (!is_factorised(variant)) {
    return {};
  }
  const Sizes s(variant);
  const double t = tokens;
  return {.flops = kFlopsPerMac * t * s.embedding * s.hidden * batch,
          .parameter_bytes = projection_parameters(variant) * bytes_per_element,
          .activation_bytes = t * (s.embedding + s.hidden) * batch * bytes_per_element};
}

Work encoder_work(const Variant& variant, int tokens, int batch, double bytes_per_element) {
  Work work = variant.layers * layer_work(variant, tokens, batch, bytes_per_element);
  work += embedding_work(variant, tokens, batch, bytes_per_element);
  return work;
}

double hidden_state_bytes(const Variant& variant, int tokens, double bytes_per_element) {
  return 1.0 * tokens * variant.hidden * bytes_per_element;
}

double parameter_count(const Variant& variant) {
  const Sizes s(variant);
  const double tables =
      (s.vocabulary + kPositions + kTokenTypes) * s.embedding + norm_parameters(s.embedding);
  const double pooler = variant.exit_head == ExitHead::Pooler ? dense_parameters(s.hidden, s.hidden) : 0;
  return tables + projection_parameters(variant) + variant.layers * layer_parameters(s) + pooler;
}

}  // namespace dimsim::model
