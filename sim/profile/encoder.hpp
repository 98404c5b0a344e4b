#pragma once

#include "dimsim/model/variant.hpp"
#include "dimsim/profile/kernels.hpp"
#include "dimsim/profile/weights.hpp"

#include <vector>

namespace dimsim::profile {

/// Texts of equal length that go through the model together.
struct Shape {
  int tokens = 0;
  int batch = 0;

  [[nodiscard]] int rows() const { return tokens * batch; }
};

/// Runs a model of the BERT family in float32, layers in BERT's order: attention, sum, normalisation,
/// feed-forward networks, sum, normalisation (Devlin et al., NAACL 2019; post-LN), inside of a bottleneck
/// where the model has one (Sun et al., MobileBERT, ACL 2020). All models get GELU and layer normalisation.
/// Contract: hidden states are row-major, a row a token, sample after sample; the embedding tables are not
/// part of it. Keeps its work space, so that a second run of the same shape allocates nothing.
class Encoder {
 public:
  /// The references must outlive the encoder.
  Encoder(const model::Variant& variant, const Weights& weights, const Kernels& kernels, int threads);

  /// Hidden states of rows of embeddings; a plain copy where the model has no projection.
  void embed(const std::vector<float>& embedded, const Shape& shape, std::vector<float>& hidden);
  /// Puts the hidden states through layer `number`, counted from 1.
  void layer(int number, const Shape& shape, std::vector<float>& hidden);
  /// Logits of the exit head [batch][classes], from the first token of each sample.
  void head(const std::vector<float>& hidden, const Shape& shape, std::vector<float>& logits);

  /// Elements of a row of embeddings.
  [[nodiscard]] int embedded_width() const { return variant_.embedding * variant_.embedding_context; }

 private:
  void dense(const Dense& layer, const std::vector<float>& in, int rows, std::vector<float>& out) const;
  void normalise(const Norm& norm, int rows, const std::vector<float>* residual, std::vector<float>& x) const;
  void attention(int number, const Shape& shape, const std::vector<float>& queries_from,
                 const std::vector<float>& values_from);
  void feed_forward(const FeedForward& network, int rows, std::vector<float>& state);

  const model::Variant& variant_;
  const Weights& weights_;
  const Kernels& kernels_;
  int threads_;
  std::vector<float> narrow_;
  std::vector<float> narrow_attention_;
  std::vector<float> query_;
  std::vector<float> key_;
  std::vector<float> value_;
  std::vector<float> context_;
  std::vector<float> scores_;
  std::vector<float> state_;
  std::vector<float> wide_;
  std::vector<float> gated_;
  std::vector<float> result_;
  std::vector<float> pooled_;
};

}  // namespace dimsim::profile
