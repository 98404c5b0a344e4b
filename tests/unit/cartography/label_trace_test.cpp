#include "dimsim/cartography/label_trace.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/hdf5/hdf5_file.hpp"
#include "support/temporary_folder.hpp"
#include "support/trace_content.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::cartography {
namespace {

using testing::ElementsAre;

const std::filesystem::path kShipped = DIMSIM_SOURCE_DIR "/scenarios/traces/trec6.h5";

std::string bytes(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Labels a trace and writes the copy.
Labelling label_copy(const std::filesystem::path& input, const LabelOptions& options,
                     const std::filesystem::path& output) {
  Labelling labelling = label_trace(input, options);
  write_labelled_trace(input, labelling, output);
  return labelling;
}

PoolSizes samples_of(const Labelling& labelling, std::size_t split) {
  return sizes(labelling.splits.at(split).labels);
}

std::string fault_of(const TemporaryFolder& folder, const TraceContent& content) {
  content.write(folder / "in.h5");
  try {
    label_copy(folder / "in.h5", {}, folder / "out.h5");
  } catch (const InputError& error) {
    EXPECT_FALSE(std::filesystem::exists(folder / "out.h5"));
    const std::string text = error.what();
    return text.substr(std::min(text.size(), (folder / "in.h5").string().size()));
  }
  return "nothing was thrown";
}

TEST(LabelTrace, AddsMapLabelsAndCentroids) {
  const TemporaryFolder folder;
  small_trace().write(folder / "in.h5");
  const Labelling done = label_copy(folder / "in.h5", {}, folder / "out.h5");
  ASSERT_EQ(done.splits.size(), 2U);
  EXPECT_EQ(done.splits[0].name, "train");
  EXPECT_THAT(samples_of(done, 0), ElementsAre(2, 2, 2));
  EXPECT_THAT(samples_of(done, 1), ElementsAre(1, 1, 1));

  // Confidence .75 .9 .5 .825 .25 .5, variability 0 0 .25 .075 0 .4: the medians are .625 and .0375, so that
  // 0 and 1 are easy; the median confidence of the others is .5.
  const hdf5::File file = hdf5::File::open(folder / "out.h5");
  const auto near = [](double value) { return testing::DoubleNear(value, 1e-6); };
  EXPECT_THAT(file.read<double>("train/confidence"),
              ElementsAre(near(0.75), near(0.9), near(0.5), near(0.825), near(0.25), near(0.425)));
  EXPECT_THAT(file.read<double>("train/variability"),
              ElementsAre(near(0), near(0), near(0.25), near(0.075), near(0), near(0.325)));
  EXPECT_THAT(file.read<int>("train/correctness"), ElementsAre(2, 2, 1, 2, 0, 1));
  EXPECT_THAT(file.read<int>("train/complexity"), ElementsAre(0, 0, 1, 1, 2, 2));
  EXPECT_THAT(file.read<int>("test/complexity"), ElementsAre(0, 1, 2));
  EXPECT_NEAR(file.number("cartography", "easy_confidence_value").value(), 0.625, 1e-6);
  EXPECT_NEAR(file.number("cartography", "hard_confidence_value").value(), 0.4625, 1e-6);
  EXPECT_EQ(file.text("cartography", "easy_confidence"), "q0.5");
  EXPECT_THAT(file.text("cartography", "source").value(), testing::HasSubstr("EMNLP 2020"));
  EXPECT_THAT(file.shape("cartography/centroids"), ElementsAre(3, 2));
  EXPECT_EQ(file.text("/", "task"), "parity");
  const auto separation = trace::read(folder / "out.h5", "test").description.pool_separation.value();
  EXPECT_EQ(separation.own_pool_share, done.separation.value().own_pool_share);
  EXPECT_EQ(separation.own_pool_share_balanced, done.separation.value().own_pool_share_balanced);
}

TEST(LabelTrace, ReproducesTheShippedFileByteForByte) {
  const TemporaryFolder folder;
  label_copy(kShipped, {}, folder / "again.h5");
  EXPECT_TRUE(bytes(folder / "again.h5") == bytes(kShipped));
}

TEST(LabelTrace, MayReplaceItsInput) {
  const TemporaryFolder folder;
  small_trace().write(folder / "x.h5");
  label_copy(folder / "x.h5", {}, folder / "x.h5");
  const std::string once = bytes(folder / "x.h5");
  label_copy(folder / "x.h5", {}, folder / "x.h5");
  EXPECT_TRUE(bytes(folder / "x.h5") == once);
  EXPECT_THAT(folder.contents(), ElementsAre("x.h5"));
}

TEST(LabelTrace, KeepsUnknownData) {
  const TemporaryFolder folder;
  TraceContent content = small_trace();
  content.integers["test/length_of_title"] = {{3}, {1, 2, 3}};
  content.integers["extra/table"] = {{2}, {8, 9}};
  content.write(folder / "in.h5");
  label_copy(folder / "in.h5", {}, folder / "out.h5");
  const hdf5::File file = hdf5::File::open(folder / "out.h5");
  EXPECT_THAT(file.read<int>("test/length_of_title"), ElementsAre(1, 2, 3));
  EXPECT_THAT(file.read<int>("extra/table"), ElementsAre(8, 9));
}

TEST(LabelTrace, NeedsDynamicsAndEmbeddings) {
  const TemporaryFolder folder;
  TraceContent content = small_trace();
  content.numbers.erase("train/dynamics_exit2");
  EXPECT_EQ(fault_of(folder, content),
            ": error: has no training dynamics; expected 'train/dynamics_exitN', samples x epochs x classes, "
            "for the "
            "last exit N");
  content = small_trace();
  content.numbers.erase("test/embedding");
  EXPECT_EQ(fault_of(folder, content),
            ": error: has no dataset 'test/embedding', which is needed to label its samples");
  content = small_trace();
  content.numbers["test/embedding"] = {{3, 1}, {1, 2, 3}};
  EXPECT_EQ(fault_of(folder, content),
            ": error: 'test/embedding' has 1 dimensions, but 'train/embedding' has 2");
  content = small_trace();
  std::erase_if(content.integers, [](const auto& entry) { return entry.first.starts_with("train/"); });
  std::erase_if(content.numbers, [](const auto& entry) { return entry.first.starts_with("train/"); });
  EXPECT_EQ(fault_of(folder, content), ": error: has no split 'train'\n  hint: it has: test");
}

TEST(LabelTrace, StoresItsOptions) {
  const TemporaryFolder folder;
  label_copy(kShipped, {.map = {.burn_out = 4}, .pools = "reward", .reward = RewardOptions{.mu = 0.02}},
             folder / "out.h5");
  const hdf5::File file = hdf5::File::open(folder / "out.h5");
  EXPECT_EQ(file.text("cartography", "pools"), "reward");
  EXPECT_EQ(file.number("cartography", "burn_out"), 4);
  EXPECT_EQ(file.text("cartography", "calibration"), "dev");
  EXPECT_EQ(file.text("cartography", "exits"), "3,6,12");
  EXPECT_EQ(file.number("cartography", "mu"), 0.02);
  // The stored figures can be recomputed from the file.
  const trace::Split dev = trace::read(folder / "out.h5", "dev").split;
  std::vector<std::size_t> first;
  for (const trace::Complexity pool : dev.complexity) {
    first.push_back(static_cast<std::size_t>(pool));
  }
  std::vector<double> thresholds;
  std::istringstream text(file.text("cartography", "thresholds").value());
  for (std::string part; std::getline(text, part, ',');) {
    thresholds.push_back(std::stod(part));
  }
  EXPECT_NEAR(reward::mean_reward(dev, first, ladder({.mu = 0.02}), thresholds),
              file.number("cartography", "reward").value(), 1e-12);
}

TEST(LabelTrace, RefusesToTuneOnUnsuitableSplits) {
  const auto fault = [](const RewardOptions& options) -> std::string {
    try {
      static_cast<void>(label_trace(kShipped, {.reward = options}));
    } catch (const InputError& error) {
      return error.what();
    }
    return "nothing was thrown";
  };
  EXPECT_THAT(fault({.calibration = "test"}), testing::HasSubstr("may not be chosen on 'test'"));
  EXPECT_THAT(fault({.calibration = "train"}), testing::HasSubstr("'train' has no exit logits"));
  EXPECT_THAT(fault({.calibration = "absent"}), testing::HasSubstr("has no split 'absent'"));
  EXPECT_THAT(fault({.exits = {3, 6, 13}}), testing::HasSubstr("'dev' has exits 1 to 12, and none at 13"));
}

TEST(LabelTrace, RefusesATargetThatCannotBeWritten) {
  const TemporaryFolder folder;
  small_trace().write(folder / "in.h5");
  EXPECT_THROW(label_copy(folder / "in.h5", {}, folder / "absent/out.h5"), RunError);
  EXPECT_THAT(folder.contents(), ElementsAre("in.h5"));
}

/// Samples of each pool, and accuracy and mean cost of sending pool k to exit `exits[k]`, by plain loops.
struct Routed {
  std::array<double, kPools> share{};  ///< [%]
  double accuracy = 0;                 ///< [%]
  double cost = 0;                     ///< layers + 2 for the edge or 5 for the cloud
};

Routed route(const trace::Split& split, const std::array<int, kPools>& exits) {
  constexpr std::array<double, kPools> kOffload{0, 2, 5};
  const double all = static_cast<double>(split.samples);
  Routed routed;
  for (std::size_t sample = 0; sample < split.samples; ++sample) {
    const auto pool = static_cast<std::size_t>(split.complexity[sample]);
    const auto scores = split.exit_logits(sample, exits[pool]);
    const auto answer = std::max_element(scores.begin(), scores.end()) - scores.begin();
    routed.share[pool] += 100 / all;
    routed.accuracy += answer == split.gold[sample] ? 100 / all : 0;
    routed.cost += (exits[pool] + kOffload[pool]) / all;
  }
  return routed;
}

/// The figures in the README of the two-stage traces, rounded as there.
struct Published {
  std::string task;
  std::array<double, kPools> train_share;
  std::array<double, kPools> test_share;
  double own_pool_share;  ///< "training samples sent back to their own pool"
  double accuracy;
  double cost;
};

void PrintTo(const Published& published, std::ostream* out) { *out << published.task; }

class PublishedFigures : public testing::TestWithParam<Published> {};

TEST_P(PublishedFigures, AreReproduced) {
  const Published& expected = GetParam();
  const std::filesystem::path input = std::string(DIMSIM_SOURCE_DIR "/../shared/data/traces/two-stage/") +
                                      expected.task + "/" + expected.task + ".h5";
  if (!std::filesystem::exists(input)) {
    GTEST_SKIP() << "the traces that these figures are of are not at hand";
  }
  const TemporaryFolder folder;
  const Labelling done = label_copy(input, {}, folder / "labelled.h5");
  const PoolSizes train = samples_of(done, 0);
  const double all = static_cast<double>(train[0] + train[1] + train[2]);
  const Routed routed = route(trace::read(folder / "labelled.h5", "test").split, {3, 6, 12});
  constexpr double kTenth = 0.05 + 1e-9;  // half of the last digit that is given
  for (std::size_t pool = 0; pool < kPools; ++pool) {
    EXPECT_NEAR(100 * static_cast<double>(train[pool]) / all, expected.train_share[pool], kTenth);
    EXPECT_NEAR(routed.share[pool], expected.test_share[pool], kTenth);
  }
  EXPECT_NEAR(100 * done.separation.value().own_pool_share, expected.own_pool_share, kTenth);
  EXPECT_NEAR(routed.accuracy, expected.accuracy, kTenth);
  EXPECT_NEAR(routed.cost, expected.cost, 0.005 + 1e-9);
}

INSTANTIATE_TEST_SUITE_P(
    TwoStage, PublishedFigures,
    testing::Values(Published{"trec6", {44.8, 27.6, 27.6}, {28.2, 43.8, 28.0}, 62.6, 81.4, 9.11},
                    Published{"sst2", {42.7, 28.7, 28.7}, {24.1, 40.6, 35.3}, 43.5, 73.6, 9.98},
                    Published{"subj", {46.6, 26.7, 26.7}, {45.2, 12.8, 42.0}, 42.5, 83.1, 9.52}),
    [](const auto& instance) { return instance.param.task; });

TEST(LabelTrace, ReproducesTheFiguresOfTheReadme) {
  const Routed routed = route(trace::read(kShipped, "test").split, {3, 6, 12});
  EXPECT_THAT(routed.share, ElementsAre(testing::DoubleNear(28.2, 1e-9), testing::DoubleNear(43.8, 1e-9),
                                        testing::DoubleNear(28.0, 1e-9)));
  EXPECT_NEAR(routed.accuracy, 81.4, 1e-9);
  EXPECT_NEAR(routed.cost, 9.11, 1e-9);
}

}  // namespace
}  // namespace dimsim::cartography
