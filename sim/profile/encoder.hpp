#pragma once

#include "dimsim/model/variant.hpp"
#include "dimsim/profile/kernels.hpp"
#include "dimsim/profile/weights.hpp"

#include <vector>

namespace dimsim::profile {

/// Shape of a batch of texts of equal length.
struct Shape {
  int tokens = 0;
  int batch = 0;

  [[nodiscard]] int rows() const { return tokens * batch; }
};

/// Runs a model of the BERT family in float32, layers in BERT's order: attention, sum, normalisation,
/// feed-forward networks, sum, normalisation (Devlin et al., NAACL 2019; post-LN), inside a bottleneck if the
/// model has one (Sun et al., MobileBERT, ACL 2020). All models use GELU and layer normalisation. Contract:
/// hidden states are row-major, one row per token, sample after sample; the embedding tables are not
/// included. The work space is kept, so that a second run of the same shape does not allocate.
class Encoder {
 public:
  /// The references must outlive the encoder.
  Encoder(const model::Variant& variant, const Weights& weights, const Kernels& kernels, int threads);

  /// Hidden states from rows of embeddings; a copy if the model has no projection.
  void embed(const std::vector<float>& embedded, const Shape& shape, std::vector<float>& hidden);
  /// Applies layer `number`, counted from 1, to the hidden states.
  void layer(int number, const Shape& shape, std::vector<float>& hidden);
  /// Logits of the exit head [batch][classes], from the first token of each sample.
  void head(const std::vector<float>& hidden, const Shape& shape, std::vector<float>& logits);

  /// Number of elements in a row of embeddings.
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
