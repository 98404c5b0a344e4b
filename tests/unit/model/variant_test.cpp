#include "model/variant.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::model {
namespace {

Variant variant(int layers, int hidden, int heads, int feed_forward, int vocabulary, int embedding,
                ExitHead exit_head = ExitHead::Pooler) {
  return {.name = "variant",
          .layers = layers,
          .hidden = hidden,
          .heads = heads,
          .feed_forward = feed_forward,
          .vocabulary = vocabulary,
          .embedding = embedding,
          .exit_head = exit_head};
}

/// A row of the reference table: GFLOP of the encoder at `kTokens` tokens, and parameters in millions.
struct Reference {
  std::string name;
  Variant variant;
  double parameters_m;
  std::vector<double> gflop;
};

const std::vector<int> kTokens = {32, 64, 128, 384, 512};

// Computed from the architectures independently of dimsim; published for BERT-base at 128 tokens: 22.5 GFLOP
// (Sun et al., MobileBERT, ACL 2020). DistilBERT and ELECTRA have no pooler.
const std::vector<Reference>& references() {
  static const std::vector<Reference> rows = {
      {"BERT-tiny", variant(2, 128, 2, 512, 30522, 128), 4.4, {.026, .055, .117, .453, .671}},
      {"BERT-base", variant(12, 768, 12, 3072, 30522, 768), 109.5, {5.474, 11.023, 22.347, 70.666, 96.637}},
      {"BERT-large",
       variant(24, 1024, 16, 4096, 30522, 1024),
       335.1,
       {19.428, 39.057, 78.920, 246.424, 335.007}},
      {"DistilBERT",
       variant(6, 768, 12, 3072, 30522, 768, ExitHead::Linear),
       66.4,
       {2.737, 5.511, 11.174, 35.333, 48.318}},
      {"ELECTRA-small",
       variant(12, 256, 4, 1024, 30522, 128, ExitHead::Linear),
       13.5,
       {.619, 1.262, 2.626, 9.085, 12.918}},
      {"MiniLM-L12-H384",
       variant(12, 384, 12, 1536, 30522, 384),
       33.4,
       {1.378, 2.793, 5.738, 19.025, 26.575}},
  };
  return rows;
}

constexpr double kOnePercent = 0.01;

TEST(Variant, EncoderFlopsAreWithinOnePercentOfTheReference) {
  for (const Reference& row : references()) {
    for (std::size_t i = 0; i < kTokens.size(); ++i) {
      const double gflop = encoder_work(row.variant, kTokens[i], 1, 4).flops / 1e9;
      // Half a unit of the table's last digit on top, which is 2 % of its smallest figure.
      EXPECT_NEAR(gflop, row.gflop[i], kOnePercent * row.gflop[i] + 0.0005)
          << row.name << " at " << kTokens[i];
    }
  }
}

TEST(Variant, ParametersAreWithinOnePercentOfTheReference) {
  for (const Reference& row : references()) {
    EXPECT_NEAR(parameter_count(row.variant) / 1e6, row.parameters_m, kOnePercent * row.parameters_m)
        << row.name;
  }
}

// The numbers above against the table they were taken from, where it is at hand.
TEST(Variant, ReferenceIsThatOfTheTable) {
  const std::filesystem::path file = DIMSIM_SOURCE_DIR "/../shared/data/bert_flops_table.txt";
  if (!std::filesystem::exists(file)) {
    GTEST_SKIP() << "the reference table is not beside the repository";
  }
  std::ifstream in(file);
  std::map<std::string, std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);) {
    std::istringstream cells(line);
    std::vector<std::string> row;
    for (std::string cell; std::getline(cells, cell, '|');) {
      row.push_back(cell);
    }
    const std::string name = line.substr(0, line.find(" |"));
    rows[name] = row;
  }
  constexpr std::size_t kParameters = 7;
  constexpr std::size_t kFirstGflop = 9;
  for (const Reference& reference : references()) {
    ASSERT_TRUE(rows.contains(reference.name)) << reference.name;
    const std::vector<std::string>& row = rows[reference.name];
    EXPECT_DOUBLE_EQ(std::stod(row.at(kParameters)), reference.parameters_m) << reference.name;
    for (std::size_t i = 0; i < kTokens.size(); ++i) {
      EXPECT_DOUBLE_EQ(std::stod(row.at(kFirstGflop + i)), reference.gflop[i]) << reference.name;
    }
  }
}

// h = 2, 1 head, f = 3, t = 5. MACs: 5 (4·4 + 2·2·3) + 2·25·2 = 240. Weights and biases: 4 (4 + 2) + (6 + 3)
// + (6 + 2) + 2·4 = 49. Elements of operands and results: 14·5·2 + 2·5·3 + 2·25·1 = 220.
TEST(Variant, LayerOfASmallModelAsComputedByHand) {
  const Variant small = variant(1, 2, 1, 3, 10, 2);
  const Work work = layer_work(small, 5, 1, 4);
  EXPECT_DOUBLE_EQ(work.flops, 480);
  EXPECT_DOUBLE_EQ(work.parameter_bytes, 4 * 49);
  EXPECT_DOUBLE_EQ(work.activation_bytes, 4 * 220);
  // Tables (10 + 512 + 2)·2 + 4, the layer, the pooler 4 + 2.
  EXPECT_DOUBLE_EQ(parameter_count(small), 1052 + 49 + 6);
}

TEST(Variant, ABatchReadsItsParametersOnce) {
  const Variant small = variant(1, 2, 1, 3, 10, 2);
  const Work work = layer_work(small, 5, 3, 2);
  EXPECT_DOUBLE_EQ(work.flops, 3 * 480);
  EXPECT_DOUBLE_EQ(work.parameter_bytes, 2 * 49);
  EXPECT_DOUBLE_EQ(work.activation_bytes, 2 * 3 * 220);
}

TEST(Variant, HeadsCostWhatTheirProductsCost) {
  const Work linear = exit_work(variant(1, 2, 1, 3, 10, 2, ExitHead::Linear), 7, 1, 4);
  EXPECT_DOUBLE_EQ(linear.flops, 2 * 14);
  EXPECT_DOUBLE_EQ(linear.parameter_bytes, 4 * (14 + 7));
  EXPECT_DOUBLE_EQ(linear.activation_bytes, 4 * (2 + 7));
  const Work pooler = exit_work(variant(1, 2, 1, 3, 10, 2, ExitHead::Pooler), 7, 1, 4);
  EXPECT_DOUBLE_EQ(pooler.flops, 2 * (4 + 14));
  EXPECT_DOUBLE_EQ(pooler.parameter_bytes, 4 * (4 + 2 + 14 + 7));
  EXPECT_DOUBLE_EQ(pooler.activation_bytes, 4 * (3 * 2 + 7));
}

TEST(Variant, AFactorisedEmbeddingIsProjected) {
  const Variant factorised = variant(1, 6, 1, 3, 10, 2);
  const Work work = embedding_work(factorised, 5, 1, 4);
  EXPECT_DOUBLE_EQ(work.flops, 2 * 5 * 2 * 6);
  EXPECT_DOUBLE_EQ(work.parameter_bytes, 4 * (2 * 6 + 6));
  EXPECT_DOUBLE_EQ(work.activation_bytes, 4 * 5 * (2 + 6));
  EXPECT_DOUBLE_EQ(encoder_work(factorised, 5, 1, 4).flops,
                   work.flops + layer_work(factorised, 5, 1, 4).flops);
}

TEST(Variant, AnEmbeddingOfFullWidthIsNotProjected) {
  const Work work = embedding_work(variant(1, 6, 1, 3, 10, 6), 5, 1, 4);
  EXPECT_EQ(work.flops, 0);
  EXPECT_EQ(work.parameter_bytes, 0);
  EXPECT_EQ(work.activation_bytes, 0);
}

// FLOPs of ALBERT-base (embedding 128), by the same reference; its layers share their parameters, which a
// Variant's do not.
TEST(Variant, FlopsOfAlbertBaseIncludeTheProjection) {
  const Variant albert = variant(12, 768, 12, 3072, 30000, 128);
  EXPECT_NEAR(embedding_work(albert, 128, 1, 4).flops / 1e9, 22.372 - 22.347, 0.001);
}

TEST(Variant, PaddingAndTruncationMakeEverySampleAsLong) {
  Variant padded = variant(1, 2, 1, 3, 10, 2);
  EXPECT_EQ(computed_tokens(padded, 37), 37);
  padded.pad_to = 128;
  EXPECT_EQ(computed_tokens(padded, 37), 128);
  EXPECT_EQ(computed_tokens(padded, 500), 128);
}

// 128 × 768 × 4 B = 393,216 B, the payload of a split BERT-base.
TEST(Variant, HiddenStateOfBertBaseAt128Tokens) {
  EXPECT_DOUBLE_EQ(hidden_state_bytes(variant(12, 768, 12, 3072, 30522, 768), 128, 4), 393'216);
}

}  // namespace
}  // namespace dimsim::model
