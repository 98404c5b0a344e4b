#pragma once

#include <string>

namespace dimsim::model {

/// What stands on top of a layer to answer from it.
enum class ExitHead {
  Pooler,  ///< dense h×h on [CLS], then h×classes (BERT, DeeBERT)
  Linear,  ///< h×classes on [CLS]
};

/// A member of the BERT family: what its layers cost follows from these sizes.
struct Variant {
  std::string name;
  int layers = 0;
  int hidden = 0;
  int heads = 0;
  int feed_forward = 0;
  int vocabulary = 0;
  int embedding = 0;  ///< width of the embedding table; differs from hidden when factorised (ALBERT)
  ExitHead exit_head = ExitHead::Pooler;
  int pad_to = 0;  ///< every sample is padded to this many tokens; 0 = each sample's own length
};

/// What running something once costs, for a batch of equal samples.
struct Work {
  double flops = 0;             ///< [FLOP], a multiply-add is two
  double parameter_bytes = 0;   ///< read once for the whole batch [B]
  double activation_bytes = 0;  ///< read and written, grows with batch and tokens [B]

  Work& operator+=(const Work& other);
};

/// The same work `times` times over.
[[nodiscard]] Work operator*(double times, const Work& work);

/// Tokens that are computed for a sample of `tokens` tokens: its own, or the padded length.
/// Samples longer than pad_to are truncated to it.
[[nodiscard]] int computed_tokens(const Variant& variant, int tokens);

/// One encoder layer: MACs = t(4h² + 2h·f) + 2t²h per sample (Vaswani et al., NeurIPS 2017, section 3),
/// matrix products only. Bytes: weights and biases once, and each product's operands and result, unfused.
/// `tokens` are computed tokens; bytes_per_element is of the precision it runs in.
[[nodiscard]] Work layer_work(const Variant& variant, int tokens, int batch, double bytes_per_element);

/// One exit head with `classes` outputs.
[[nodiscard]] Work exit_work(const Variant& variant, int classes, int batch, double bytes_per_element);

/// Projection of a factorised embedding to the hidden size; zero when embedding == hidden.
[[nodiscard]] Work embedding_work(const Variant& variant, int tokens, int batch, double bytes_per_element);

/// All layers and the embedding, without heads.
[[nodiscard]] Work encoder_work(const Variant& variant, int tokens, int batch, double bytes_per_element);

/// Bytes to send the hidden state after a layer: tokens × hidden × bytes_per_element [B].
[[nodiscard]] double hidden_state_bytes(const Variant& variant, int tokens, double bytes_per_element);

/// Parameters of embeddings (BERT's 512 positions and 2 token types), layers (no two share theirs) and, for
/// ExitHead::Pooler, the pooler.
[[nodiscard]] double parameter_count(const Variant& variant);

}  // namespace dimsim::model
