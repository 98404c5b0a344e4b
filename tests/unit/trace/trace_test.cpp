#include "dimsim/trace/trace.hpp"

#include "dimsim/base/error.hpp"
#include "support/temporary_folder.hpp"
#include "support/trace_content.hpp"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::trace {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Written once per test process.
std::filesystem::path write_small(const TemporaryFolder& folder,
                                  const TraceContent& content = small_trace()) {
  const auto path = folder / "small.h5";
  content.write(path);
  return path;
}

TEST(Trace, ReadsWhatTheFileHolds) {
  const TemporaryFolder folder;
  const Trace trace = read(write_small(folder), "test");
  EXPECT_EQ(trace.file, folder / "small.h5");
  EXPECT_EQ(trace.description.task, "parity");
  EXPECT_EQ(trace.description.model, "L-2");
  EXPECT_EQ(trace.description.text, "a made-up task");
  EXPECT_EQ(trace.description.training, "none");
  EXPECT_FALSE(trace.description.synthetic);
  const Split& split = trace.split;
  EXPECT_EQ(split.samples, 3U);
  EXPECT_EQ(split.exits, 2);
  EXPECT_EQ(split.classes, 2);
  EXPECT_EQ(split.embedding_size, 2);
  EXPECT_THAT(split.guid, ElementsAre(70, 71, 72));
  EXPECT_THAT(split.gold, ElementsAre(1, 0, 1));
  EXPECT_THAT(split.tokens, ElementsAre(5, 6, 7));
  EXPECT_THAT(split.text_bytes, ElementsAre(50, 60, 70));
  EXPECT_THAT(split.complexity, ElementsAre(Complexity::Easy, Complexity::Medium, Complexity::Hard));
  EXPECT_THAT(split.exit_logits(2, 1), ElementsAre(1000, 0));
  EXPECT_THAT(split.exit_logits(1, 2), ElementsAre(-1, -2));
}

TEST(Trace, DistinguishesSyntheticFromMeasured) {
  const TemporaryFolder folder;
  hdf5::File file = hdf5::File::create(folder / "small.h5");
  TraceContent content = small_trace();
  content.write(folder / "measured.h5");
  const hdf5::File measured = hdf5::File::open(folder / "measured.h5");
  file.copy(measured, "test");
  file.set_integer("/", "synthetic", 1);
  file.close();
  EXPECT_TRUE(read(folder / "small.h5", "test").description.synthetic);
}

TEST(Trace, EmbeddingAndLabelsMayBeAbsent) {
  const TemporaryFolder folder;
  TraceContent content = small_trace();
  content.integers.erase("test/complexity");
  content.numbers.erase("test/embedding");
  const Split split = read(write_small(folder, content), "test").split;
  EXPECT_THAT(split.complexity, IsEmpty());
  EXPECT_THAT(split.embedding, IsEmpty());
  EXPECT_EQ(split.embedding_size, 0);
}

TEST(Trace, ATrainingSplitHasDynamicsInPlaceOfExits) {
  const TemporaryFolder folder;
  const Split split = read(write_small(folder), "train").split;
  EXPECT_EQ(split.samples, 6U);
  EXPECT_EQ(split.exits, 0);
  EXPECT_EQ(split.classes, 2);
}

TEST(Trace, PredictsTheLargestScoreAndTheLowestClassAmongEquals) {
  const TemporaryFolder folder;
  const Split split = read(write_small(folder), "test").split;
  EXPECT_EQ(split.prediction(0, 1), 1);
  EXPECT_EQ(split.prediction(1, 1), 0);  // 5 against 5
  EXPECT_EQ(split.prediction(1, 2), 0);
  EXPECT_EQ(split.prediction(2, 2), 1);  // -1000 against 0
}

TEST(Trace, ConfidenceIsTheLargestSoftmaxProbability) {
  const TemporaryFolder folder;
  const Split split = read(write_small(folder), "test").split;
  // ln 3 as a float is off by at most 2^-25 ln 3, which moves a probability by a quarter of that.
  EXPECT_NEAR(split.confidence(0, 1), 0.75, 1e-7);
  EXPECT_NEAR(split.confidence(0, 2), 0.9, 1e-7);
  EXPECT_EQ(split.confidence(1, 1), 0.5);
  EXPECT_NEAR(split.confidence(1, 2), 1 / (1 + std::exp(-1.0)), 1e-15);
  EXPECT_EQ(split.confidence(2, 1), 1);  // exp(1000) would overflow
  EXPECT_EQ(split.confidence(2, 2), 1);
}

TEST(Trace, RefusesAnExitOutOfRange) {
  const TemporaryFolder folder;
  const Split split = read(write_small(folder), "test").split;
  EXPECT_THROW(static_cast<void>(split.prediction(0, 0)), InvariantError);
  EXPECT_THROW(static_cast<void>(split.prediction(0, 3)), InvariantError);
  EXPECT_THROW(static_cast<void>(split.prediction(3, 1)), InvariantError);
}

TEST(Trace, ReadsTheDynamicsOfTheLastExit) {
  const TemporaryFolder folder;
  TraceContent content = small_trace();
  auto& dynamics = content.numbers;
  dynamics["train/dynamics_exit10"] = dynamics["train/dynamics_exit2"];
  dynamics["train/dynamics_exit10"].values[0] =
      42;  // 10 follows 2 as a number, but precedes it alphabetically
  const Dynamics read_back = read_dynamics(write_small(folder, content));
  EXPECT_EQ(read_back.samples, 6U);
  EXPECT_EQ(read_back.epochs, 2);
  EXPECT_EQ(read_back.classes, 2);
  EXPECT_EQ(read_back.logits.size(), 24U);
  EXPECT_EQ(read_back.logits[0], 42);
  EXPECT_THAT(read_back.gold, ElementsAre(0, 0, 0, 0, 0, 0));
}

TEST(Trace, DynamicsAreNamedByTheNumberOfTheExitOnly) {
  const TemporaryFolder folder;
  TraceContent content = small_trace();
  auto& dynamics = content.numbers;
  dynamics["train/dynamics_exit12_old"] = dynamics["train/dynamics_exit2"];
  dynamics["train/dynamics_exit2"].values[0] = 42;
  EXPECT_EQ(read_dynamics(write_small(folder, content)).logits[0], 42);
  dynamics.erase("train/dynamics_exit2");
  EXPECT_FALSE(has_dynamics(write_small(folder, content)));
}

TEST(Trace, FingerprintIsFnv1a) {
  const TemporaryFolder folder;
  const auto of = [&](const std::string& text) {
    std::ofstream(folder / "x") << text;
    return fingerprint(folder / "x");
  };
  // Test vectors of the authors (Fowler, Noll, Eastlake; IETF draft "The FNV Non-Cryptographic Hash
  // Algorithm").
  EXPECT_EQ(of(""), "cbf29ce484222325");
  EXPECT_EQ(of("a"), "af63dc4c8601ec8c");
  EXPECT_EQ(of("foobar"), "85944171f73967e8");
  EXPECT_NE(of(std::string(200'000, 'x')), of(std::string(200'001, 'x')));
  EXPECT_NE(of(std::string(200'000, 'x')), of("y" + std::string(199'999, 'x')));  // not the last block alone
  EXPECT_THROW(static_cast<void>(fingerprint(folder / "absent")), InputError);
}

TEST(Trace, FilesOfThisProgramAreReadByH5py) {
  if (std::system("/usr/bin/python3 -c 'import h5py' 2>/dev/null") != 0) {
    GTEST_SKIP() << "python3-h5py is not installed";
  }
  const TemporaryFolder folder;
  const std::string file = write_small(folder).string();
  const std::string check = "/usr/bin/python3 -c \"import h5py; f = h5py.File('" + file +
                            "'); assert f.attrs['task'] == 'parity'; "
                            "assert f['test/exit_logits'].shape == (3, 2, 2); "
                            "assert f['test/guid'][:].tolist() == [70, 71, 72]\"";
  EXPECT_EQ(std::system(check.c_str()), 0);
}

TEST(Trace, ReadsBooleansOfH5py) {
  const TemporaryFolder folder;
  const std::string file = write_small(folder).string();
  const std::string mark = "/usr/bin/python3 -c \"import h5py; h5py.File('" + file +
                           "', 'a').attrs['synthetic'] = True\" 2>/dev/null";
  if (std::system(mark.c_str()) != 0) {
    GTEST_SKIP() << "python3-h5py is not installed";
  }
  EXPECT_TRUE(read(file, "test").description.synthetic);
}

TEST(Trace, TheShippedTraceHasTheAccuraciesOfItsReadme) {
  const Split split = read(DIMSIM_SOURCE_DIR "/scenarios/traces/trec6.h5", "test").split;
  ASSERT_EQ(split.samples, 500U);
  const auto right_at = [&](int exit) {
    int right = 0;
    for (std::size_t sample = 0; sample < split.samples; ++sample) {
      right += split.prediction(sample, exit) == split.gold[sample] ? 1 : 0;
    }
    return right;
  };
  EXPECT_EQ(right_at(3), 284);   // 56.8 %
  EXPECT_EQ(right_at(6), 353);   // 70.6 %
  EXPECT_EQ(right_at(12), 408);  // 81.6 %
}

}  // namespace
}  // namespace dimsim::trace
