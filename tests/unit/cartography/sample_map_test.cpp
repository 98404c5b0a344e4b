#include "dimsim/cartography/sample_map.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/statistics/statistics.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dimsim::cartography {
namespace {

using testing::AllOf;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;
using Paths = std::vector<std::filesystem::path>;

const std::filesystem::path kShared = DIMSIM_SOURCE_DIR "/../shared/data/cartography";

void write(const std::filesystem::path& file, const std::string& text) { std::ofstream(file) << text; }

std::string fault_of(const Paths& inputs, bool allow_incomplete = false, const MapOptions& options = {}) {
  try {
    static_cast<void>(read_dynamics(inputs, options, allow_incomplete));
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing was thrown";
}

/// A direct implementation of the original definitions: everything in memory, two passes.
struct Expected {
  double confidence = 0;
  double variability = 0;
  int correctness = 0;
  int forgetfulness = 0;
};

Expected by_definition(const std::vector<std::vector<double>>& logits, std::size_t gold, bool include_ci) {
  std::vector<double> probabilities;
  std::vector<bool> right;
  for (const auto& scores : logits) {
    double sum = 0;
    for (const double score : scores) {
      sum += std::exp(score - scores[gold]);
    }
    probabilities.push_back(1 / sum);
    std::size_t predicted = 0;
    for (std::size_t k = 1; k < scores.size(); ++k) {
      predicted = scores[k] > scores[predicted] ? k : predicted;
    }
    right.push_back(predicted == gold);
  }
  Expected expected;
  const auto epochs = static_cast<double>(logits.size());
  for (const double p : probabilities) {
    expected.confidence += p / epochs;
  }
  double variance = 0;
  for (const double p : probabilities) {
    variance += (p - expected.confidence) * (p - expected.confidence) / epochs;
  }
  expected.variability = std::sqrt(include_ci ? variance + variance * variance / (epochs - 1) : variance);
  expected.correctness = static_cast<int>(std::count(right.begin(), right.end(), true));
  for (std::size_t e = 1; e < right.size(); ++e) {
    expected.forgetfulness += right[e - 1] && !right[e] ? 1 : 0;
  }
  expected.forgetfulness = expected.correctness == 0 ? 1000 : expected.forgetfulness;
  return expected;
}

/// Logits of each sample, by guid, over the epochs of a folder that have it.
struct Tree {
  std::vector<std::vector<double>> logits;
  std::size_t gold = 0;
};

std::map<std::string, Tree> tree_of(const std::filesystem::path& folder, int epochs) {
  std::map<std::string, Tree> samples;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    std::ifstream file(folder / fmt::format("dynamics_epoch_{}.jsonl", epoch));
    for (std::string line; std::getline(file, line);) {
      const nlohmann::json record = nlohmann::json::parse(line);
      Tree& sample = samples[record["guid"].dump()];
      sample.logits.push_back(record[fmt::format("logits_epoch_{}", epoch)]);
      sample.gold = record["gold"];
    }
  }
  return samples;
}

void expect_definitions(const SampleMap& samples, const std::map<std::string, Tree>& tree, bool include_ci) {
  ASSERT_EQ(samples.guids.size(), tree.size());
  for (std::size_t i = 0; i < samples.guids.size(); ++i) {
    const Tree& sample = tree.at(std::string(samples.guids[i]));
    const Expected expected = by_definition(sample.logits, sample.gold, include_ci);
    // The required accuracy; probabilities of 32-bit logits are within 1.2e-7 of those of 64-bit ones.
    EXPECT_NEAR(samples.map.confidence[i], expected.confidence, 1e-6);
    EXPECT_NEAR(samples.map.variability[i], expected.variability, 1e-6);
    EXPECT_EQ(samples.map.correctness[i], expected.correctness);
    EXPECT_EQ(samples.map.forgetfulness[i], expected.forgetfulness);
  }
}

/// Four epochs of 50 samples in another order each, three classes, guids that are numbers and texts.
void write_dynamics(const std::filesystem::path& folder, int epochs = 4) {
  std::mt19937 random(1);
  std::normal_distribution<double> logit(0, 2);
  std::vector<int> order(50);
  std::iota(order.begin(), order.end(), 0);
  for (int epoch = 0; epoch < epochs; ++epoch) {
    std::shuffle(order.begin(), order.end(), random);
    std::ofstream file(folder / fmt::format("dynamics_epoch_{}.jsonl", epoch));
    for (const int i : order) {
      const std::string guid =
          i % 2 == 0 ? fmt::format("{}", 1000000007LL * i) : fmt::format("\"s\\\"-{}\"", i);
      file << fmt::format("{{\"guid\": {}, \"logits_epoch_{}\": [{}, {}, {}], \"gold\": {}}}\n", guid, epoch,
                          logit(random), logit(random), logit(random), i % 3);
    }
  }
}

TEST(Dynamics, FollowTheReferenceDefinitions) {
  const TemporaryFolder folder;
  write_dynamics(folder.path());
  const auto tree = tree_of(folder.path(), 4);
  const SampleMap samples = read_dynamics(Paths{folder.path()}, {}, false);
  EXPECT_EQ(samples.epochs, 4);
  EXPECT_EQ(samples.incomplete, 0U);
  expect_definitions(samples, tree, false);
  expect_definitions(read_dynamics(Paths{folder.path()}, {.include_ci = true}, false), tree, true);
}

TEST(Dynamics, UseTheFirstEpochsWithBurnOut) {
  const TemporaryFolder folder;
  write_dynamics(folder.path());
  const SampleMap samples = read_dynamics(Paths{folder.path()}, {.burn_out = 2}, false);
  EXPECT_EQ(samples.epochs, 2);
  EXPECT_EQ(samples.epochs_found, 4);
  expect_definitions(samples, tree_of(folder.path(), 2), false);
  EXPECT_EQ(read_dynamics(Paths{folder.path()}, {.burn_out = 9}, false).epochs, 4);
}

TEST(Dynamics, FollowTheReferenceDefinitionsOnTheSampleFiles) {
  if (!std::filesystem::exists(kShared)) {
    GTEST_SKIP() << "the sample of the original's training dynamics is not at hand";
  }
  // Its files contain ten samples each, all of them different.
  const SampleMap samples = read_dynamics(Paths{kShared / "dynamics"}, {}, true);
  EXPECT_EQ(samples.guids.size(), 50U);
  EXPECT_EQ(samples.incomplete, 50U);
  expect_definitions(samples, tree_of(kShared / "dynamics", 5), false);
  EXPECT_THAT(
      fault_of({kShared / "dynamics"}),
      AllOf(HasSubstr("dynamics_epoch_1.jsonl:1: error: guid 2115631346111 is not in dynamics_epoch_0.jsonl"),
            HasSubstr("--incomplete")));
}

TEST(Dynamics, FollowTheReferenceDefinitionsOnRenumberedSampleFiles) {
  if (!std::filesystem::exists(kShared)) {
    GTEST_SKIP() << "the sample of the original's training dynamics is not at hand";
  }
  const TemporaryFolder folder;
  for (int epoch = 0; epoch < 5; ++epoch) {
    const std::string name = fmt::format("dynamics_epoch_{}.jsonl", epoch);
    std::ifstream in(kShared / "dynamics" / name);
    std::ofstream out(folder / name);
    int row = 0;
    for (std::string line; std::getline(in, line); ++row) {
      nlohmann::json record = nlohmann::json::parse(line);
      record["guid"] = row;
      record["gold"] = row % 3;
      out << record.dump() << '\n';
    }
  }
  const auto tree = tree_of(folder.path(), 5);
  ASSERT_EQ(tree.size(), 10U);
  expect_definitions(read_dynamics(Paths{folder.path()}, {}, false), tree, false);
  expect_definitions(read_dynamics(Paths{folder.path()}, {.include_ci = true}, false), tree, true);
}

TEST(Dynamics, CountForgettingEvents) {
  // Right, wrong, right, right, wrong, wrong: forgotten twice. Never right: 1000. Equal scores: class 0.
  const TemporaryFolder folder;
  const std::vector<int> right{1, 0, 1, 1, 0, 0};
  for (std::size_t epoch = 0; epoch < right.size(); ++epoch) {
    const std::string field = fmt::format("\"logits_epoch_{}\"", epoch);
    write(folder / fmt::format("dynamics_epoch_{}.jsonl", epoch),
          fmt::format("{{\"guid\":\"a\",{0}:[{1},0.5],\"gold\":0}}\n{{\"guid\":\"b\",{0}:[1,1],\"gold\":1}}\n"
                      "{{\"guid\":\"c\",{0}:[1,1],\"gold\":0}}\n",
                      field, right[epoch]));
  }
  const SampleMap samples = read_dynamics(Paths{folder.path()}, {}, false);
  EXPECT_THAT(samples.map.forgetfulness, ElementsAre(2, 1000, 0));
  EXPECT_THAT(samples.map.correctness, ElementsAre(3, 0, 6));
  EXPECT_THAT(samples.map.confidence[1], DoubleNear(0.5, 1e-15));
  EXPECT_THAT(samples.map.variability[1], DoubleNear(0, 1e-15));
}

TEST(Dynamics, AreFoundInFoldersAndAsSingleFilesInAnyOrder) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "training_dynamics");
  write_dynamics(folder / "training_dynamics", 11);
  const SampleMap whole = read_dynamics(Paths{folder.path()}, {}, false);
  EXPECT_EQ(whole.epochs, 11);
  EXPECT_EQ(read_dynamics(Paths{folder / "training_dynamics"}, {}, false).map.confidence,
            whole.map.confidence);
  Paths files;
  for (int epoch = 10; epoch >= 0; --epoch) {
    files.push_back(folder / fmt::format("training_dynamics/dynamics_epoch_{}.jsonl", epoch));
  }
  EXPECT_EQ(read_dynamics(files, {}, false).map.forgetfulness, whole.map.forgetfulness);
}

TEST(Dynamics, HaveNoVariabilityAndNoIntervalForOneEpoch) {
  const TemporaryFolder folder;
  write(folder / "other name", "{\"guid\":1,\"logits_epoch_7\":[0,1],\"gold\":1}\n");
  const SampleMap samples = read_dynamics(Paths{folder / "other name"}, {}, false);
  EXPECT_EQ(samples.epochs, 1);
  EXPECT_EQ(samples.map.variability, std::vector<double>{0});
  EXPECT_THAT(fault_of({folder / "other name"}, false, {.include_ci = true}), HasSubstr("in one epoch only"));
}

class FaultyDynamics : public testing::Test {
 protected:
  void SetUp() override {
    write(folder_ / "dynamics_epoch_0.jsonl",
          "{\"guid\":1,\"logits_epoch_0\":[0,1],\"gold\":1}\n{\"guid\":2,\"logits_epoch_0\":[0,1],\"gold\":0}"
          "\n");
  }
  /// The errors if this is the file of epoch 1.
  [[nodiscard]] std::string fault(const std::string& text) const {
    write(folder_ / "dynamics_epoch_1.jsonl", text);
    const std::string found = fault_of({folder_.path()});
    const std::string file = (folder_ / "dynamics_epoch_1.jsonl").string();
    EXPECT_THAT(found, testing::StartsWith(file));
    return found.substr(std::min(found.size(), file.size()));
  }

  TemporaryFolder folder_;
};

TEST_F(FaultyDynamics, NeedTheSameSamplesInEveryEpoch) {
  EXPECT_EQ(fault("{\"guid\":1,\"logits_epoch_1\":[0,1],\"gold\":1}\n"),
            ": error: lacks 1 of the 2 samples of dynamics_epoch_0.jsonl: guid 2\n"
            "  hint: --incomplete uses, for each sample, the epochs that contain it");
  EXPECT_THAT(fault("{\"guid\":1,\"logits_epoch_1\":[0,1],\"gold\":1}\n{\"guid\":\"2\",\"logits_epoch_1\":[0,"
                    "1],\"gold\":1}\n"),
              HasSubstr(":2: error: guid \"2\" is not in dynamics_epoch_0.jsonl\n"));
  EXPECT_THAT(fault("{\"guid\":1,\"logits_epoch_1\":[0,1],\"gold\":1}\n{\"guid\":1,\"logits_epoch_1\":[0,1],"
                    "\"gold\":1}\n"),
              HasSubstr(":2: error: guid 1 appears twice"));
}

TEST_F(FaultyDynamics, ReportEveryFaultOfAFile) {
  const std::string found = fault(
      "{\"guid\":1,\"logits_epoch_1\":[0,1],\"gold\":0}\n"
      "{\"guid\":2,\"logits_epoch_1\":[0,1,2],\"gold\":0}\n"
      "{\"guid\":2,\"logits_epoch_2\":[0,1],\"gold\":0}\n"
      "{\"guid\":2,\"logits_epoch_1\":[0,1e39],\"gold\":0}\n"
      "{\"guid\":2,\"logits_epoch_1\":[0,NaN],\"gold\":0}\n"
      "{\"guid\":2,\"logits_epoch_1\":[0,1],\"gold\":2}\n"
      "{\"guid\":2,\"logits_epoch_1\":[0,1],\"gold\":0.5}\n"
      "{\"guid\":2,\"logits_epoch_1\":[0,1]}\n"
      "{\"logits_epoch_1\":[0,1],\"gold\":0}\n"
      "{\"guid\":[],\"logits_epoch_1\":[0],\"gold\":0}\n");
  for (const char* part :
       {":1: error: guid 1 has gold 0, but 1 in an earlier epoch",
        ":2: error: 'logits_epoch_1' has 3 classes, but the first",
        ":3: error: has 'logits_epoch_2', but the file's name implies 'logits_epoch_1'",
        ":4: error: 'logits_epoch_1' has a number beyond 3.4e38", ":5: error: is not a JSON object",
        ":6: error: 'gold' is 2; expected an integer from 0 to 1", ":7: error: 'gold' is 0.5; expected",
        ":8: error: has no 'gold'", ":9: error: has no 'guid'", ":10: error: 'guid' is neither",
        ":10: error: 'logits_epoch_1' is not an array of two"}) {
    EXPECT_THAT(found, HasSubstr(part));
  }
}

TEST_F(FaultyDynamics, MayNotBeEmptyOrMissing) {
  EXPECT_EQ(fault(""), ": error: holds no samples");
  EXPECT_THAT(fault_of({folder_ / "dynamics_epoch_9.jsonl"}), HasSubstr("cannot be opened: No such file"));
  const TemporaryFolder other;
  EXPECT_THAT(fault_of({other.path()}),
              HasSubstr("has no training dynamics: no file dynamics_epoch_K.jsonl"));
}

TEST_F(FaultyDynamics, MustBeConsecutive) {
  write(folder_ / "dynamics_epoch_2.jsonl", "");
  EXPECT_THAT(fault_of({folder_.path()}), HasSubstr("holds epoch 2, but the previous file holds epoch 0"));
  write(folder_ / "dynamics_epoch_0.jsonl.gz", "");
  EXPECT_THAT(fault_of({folder_.path()}),
              HasSubstr("dynamics_epoch_0.jsonl.gz: error: holds epoch 0, and so does "));
}

TEST(KindOf, IsDeterminedByTheContent) {
  const TemporaryFolder folder;
  write(folder / "trace", "\x89HDF\r\n\x1a\n...");
  write(folder / "behind user block", std::string(1024, ' ') + "\x89HDF\r\n\x1a\n...");
  write(folder / "dynamics", "{\"guid\":1,\"logits_epoch_0\":[0,1],\"gold\":1}\n");
  write(folder / "map", "{\"guid\":1,\"confidence\":0.5,\"variability\":0.1,\"correctness\":1}\n");
  write(folder / "else", "{\"guid\":1}\n");
  write(folder / "binary", std::string("\0\1\2\3\xff", 5));
  write(folder / "empty", "");
  const auto kind = [&](const char* name) { return kind_of(Paths{folder / name}); };
  EXPECT_EQ(kind("trace"), InputKind::Trace);
  EXPECT_EQ(kind("behind user block"), InputKind::Trace);
  EXPECT_EQ(kind("absent"), InputKind::Trace);
  EXPECT_EQ(kind("dynamics"), InputKind::Dynamics);
  EXPECT_EQ(kind("."), InputKind::Dynamics);
  EXPECT_EQ(kind("map"), InputKind::Map);
  for (const char* name : {"else", "binary", "empty"}) {
    EXPECT_THROW(kind(name), InputError) << name;
  }
  EXPECT_EQ(kind_of(Paths{folder / "dynamics", folder.path()}), InputKind::Dynamics);
  EXPECT_THROW(static_cast<void>(kind_of(Paths{folder / "dynamics", folder / "map"})), InputError);
  EXPECT_THROW(static_cast<void>(kind_of(Paths{folder / "map", folder / "map"})), InputError);
}

TEST(Map, IsReadWithItsOptionalMembers) {
  const TemporaryFolder folder;
  write(folder / "map",
        "{\"guid\":\"a\",\"index\":4,\"confidence\":0.5,\"variability\":0.1,\"correctness\":1}\n"
        "{\"guid\":7,\"index\":2,\"confidence\":1,\"variability\":0,\"correctness\":6.0}\n");
  const SampleMap samples = read_map(folder / "map");
  EXPECT_EQ(samples.guids[0], "\"a\"");
  EXPECT_EQ(samples.guids[1], "7");
  EXPECT_THAT(samples.index, ElementsAre(4, 2));
  EXPECT_THAT(samples.map.confidence, ElementsAre(0.5, 1));
  EXPECT_THAT(samples.map.variability, ElementsAre(0.1, 0));
  EXPECT_THAT(samples.map.correctness, ElementsAre(1, 6));
  EXPECT_TRUE(samples.map.forgetfulness.empty());
}

TEST(Map, ReportsEveryFault) {
  const TemporaryFolder folder;
  write(folder / "map",
        "{\"guid\":1,\"confidence\":0.5,\"variability\":0.1,\"correctness\":1}\n"
        "{\"guid\":1,\"confidence\":1.5,\"variability\":\"x\",\"correctness\":-1,\"index\":3,"
        "\"forgetfulness\":0}\n");
  try {
    static_cast<void>(read_map(folder / "map"));
    FAIL();
  } catch (const InputError& error) {
    for (const char* part :
         {":2: error: 'confidence' is 1.5; expected a number from 0 to 1",
          ":2: error: 'variability' is 'x'; expected", ":2: error: 'correctness' is -1; expected",
          ":2: error: has 'index', unlike the first sample", ":2: error: has 'forgetfulness', unlike",
          ":2: error: guid 1 appears twice"}) {
      EXPECT_THAT(std::string(error.what()), HasSubstr(part));
    }
  }
}

double quantile(std::vector<double> values, double p) {
  std::sort(values.begin(), values.end());
  return statistics::quantile(values, p);
}

TEST(Map, HasThePublishedStatisticsOfWinogrande) {
  const std::filesystem::path file = kShared / "winogrande_roberta_0_6_data_map_coordinates.jsonl.gz";
  if (!std::filesystem::exists(file)) {
    GTEST_SKIP() << "the original's map of Winogrande is not at hand";
  }
  const SampleMap samples = read_map(file);
  ASSERT_EQ(samples.guids.size(), 40398U);
  // Computed from the file with NumPy, and given to three digits.
  constexpr double kDigit = 0.0005 + 1e-9;
  EXPECT_NEAR(quantile(samples.map.confidence, 0.01), 0.487, kDigit);
  EXPECT_NEAR(quantile(samples.map.confidence, 0.5), 0.915, kDigit);
  EXPECT_NEAR(quantile(samples.map.confidence, 0.9), 0.995, kDigit);
  EXPECT_NEAR(quantile(samples.map.variability, 0.5), 0.174, kDigit);
  EXPECT_NEAR(quantile(samples.map.variability, 0.99), 0.379, kDigit);
  std::vector<int> counts(7);
  for (const int correct : samples.map.correctness) {
    ++counts.at(static_cast<std::size_t>(correct));
  }
  EXPECT_THAT(counts, ElementsAre(27, 84, 266, 698, 2208, 12215, 24900));
}

}  // namespace
}  // namespace dimsim::cartography
