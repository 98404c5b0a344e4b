#include "dimsim/model/variant.hpp"

#include "support/small_variant.hpp"

#include <gtest/gtest.h>

namespace dimsim::model {
namespace {

// h = 2, 1 head, f = 3, t = 5. MACs: 5 (4·4 + 2·2·3) + 2·25·2 = 240. Weights and biases: 4 (4 + 2) + (6 + 3)
// + (6 + 2) + 2·4 = 49. Elements of operands and results: 14·5·2 + 2·5·3 + 2·25·1 = 220.
TEST(Variant, LayerOfASmallModelAsComputedByHand) {
  const Variant small = small_variant(1, 2, 1, 3, 10, 2);
  const Work work = layer_work(small, 1, 5, 1, 4);
  EXPECT_DOUBLE_EQ(work.flops, 480);
  EXPECT_DOUBLE_EQ(work.parameter_bytes, 4 * 49);
  EXPECT_DOUBLE_EQ(work.activation_bytes, 4 * 220);
  // Tables (10 + 512 + 2)·2 + 4, the layer, the pooler 4 + 2.
  EXPECT_DOUBLE_EQ(parameter_count(small), 1052 + 49 + 6);
}

TEST(Variant, ABatchReadsItsParametersOnce) {
  const Variant small = small_variant(1, 2, 1, 3, 10, 2);
  const Work work = layer_work(small, 1, 5, 3, 2);
  EXPECT_DOUBLE_EQ(work.flops, 3 * 480);
  EXPECT_DOUBLE_EQ(work.parameter_bytes, 2 * 49);
  EXPECT_DOUBLE_EQ(work.activation_bytes, 2 * 3 * 220);
}

TEST(Variant, HeadsCostTheirProducts) {
  const Work linear = exit_work(small_variant(1, 2, 1, 3, 10, 2, ExitHead::Linear), 7, 1, 4);
  EXPECT_DOUBLE_EQ(linear.flops, 2 * 14);
  EXPECT_DOUBLE_EQ(linear.parameter_bytes, 4 * (14 + 7));
  EXPECT_DOUBLE_EQ(linear.activation_bytes, 4 * (2 + 7));
  const Work pooler = exit_work(small_variant(1, 2, 1, 3, 10, 2, ExitHead::Pooler), 7, 1, 4);
  EXPECT_DOUBLE_EQ(pooler.flops, 2 * (4 + 14));
  EXPECT_DOUBLE_EQ(pooler.parameter_bytes, 4 * (4 + 2 + 14 + 7));
  EXPECT_DOUBLE_EQ(pooler.activation_bytes, 4 * (3 * 2 + 7));
}

TEST(Variant, AFactorisedEmbeddingIsProjected) {
  const Variant factorised = small_variant(1, 6, 1, 3, 10, 2);
  const Work work = embedding_work(factorised, 5, 1, 4);
  EXPECT_DOUBLE_EQ(work.flops, 2 * 5 * 2 * 6);
  EXPECT_DOUBLE_EQ(work.parameter_bytes, 4 * (2 * 6 + 6));
  EXPECT_DOUBLE_EQ(work.activation_bytes, 4 * 5 * (2 + 6));
  EXPECT_DOUBLE_EQ(encoder_work(factorised, 5, 1, 4).flops,
                   work.flops + layer_work(factorised, 1, 5, 1, 4).flops);
}

TEST(Variant, AnEmbeddingOfFullWidthIsNotProjected) {
  const Work work = embedding_work(small_variant(1, 6, 1, 3, 10, 6), 5, 1, 4);
  EXPECT_EQ(work.flops, 0);
  EXPECT_EQ(work.parameter_bytes, 0);
  EXPECT_EQ(work.activation_bytes, 0);
}

// Each test below changes one feature of BERT's layer with the sizes h = 4, 2 heads, f = 8, t = 5.
Variant plain() { return small_variant(3, 4, 2, 8, 10, 4); }
double macs(const Variant& v, int layer = 1, int tokens = 5, int batch = 1) {
  return layer_work(v, layer, tokens, batch, 4).flops / 2;
}

TEST(VariantFeature, NoneIsBert) { EXPECT_DOUBLE_EQ(macs(plain()), 5 * (4 * 16 + 2 * 32) + 2 * 25 * 4); }

TEST(VariantFeature, GroupsDivideTheirProducts) {
  Variant grouped = plain();
  grouped.attention.groups = 4;
  grouped.feed_forward_block.groups = 2;
  EXPECT_DOUBLE_EQ(macs(grouped), 5 * (3 * 16 / 4.0 + 16 + 2 * 32 / 2.0) + 200);
  EXPECT_DOUBLE_EQ(layer_parameters(plain()) - layer_parameters(grouped), 3 * 12 + 2 * 16);
  grouped.attention.output_groups = 2;
  EXPECT_DOUBLE_EQ(macs(grouped), 5 * (12 + 8 + 32) + 200);
}

TEST(VariantFeature, AGateDoublesTheFirstProduct) {
  Variant gated = plain();
  gated.feed_forward_block.gated = true;
  EXPECT_DOUBLE_EQ(macs(gated) - macs(plain()), 5 * 32);
  EXPECT_DOUBLE_EQ(layer_parameters(gated) - layer_parameters(plain()), 32 + 8);
}

TEST(VariantFeature, FeedForwardBlocksInSequenceAddUp) {
  Variant stacked = plain();
  stacked.feed_forward_block.count = 3;
  EXPECT_DOUBLE_EQ(macs(stacked) - macs(plain()), 2 * 5 * 2 * 32);
}

TEST(VariantFeature, WithoutBiasesThereAreFewerParametersAndNoFewerProducts) {
  Variant unbiased = plain();
  unbiased.bias = false;
  EXPECT_DOUBLE_EQ(macs(unbiased), macs(plain()));
  EXPECT_DOUBLE_EQ(layer_parameters(plain()) - layer_parameters(unbiased), 4 * 4 + 8 + 4);
}

// Interior width 2: one projection 4×2, or two and values from the full width; then back, 2×4.
TEST(VariantFeature, ABottleneckNarrowsAttentionAndFeedForward) {
  Variant narrow = plain();
  narrow.bottleneck.width = 2;
  EXPECT_DOUBLE_EQ(macs(narrow), 5 * (8 + 4 * 4 + 2 * 16 + 8) + 2 * 25 * 2);
  narrow.bottleneck.separate_attention = true;
  EXPECT_DOUBLE_EQ(macs(narrow), 5 * (2 * 8 + 3 * 4 + 8 + 2 * 16 + 8) + 2 * 25 * 2);
}

// A window of 1 on each side: of 5 tokens, 3·5 − 2 = 13 pairs instead of 25. Every second layer is global.
TEST(VariantFeature, ALocalLayerCountsThePairsInItsWindow) {
  Variant local = plain();
  local.attention.window = 1;
  local.attention.global_every = 2;
  EXPECT_DOUBLE_EQ(macs(local, 1), macs(plain()));
  EXPECT_DOUBLE_EQ(macs(local, 2), macs(plain()) - 2 * (25 - 13) * 4);
  EXPECT_DOUBLE_EQ(macs(local, 3), macs(plain()));
  EXPECT_DOUBLE_EQ(macs(local, 2, 2), macs(plain(), 2, 2));  // both tokens are in each other's window
  EXPECT_DOUBLE_EQ(layers_work(local, 1, 3, 5, 1, 4).flops / 2, 3 * macs(plain()) - 96);
}

// R = 6 relative positions: two projections 6×4×4 once a batch, two products of 5×6 scores over 4 for each
// sample.
TEST(VariantFeature, DisentangledAttentionProjectsItsPositionsOnceABatch) {
  Variant disentangled = plain();
  disentangled.attention.relative_positions = 6;
  EXPECT_DOUBLE_EQ(macs(disentangled) - macs(plain()), 2 * 6 * 16 + 2 * 5 * 6 * 4);
  EXPECT_DOUBLE_EQ(macs(disentangled, 1, 5, 3) - macs(plain(), 1, 5, 3), 2 * 6 * 16 + 3 * 2 * 5 * 6 * 4);
  EXPECT_DOUBLE_EQ(parameter_count(disentangled) - parameter_count(plain()), 6 * 4 + 8);
}

TEST(VariantFeature, SharedLayersCountOnceAsParametersAndInMemory) {
  Variant shared = plain();
  shared.shared_layers = true;
  const double layer = layer_parameters(plain());
  EXPECT_DOUBLE_EQ(parameter_count(plain()) - parameter_count(shared), 2 * layer);
  EXPECT_DOUBLE_EQ(layers_work(shared, 1, 3, 5, 1, 4).parameter_bytes,
                   4 * 3 * layer);  // read again each time
  const Piece all = {.first_layer = 1, .last_layer = 3, .exits = 0, .classes = 2};
  EXPECT_DOUBLE_EQ(memory_bytes(plain(), all, 5, 1, 4) - memory_bytes(shared, all, 5, 1, 4), 4 * 2 * layer);
}

// Layers 2 and 3 and a head, 5 tokens, a batch of 2, 2 bytes an element. Kept at a time: the input 5·4;
// attention 4·5·4 + 2·25 = 130, feed-forward 5 (4 + 8) = 60.
TEST(Variant, MemoryOfAPieceAsComputedByHand) {
  const Piece piece = {.first_layer = 2, .last_layer = 3, .exits = 1, .classes = 7};
  const double parameters = 2 * layer_parameters(plain()) + (16 + 4) + (28 + 7);
  EXPECT_DOUBLE_EQ(memory_bytes(plain(), piece, 5, 2, 2), 2 * (parameters + 2 * (20 + 130)));
  const Piece from_text = {.first_layer = 1, .last_layer = 3, .exits = 1, .classes = 7};
  EXPECT_DOUBLE_EQ(memory_bytes(plain(), from_text, 5, 2, 2) - memory_bytes(plain(), piece, 5, 2, 2),
                   2 * (layer_parameters(plain()) + embedding_parameters(plain())));
}

TEST(Variant, PaddingAndTruncationMakeEverySampleAsLong) {
  Variant padded = small_variant(1, 2, 1, 3, 10, 2);
  EXPECT_EQ(computed_tokens(padded, 37), 37);
  padded.pad_to = 128;
  EXPECT_EQ(computed_tokens(padded, 37), 128);
  EXPECT_EQ(computed_tokens(padded, 500), 128);
}

// 128 × 768 × 4 B = 393,216 B, the payload of a split BERT-base.
TEST(Variant, HiddenStateOfBertBaseAt128Tokens) {
  EXPECT_DOUBLE_EQ(hidden_state_bytes(small_variant(12, 768, 12, 3072, 30522, 768), 128, 4), 393'216);
}

// ELECTRA-small's embeddings are half as wide as the hidden states of its layers.
TEST(Variant, HiddenStateIsAsWideAsTheLayers) {
  EXPECT_DOUBLE_EQ(hidden_state_bytes(small_variant(12, 256, 4, 1024, 30522, 128), 10, 2), 10 * 256 * 2);
}

}  // namespace
}  // namespace dimsim::model
