#pragma once

#include <string>

namespace dimsim::model {

/// What stands on top of a layer to answer from it.
enum class ExitHead {
  Pooler,  ///< dense h×h on [CLS], then h×classes (BERT, DeeBERT)
  Linear,  ///< h×classes on [CLS]
};

/// How tokens look at each other; the defaults are BERT's.
struct Attention {
  int groups = 1;         ///< of the query, key and value projections (SqueezeBERT: grouped convolutions)
  int output_groups = 1;  ///< of the output projection
  int window = 0;  ///< tokens on each side that a local layer looks at; 0 = all layers look at all tokens
  int global_every = 1;  ///< with a window: layers 1, 1 + n, 1 + 2n, … look at all tokens (ModernBERT)
  int relative_positions = 0;  ///< embeddings of disentangled attention, twice its span (DeBERTa); 0 = none
};

/// What follows the attention of a layer.
struct FeedForwardBlock {
  bool gated = false;  ///< a first product of twice the width, one half of which gates the other (GeGLU)
  int groups = 1;
  int count = 1;  ///< how many follow each other (MobileBERT)
};

/// A narrow inside of the layers (Sun et al., MobileBERT, ACL 2020); width 0 = none.
struct Bottleneck {
  int width = 0;
  /// Queries and keys come from a narrowing of their own and values from the full width (MobileBERT);
  /// otherwise all come from the one narrowing (MobileBERT-tiny).
  bool separate_attention = false;
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
  int embedding_context =
      1;                ///< a token's input is so many neighbouring embeddings side by side (MobileBERT: 3)
  int positions = 512;  ///< learned position embeddings; 0 = none
  int token_types = 2;
  bool pooler = true;          ///< has BERT's pooler; counts as parameters only
  bool bias = true;            ///< dense layers have biases
  bool shared_layers = false;  ///< all layers have the same parameters (ALBERT)
  Attention attention;
  FeedForwardBlock feed_forward_block;
  Bottleneck bottleneck;
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

/// Tokens that are computed for a sample of `tokens` tokens: its own, or the padded length.
/// Samples longer than pad_to are truncated to it.
[[nodiscard]] int computed_tokens(const Variant& variant, int tokens);

/// Encoder layer `layer`, counted from 1. For BERT, MACs = t(4h² + 2h·f) + 2t²h per sample (Vaswani et al.,
/// NeurIPS 2017, section 3); matrix products only, no softmax, normalisation or activation function. A local
/// layer counts the pairs of tokens within its window. Disentangled attention (He et al., DeBERTa, ICLR 2021,
/// section 3.2) adds the projections of the R relative positions, 2R·h² once a batch, and two products of t×R
/// scores. Bytes: weights and biases once, and each product's operands and result, unfused. `tokens` are
/// computed tokens; bytes_per_element is of the precision it runs in.
[[nodiscard]] Work layer_work(const Variant& variant, int layer, int tokens, int batch,
                              double bytes_per_element);

/// Layers first..last.
[[nodiscard]] Work layers_work(const Variant& variant, int first, int last, int tokens, int batch,
                               double bytes_per_element);

/// One exit head with `classes` outputs.
[[nodiscard]] Work exit_work(const Variant& variant, int classes, int batch, double bytes_per_element);

/// Projection of embeddings to the hidden size; zero when their width is that already.
[[nodiscard]] Work embedding_work(const Variant& variant, int tokens, int batch, double bytes_per_element);

/// All layers and the embedding, without heads.
[[nodiscard]] Work encoder_work(const Variant& variant, int tokens, int batch, double bytes_per_element);

/// Bytes to send the hidden state after a layer: tokens × hidden × bytes_per_element [B].
[[nodiscard]] double hidden_state_bytes(const Variant& variant, int tokens, double bytes_per_element);

/// Parameters of the embedding tables and their projection.
[[nodiscard]] double embedding_parameters(const Variant& variant);
/// Parameters of one layer.
[[nodiscard]] double layer_parameters(const Variant& variant);
/// Parameters of one exit head with `classes` outputs.
[[nodiscard]] double exit_parameters(const Variant& variant, int classes);
/// Parameters of embeddings, layers (shared ones once) and pooler; no exit heads.
[[nodiscard]] double parameter_count(const Variant& variant);

/// A contiguous piece of a model, run by one device in one go.
struct Piece {
  int first_layer = 1;
  int last_layer = 1;
  int exits = 1;    ///< exit heads evaluated
  int classes = 2;  ///< outputs of a head
};

/// Memory that a piece takes [B]: its parameters (the embedding tables too when it begins at layer 1), and
/// the activations of one layer for the whole batch: its input, and the larger of what attention (queries,
/// keys, values, result, scores) and feed-forward (both sides of its wider product) keep. What a runtime
/// needs for itself comes on top.
[[nodiscard]] double memory_bytes(const Variant& variant, const Piece& piece, int tokens, int batch,
                                  double bytes_per_element);

}  // namespace dimsim::model
