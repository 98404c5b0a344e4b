#include "dimsim/cartography/stored_map.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/cartography/label_file.hpp"
#include "dimsim/hdf5/hdf5_file.hpp"
#include "support/temporary_folder.hpp"

#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::cartography {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using trace::Complexity;

class StoredMapFile : public testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }

  [[nodiscard]] static std::string refusal(const std::filesystem::path& file) {
    try {
      static_cast<void>(read_stored_map(file));
    } catch (const InputError& error) {
      return error.what();
    }
    return "it was read";
  }

  TemporaryFolder folder_;  // NOLINT(cppcoreguidelines-non-private-member-variables-in-classes)
};

TEST_F(StoredMapFile, IsReadAsItWasWritten) {
  SampleMap samples;
  samples.guids.add(R"("a,1")");
  samples.guids.add("2");
  samples.map = {.confidence = {0.9, 0.125}, .variability = {0.05, 0.3}, .correctness = {6, 1}};
  for (const char* name : {"labels.csv", "labels.jsonl"}) {
    write_labels(samples, std::vector{Complexity::Easy, Complexity::Hard}, folder_ / name);
    const StoredMap stored = read_stored_map(folder_ / name);
    EXPECT_THAT(stored.map.confidence, ElementsAre(0.9, 0.125)) << name;
    EXPECT_THAT(stored.map.variability, ElementsAre(0.05, 0.3)) << name;
    EXPECT_THAT(stored.map.correctness, ElementsAre(6, 1)) << name;
    EXPECT_THAT(stored.labels, ElementsAre(Complexity::Easy, Complexity::Hard)) << name;
    EXPECT_FALSE(stored.limits) << name;
  }
}

TEST_F(StoredMapFile, NeedsNoLabels) {
  const auto file = write("map.jsonl", R"({"guid": 1, "confidence": 0.5, "variability": 0, "correctness": 1})"
                                       "\n");
  EXPECT_THAT(read_stored_map(file).map.confidence, ElementsAre(0.5));
  EXPECT_TRUE(read_stored_map(file).labels.empty());
}

TEST_F(StoredMapFile, MayBeALabelledTrace) {
  const std::filesystem::path name = folder_ / "t.h5";
  {
    hdf5::File file = hdf5::File::create(name);
    file.write("train/confidence", std::vector<float>{0.75F, 0.25F});
    file.write("train/variability", std::vector<float>{0.125F, 0.5F});
    file.write("train/correctness", std::vector<std::int32_t>{3, 0});
    file.write("train/complexity", std::vector<std::int8_t>{0, 1});
    file.make_group("cartography");
    file.set_number("cartography", "easy_confidence_value", 0.7);
    file.set_number("cartography", "easy_variability_value", 0.2);
    file.set_number("cartography", "hard_confidence_value", 0.1);
    file.close();
  }
  const StoredMap stored = read_stored_map(name);
  EXPECT_THAT(stored.map.confidence, ElementsAre(0.75, 0.25));
  EXPECT_THAT(stored.map.correctness, ElementsAre(3, 0));
  EXPECT_THAT(stored.labels, ElementsAre(Complexity::Easy, Complexity::Medium));
  ASSERT_TRUE(stored.limits);
  EXPECT_EQ(stored.limits->easy_confidence, 0.7);
  EXPECT_EQ(stored.limits->easy_variability, 0.2);
  EXPECT_EQ(stored.limits->hard_confidence, 0.1);
}

TEST_F(StoredMapFile, IgnoresUnknownLabels) {
  const std::filesystem::path name = folder_ / "t.h5";
  {
    hdf5::File file = hdf5::File::create(name);
    file.write("train/confidence", std::vector<float>{0.75F, 0.25F});
    file.write("train/variability", std::vector<float>{0.125F, 0.5F});
    file.write("train/correctness", std::vector<std::int32_t>{3, 0});
    file.write("train/complexity", std::vector<std::int8_t>{0, -1});
    file.close();
  }
  EXPECT_TRUE(read_stored_map(name).labels.empty());
}

TEST_F(StoredMapFile, ExplainsOtherKindsOfFiles) {
  EXPECT_THAT(refusal(write("d.jsonl", R"({"guid": 1, "logits_epoch_0": [1, 2], "gold": 0})"
                                       "\n")),
              AllOf(HasSubstr("holds training dynamics"), HasSubstr("-o map.jsonl` makes one")));
  EXPECT_THAT(refusal(write("a.csv", "device,model\nx,y\n")),
              AllOf(HasSubstr("a.csv:1:1: error: is a table without a data map"),
                    HasSubstr("'confidence', 'variability' and 'correctness'")));
  EXPECT_THAT(refusal(write("a.txt", "some notes\n")), HasSubstr("is neither a trace (HDF5) nor"));
  EXPECT_THAT(refusal(folder_ / "absent.h5"), HasSubstr("there is no such file"));
  hdf5::File::create(folder_ / "r.h5").close();
  EXPECT_THAT(refusal(folder_ / "r.h5"), AllOf(HasSubstr("there is no dataset 'train/confidence'"),
                                               HasSubstr("`dimsim cartography TRACE -o TRACE`")));
}

TEST_F(StoredMapFile, RefusesEachWrongValueWithItsPlace) {
  const std::string text = refusal(write("a.csv",
                                         "confidence,variability,correctness,complexity\n"
                                         "1.5,0.1,3,easy\n0.5,nan,3,easy\n0.5,0.1,-1,easy\n0.5,0.1,3,simple\n"
                                         "0.5,0.1,3\n"));
  EXPECT_THAT(text, AllOf(HasSubstr("a.csv:2:1: error: confidence: '1.5'; expected a number from 0 to 1"),
                          HasSubstr("a.csv:3:5: error: variability: 'nan'"),
                          HasSubstr("a.csv:4:9: error: correctness: '-1'"),
                          HasSubstr("a.csv:5:11: error: complexity: 'simple'; expected easy, medium or hard"),
                          HasSubstr("a.csv:6")));
  EXPECT_THAT(refusal(write("b.jsonl", R"({"guid": 1, "confidence": 0.5, "variability": 0, "correctness": 1,)"
                                       R"( "complexity": "simple"})"
                                       "\n")),
              HasSubstr("'complexity' is 'simple'"));
}

}  // namespace
}  // namespace dimsim::cartography
