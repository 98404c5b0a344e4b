#pragma once

#include <string>

namespace dimsim::model {

/// The classifier that answers from the hidden state of a layer.
enum class ExitHead {
  Pooler,  ///< dense h×h on [CLS], then h×classes (BERT, DeeBERT)
  Linear,  ///< h×classes on [CLS]
};

/// Shape of the attention; the defaults are BERT's.
struct Attention {
  int groups = 1;         ///< of the query, key and value projections (SqueezeBERT: grouped convolutions)
  int output_groups = 1;  ///< of the output projection
  int window = 0;         ///< tokens on each side that a local layer attends to; 0 = all layers are global
  int global_every = 1;   ///< with a window: layers 1, 1 + n, 1 + 2n, … are global (ModernBERT)
  int relative_positions = 0;  ///< embeddings of disentangled attention, twice its span (DeBERTa); 0 = none
};

/// The feed-forward part of a layer.
struct FeedForwardBlock {
  bool gated = false;  ///< the first product has twice the width, and one half gates the other (GeGLU)
  int groups = 1;
  int count = 1;  ///< number of blocks in sequence (MobileBERT)
};

/// Bottleneck inside each layer (Sun et al., MobileBERT, ACL 2020); width 0 = none.
struct Bottleneck {
  int width = 0;
  /// Queries and keys have their own projection into the bottleneck and values use the full width
  /// (MobileBERT); otherwise all use one shared projection (MobileBERT-tiny).
  bool separate_attention = false;
};

/// A member of the BERT family. The cost of its layers follows from these sizes.
struct Variant {
  std::string name;
  int layers = 0;
  int hidden = 0;
  int heads = 0;
  int feed_forward = 0;
  int vocabulary = 0;
  int embedding = 0;  ///< width of the embedding table; differs from hidden when factorised (ALBERT)
  int embedding_context =
      1;  ///< number of neighbouring embeddings that are concatenated for each token (MobileBERT: 3)
  int positions = 512;  ///< learned position embeddings; 0 = none
  int token_types = 2;
  bool pooler = true;          ///< has BERT's pooler; affects the number of parameters only
  bool bias = true;            ///< dense layers have biases
  bool shared_layers = false;  ///< all layers have the same parameters (ALBERT)
  Attention attention;
  FeedForwardBlock feed_forward_block;
  Bottleneck bottleneck;
  ExitHead exit_head = ExitHead::Pooler;
  int pad_to = 0;  ///< every sample is padded to this many tokens; 0 = each sample's own length
};

/// Cost of one execution for a batch of equal samples.
struct Work {
  double flops = 0;             ///< [FLOP], a multiply-add counts as two
  double parameter_bytes = 0;   ///< read once for the whole batch [B]
  double activation_bytes = 0;  ///< read and written, grows with batch and tokens [B]

  Work& operator+=(const Work& other);
};

/// Number of tokens computed for a sample of `tokens` tokens: the padded length if there is one (longer
/// samples are truncated to it), otherwise its own.
[[nodiscard]] int computed_tokens(const Variant& variant, int tokens);

/// Encoder layer `layer`, counted from 1. For BERT, MACs = t(4h² + 2h·f) + 2t²h per sample (Vaswani et al.,
/// NeurIPS 2017, section 3); matrix products only, no softmax, normalisation or activation function. A local
/// layer counts the pairs of tokens within its window. Disentangled attention (He et al., DeBERTa, ICLR 2021,
/// section 3.2) adds the projections of the R relative positions, 2R·h² once a batch, and two products of t×R
/// scores. Bytes: weights and biases once, and the operands and result of each product, without fusion.
/// `tokens` are computed tokens; `bytes_per_element` follows from the precision.
[[nodiscard]] Work layer_work(const Variant& variant, int layer, int tokens, int batch,
                              double bytes_per_element);

/// Layers first..last.
[[nodiscard]] Work layers_work(const Variant& variant, int first, int last, int tokens, int batch,
                               double bytes_per_element);

/// One exit head with `classes` outputs.
[[nodiscard]] Work exit_work(const Variant& variant, int classes, int batch, double bytes_per_element);

/// Projection of embeddings to the hidden size; zero if they already have that width.
[[nodiscard]] Work embedding_work(const Variant& variant, int tokens, int batch, double bytes_per_element);

/// All layers and the embedding, without exit heads.
[[nodiscard]] Work encoder_work(const Variant& variant, int tokens, int batch, double bytes_per_element);

/// Size of the hidden state after a layer: tokens × hidden × bytes_per_element [B].
[[nodiscard]] double hidden_state_bytes(const Variant& variant, int tokens, double bytes_per_element);

/// Parameters of the embedding tables and their projection.
[[nodiscard]] double embedding_parameters(const Variant& variant);
/// Parameters of one layer.
[[nodiscard]] double layer_parameters(const Variant& variant);
/// Parameters of one exit head with `classes` outputs.
[[nodiscard]] double exit_parameters(const Variant& variant, int classes);
/// Parameters of embeddings, layers (shared ones once) and pooler; no exit heads.
[[nodiscard]] double parameter_count(const Variant& variant);

/// A contiguous range of layers that one device executes without interruption.
struct Piece {
  int first_layer = 1;
  int last_layer = 1;
  int exits = 1;    ///< exit heads evaluated
  int classes = 2;  ///< outputs of a head
};

/// Memory requirement of a piece [B]: its parameters (including the embedding tables if it starts at layer 1)
/// and the activations of one layer for the whole batch, which are its input and the larger of attention
/// (queries, keys, values, result, scores) and feed-forward (both sides of its wider product). The runtime's
/// own memory is not included.
[[nodiscard]] double memory_bytes(const Variant& variant, const Piece& piece, int tokens, int batch,
                                  double bytes_per_element);

}  // namespace dimsim::model
