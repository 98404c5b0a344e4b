/// Compares the entries of models/ with figures that were computed or published elsewhere.

#include "dimsim/catalogue/catalogue.hpp"
#include "dimsim/model/variant.hpp"
#include "support/catalogue_entry.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::model {
namespace {

constexpr std::array kTokens = {32, 64, 128, 384, 512};
constexpr double kOnePercent = 0.01;

/// Parameters in millions, and GFLOP of the encoder at kTokens tokens; 0 = not computed there.
struct Reference {
  const char* entry;
  const char* table_name;
  double parameters_m;
  std::array<double, kTokens.size()> gflop;
};

// Computed from the architectures independently of dimsim.
const std::vector<Reference> kReferences = {
    // clang-format off
    {"bert-tiny", "BERT-tiny", 4.4, {0.026, 0.055, 0.117, 0.453, 0.671}},
    {"bert-mini", "BERT-mini", 11.2, {0.206, 0.419, 0.872, 3.020, 4.295}},
    {"bert-small", "BERT-small", 28.8, {0.814, 1.644, 3.355, 10.872, 15.032}},
    {"bert-medium", "BERT-medium", 41.4, {1.627, 3.288, 6.711, 21.743, 30.065}},
    {"bert-base", "BERT-base", 109.5, {5.474, 11.023, 22.347, 70.666, 96.637}},
    {"bert-large", "BERT-large", 335.1, {19.428, 39.057, 78.920, 246.424, 335.007}},
    {"distilbert", "DistilBERT", 66.4, {2.737, 5.511, 11.174, 35.333, 48.318}},
    {"tinybert-4", "TinyBERT-4", 14.4, {0.296, 0.603, 1.247, 4.233, 5.971}},
    {"tinybert-6", "TinyBERT-6", 67.0, {2.737, 5.511, 11.174, 35.333, 48.318}},
    {"albert-base", "ALBERT-base", 11.7, {5.480, 11.035, 22.372, 70.741, 96.737}},
    {"albert-large", "ALBERT-large", 17.7, {19.436, 39.074, 78.954, 246.524, 335.142}},
    {"albert-xlarge", "ALBERT-xlarge", 58.7, {77.528, 155.458, 312.526, 956.905, 1288.759}},
    {"roberta-base", "RoBERTa-base", 124.1, {5.474, 11.023, 22.347, 70.666, 96.637}},
    {"roberta-large", "RoBERTa-large", 354.3, {19.428, 39.057, 78.920, 246.424, 335.007}},
    {"electra-small", "ELECTRA-small", 13.5, {0.619, 1.262, 2.626, 9.085, 12.918}},
    {"electra-base", "ELECTRA-base", 108.9, {5.474, 11.023, 22.347, 70.666, 96.637}},
    {"minilm-l6-h384", "MiniLM-L6-H384", 22.7, {0.689, 1.397, 2.869, 9.513, 13.288}},
    {"minilm-l12-h384", "MiniLM-L12-H384", 33.4, {1.378, 2.793, 5.738, 19.025, 26.575}},
    {"squeezebert", "SqueezeBERT", 51.1, {1.736, 3.548, 7.399, 25.820, 36.843}},
    {"deberta-v3-small", "DeBERTa-v3-small", 141.3, {2.737, 5.511, 11.174, 35.333, 48.318}},
    {"deberta-v3-base", "DeBERTa-v3-base", 183.8, {5.474, 11.023, 22.347, 70.666, 96.637}},
    {"modernbert-base", "ModernBERT-base", 149.0, {7.128, 14.395, 29.343, 94.674, 130.661}},
    {"modernbert-large", "ModernBERT-large", 394.8, {22.079, 44.393, 89.725, 280.448, 381.447}},
    {"elasticbert-base", "ElasticBERT-base", 109.5, {5.474, 11.023, 22.347, 70.666, 96.637}},
    {"elasticbert-large", "ElasticBERT-large", 335.1, {19.428, 39.057, 78.920, 246.424, 335.007}},
    {"mobilebert", "MobileBERT", 0, {1.309, 2.642, 5.385, 17.364, 23.958}},
    // clang-format on
};

/// The reference treats every layer of ModernBERT as global and omits the position terms of DeBERTa. Both
/// features have separate tests (VariantFeature).
Variant as_in_the_reference(const std::string& entry) {
  Variant variant = catalogue_model(entry);
  variant.attention.window = 0;
  variant.attention.relative_positions = 0;
  return variant;
}

TEST(ModelCatalogue, FlopsAreWithinOnePercentOfTheReference) {
  for (const Reference& row : kReferences) {
    const Variant variant = as_in_the_reference(row.entry);
    for (std::size_t i = 0; i < kTokens.size(); ++i) {
      // Plus half a unit in the last digit of the table, which is 2 % of its smallest figure.
      EXPECT_NEAR(encoder_work(variant, kTokens[i], 1, 4).flops / 1e9, row.gflop[i],
                  kOnePercent * row.gflop[i] + 0.0005)
          << row.entry << " at " << kTokens[i];
    }
  }
}

TEST(ModelCatalogue, ParametersAreWithinOnePercentOfTheReference) {
  for (const Reference& row : kReferences) {
    if (row.parameters_m > 0) {
      // Plus half a unit in the last digit of the table, which is 1.1 % of its smallest figure.
      EXPECT_NEAR(parameter_count(catalogue_model(row.entry)) / 1e6, row.parameters_m,
                  kOnePercent * row.parameters_m + 0.05)
          << row.entry;
    }
  }
}

/// Local windows and position terms cost what the papers describe: ModernBERT's local layers save 6 % at 512
/// tokens; DeBERTa's positions add 2·512·h² multiply-adds once and 2·t·512·h to each layer.
TEST(ModelCatalogue, WindowsAndPositionsCostWhatTheyShould) {
  const double local = encoder_work(catalogue_model("modernbert-base"), 512, 1, 4).flops;
  const double all_global = encoder_work(as_in_the_reference("modernbert-base"), 512, 1, 4).flops;
  // 14 of 22 layers are local: 4·768·(512² − (512·129 − 64·65)) each.
  EXPECT_NEAR(all_global - local, 14 * 4.0 * 768 * (512.0 * 512 - (512 * 129 - 64 * 65)), 1);
  const double with_positions = encoder_work(catalogue_model("deberta-v3-base"), 128, 1, 4).flops;
  const double without = encoder_work(as_in_the_reference("deberta-v3-base"), 128, 1, 4).flops;
  EXPECT_NEAR(with_positions - without, 12 * 2.0 * (2.0 * 512 * 768 * 768 + 2.0 * 128 * 512 * 768), 1);
}

/// A published figure, and the known deviation of dimsim's.
struct Published {
  const char* entry;
  const char* what;
  double published;
  double dimsim;
  double known_deviation;  ///< dimsim / published − 1
  const char* source_and_reason;
};

TEST(ModelCatalogue, PublishedFiguresDifferByTheKnownDeviation) {
  const auto gflop = [](const char* entry) {
    return encoder_work(catalogue_model(entry), 128, 1, 4).flops / 1e9;
  };
  const auto millions = [](const char* entry) { return parameter_count(catalogue_model(entry)) / 1e6; };
  const std::vector<Published> table = {
      {"bert-base", "GFLOP at 128", 22.5, gflop("bert-base"), -0.007, "MobileBERT paper, table 3; rounded"},
      {"mobilebert", "GFLOP at 128", 5.7, gflop("mobilebert"), -0.055,
       "the same; counts more than matrix products"},
      {"mobilebert-tiny", "GFLOP at 128", 3.1, gflop("mobilebert-tiny"), -0.009, "the same; rounded"},
      {"tinybert-4", "GFLOP at 128", 1.2, gflop("tinybert-4"), 0.039, "TinyBERT paper, table 1; rounded"},
      {"tinybert-6", "GFLOP at 128", 11.3, gflop("tinybert-6"), -0.011, "the same; with a head"},
      {"distilbert", "GFLOP at 128", 11.3, gflop("distilbert"), -0.011, "the same"},
      {"squeezebert", "GFLOP at 128", 7.42, gflop("squeezebert"), -0.003, "SqueezeBERT paper, table 2"},
      {"mobilebert", "parameters, M", 25.3, millions("mobilebert"), -0.028,
       "MobileBERT paper, table 3; with heads for training"},
      {"mobilebert-tiny", "parameters, M", 15.1, millions("mobilebert-tiny"), 0.025, "the same"},
      {"electra-small", "parameters, M", 14, millions("electra-small"), -0.037,
       "ELECTRA repository; rounded"},
      {"electra-base", "parameters, M", 110, millions("electra-base"), -0.010, "the same; rounded"},
      {"minilm-l6-h384", "parameters, M", 22, millions("minilm-l6-h384"), 0.032,
       "MiniLM repository; rounded down"},
      {"minilm-l12-h384", "parameters, M", 33, millions("minilm-l12-h384"), 0.011, "the same"},
      {"roberta-base", "parameters, M", 124.6, millions("roberta-base"), -0.005,
       "with a pooler, which classifiers leave out"},
  };
  for (const Published& row : table) {
    EXPECT_NEAR(row.dimsim / row.published - 1, row.known_deviation, 0.002)
        << row.entry << ", " << row.what << ": published " << row.published << ", dimsim " << row.dimsim
        << " (" << row.source_and_reason << ")";
  }
}

/// Compares the numbers above with the table they were taken from, if it is available.
TEST(ModelCatalogue, ReferenceEqualsTheTable) {
  const std::filesystem::path file = DIMSIM_SOURCE_DIR "/../shared/data/bert_flops_table.txt";
  if (!std::filesystem::exists(file)) {
    GTEST_SKIP() << "the reference table is not available";
  }
  std::ifstream in(file);
  std::map<std::string, std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);) {
    std::istringstream cells(line);
    std::vector<std::string>& row = rows[line.substr(0, line.find(" |"))];
    for (std::string cell; std::getline(cells, cell, '|');) {
      row.push_back(cell);
    }
  }
  constexpr std::size_t kParameters = 7;
  constexpr std::size_t kFirstGflop = 9;
  for (const Reference& reference : kReferences) {
    if (reference.parameters_m == 0) {
      continue;  // MobileBERT's lines have another format
    }
    ASSERT_TRUE(rows.contains(reference.table_name)) << reference.table_name;
    const std::vector<std::string>& row = rows[reference.table_name];
    EXPECT_DOUBLE_EQ(std::stod(row.at(kParameters)), reference.parameters_m) << reference.entry;
    for (std::size_t i = 0; i < kTokens.size(); ++i) {
      EXPECT_DOUBLE_EQ(std::stod(row.at(kFirstGflop + i)), reference.gflop[i]) << reference.entry;
    }
  }
}

/// Every entry has a reference figure.
TEST(ModelCatalogue, EveryEntryHasAReference) {
  std::set<std::string> known = {"l12-h128", "mobilebert-tiny"};  // TREC-6's own; PublishedFigures
  for (const Reference& row : kReferences) {
    known.insert(row.entry);
  }
  for (const std::string& name : catalogue::Catalogue(catalogue::Catalogue::default_root()).names("models")) {
    EXPECT_TRUE(known.contains(name)) << name;
  }
}

}  // namespace
}  // namespace dimsim::model
