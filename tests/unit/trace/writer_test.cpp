#include "dimsim/trace/writer.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/hdf5/hdf5_file.hpp"
#include "support/temporary_folder.hpp"
#include "support/trace_content.hpp"

#include <fstream>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::trace {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

const Description kDescription{.task = "parity",
                               .model = "L-2",
                               .text = "a made-up task",
                               .training = "none",
                               .synthetic = true,
                               .notes = {{"recipe", "exits: 2\n"}, {"source", "nowhere"}}};

/// The small trace in the program's own types.
std::vector<NamedSplit> small_splits(const TemporaryFolder& folder) {
  small_trace().write(folder / "small.h5");
  const auto split = [&](const std::string& name) { return read(folder / "small.h5", name).split; };
  NamedSplit training{.name = "train",
                      .split = split("train"),
                      .dynamics = read_dynamics(folder / "small.h5"),
                      .map = DataMap{.confidence = {.1F, .2F, .3F, .4F, .5F, .6F},
                                     .variability = {0, 0, 0, 0, 0, .25F},
                                     .correctness = {0, 1, 2, 0, 1, 2}}};
  return {{.name = "test", .split = split("test")}, training};
}

void expect_equal(const Split& found, const Split& expected) {
  EXPECT_EQ(found.samples, expected.samples);
  EXPECT_EQ(found.exits, expected.exits);
  EXPECT_EQ(found.classes, expected.classes);
  EXPECT_EQ(found.embedding_size, expected.embedding_size);
  EXPECT_EQ(found.guid, expected.guid);
  EXPECT_EQ(found.gold, expected.gold);
  EXPECT_EQ(found.tokens, expected.tokens);
  EXPECT_EQ(found.text_bytes, expected.text_bytes);
  EXPECT_EQ(found.logits, expected.logits);
  EXPECT_EQ(found.embedding, expected.embedding);
  EXPECT_EQ(found.complexity, expected.complexity);
}

std::string bytes(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(TraceWriter, WritesWhatReadReturns) {
  const TemporaryFolder folder;
  const std::vector<NamedSplit> splits = small_splits(folder);
  write(folder / "out.h5", kDescription, splits);
  const Trace test = read(folder / "out.h5", "test");
  expect_equal(test.split, splits[0].split);
  expect_equal(read(folder / "out.h5", "train").split, splits[1].split);
  EXPECT_EQ(test.description.task, "parity");
  EXPECT_EQ(test.description.model, "L-2");
  EXPECT_EQ(test.description.text, "a made-up task");
  EXPECT_EQ(test.description.training, "none");
  EXPECT_TRUE(test.description.synthetic);
  EXPECT_THAT(test.description.notes, ElementsAre(Pair("recipe", "exits: 2\n"), Pair("source", "nowhere")));
  const Dynamics dynamics = read_dynamics(folder / "out.h5");
  EXPECT_EQ(dynamics.epochs, 2);
  EXPECT_EQ(dynamics.logits, splits[1].dynamics->logits);
}

TEST(TraceWriter, NamesDynamicsAfterTheLastExitAndKeepsTheMap) {
  const TemporaryFolder folder;
  write(folder / "out.h5", kDescription, small_splits(folder));
  const hdf5::File file = hdf5::File::open(folder / "out.h5");
  EXPECT_TRUE(file.has_dataset("train/dynamics_exit2"));
  EXPECT_FALSE(file.has_dataset("train/exit_logits"));
  EXPECT_THAT(file.read<float>("train/variability"), ElementsAre(0, 0, 0, 0, 0, .25F));
  EXPECT_THAT(file.read<int>("train/correctness"), ElementsAre(0, 1, 2, 0, 1, 2));
}

TEST(TraceWriter, GivesEveryDatasetUnitAndDescription) {
  const TemporaryFolder folder;
  write(folder / "out.h5", kDescription, small_splits(folder));
  const hdf5::File file = hdf5::File::open(folder / "out.h5");
  for (const std::string split : {"test", "train"}) {
    for (const std::string& name : file.names(split)) {
      const std::string dataset = split + "/" + name;
      EXPECT_EQ(file.text(dataset, "unit"), name == "text_bytes" ? "B" : "") << dataset;
      EXPECT_NE(file.text(dataset, "description").value_or(""), "") << dataset;
    }
  }
}

TEST(TraceWriter, OmitsAbsentParts) {
  const TemporaryFolder folder;
  std::vector<NamedSplit> splits = small_splits(folder);
  splits.pop_back();
  splits[0].split.embedding.clear();
  splits[0].split.complexity.clear();
  write(folder / "out.h5", {.task = "t", .model = "", .text = "", .training = ""}, splits);
  const hdf5::File file = hdf5::File::open(folder / "out.h5");
  EXPECT_THAT(file.names("test"), ElementsAre("exit_logits", "gold", "guid", "text_bytes", "tokens"));
  EXPECT_THAT(file.attributes("/"), ElementsAre("description", "format", "model", "task", "version"));
  EXPECT_EQ(file.text("/", "format"), kTraceFormat);
  EXPECT_EQ(file.number("/", "version"), kTraceVersion);
  EXPECT_THAT(read(folder / "out.h5", "test").description.notes, IsEmpty());
}

TEST(TraceWriter, WritesItsVersionAndRefusesNewerOnes) {
  const TemporaryFolder folder;
  const std::vector<NamedSplit> splits = small_splits(folder);
  const auto write_version_of = [&](std::int64_t version) {
    hdf5::File file = hdf5::File::create(folder / "new.h5");
    file.set_text("/", "format", kTraceFormat);
    file.set_integer("/", "version", version);
    file.close();
    try {
      static_cast<void>(read(folder / "new.h5", "test"));
      return std::string();
    } catch (const InputError& error) {
      return std::string(error.what());
    }
  };
  EXPECT_THAT(
      write_version_of(kTraceVersion + 1),
      testing::HasSubstr("new.h5: error: is a trace of version 2; this dimsim reads versions up to 1"));
  EXPECT_THAT(write_version_of(kTraceVersion), testing::HasSubstr("has no split 'test'"))
      << "that it is read";
}

TEST(TraceWriter, TheSameContentGivesTheSameBytes) {
  const TemporaryFolder folder;
  write(folder / "a.h5", kDescription, small_splits(folder));
  write(folder / "b.h5", kDescription, small_splits(folder));
  EXPECT_TRUE(bytes(folder / "a.h5") == bytes(folder / "b.h5"));
}

TEST(TraceWriter, RefusesInconsistentSplitsAndLeavesNoFile) {
  const TemporaryFolder folder;
  const std::vector<NamedSplit> whole = small_splits(folder);
  std::vector<NamedSplit> splits = whole;
  splits[0].split.gold.pop_back();
  EXPECT_THROW(write(folder / "out.h5", kDescription, splits), InvariantError);
  splits = whole;
  splits[0].split.logits.pop_back();
  EXPECT_THROW(write(folder / "out.h5", kDescription, splits), InvariantError);
  splits = whole;
  splits[1].dynamics.reset();
  EXPECT_THROW(write(folder / "out.h5", kDescription, splits), InvariantError);
  splits = whole;
  splits[0].split.complexity[1] = Complexity::Unknown;
  EXPECT_THROW(write(folder / "out.h5", kDescription, splits), InvariantError);
  EXPECT_THROW(write(folder / "no/out.h5", kDescription, whole), RunError);
  EXPECT_THAT(folder.contents(), ElementsAre("small.h5"));
}

}  // namespace
}  // namespace dimsim::trace
