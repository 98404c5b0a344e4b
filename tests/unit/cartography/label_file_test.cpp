#include "dimsim/cartography/label_file.hpp"

#include "dimsim/base/error.hpp"
#include "support/temporary_folder.hpp"

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::cartography {
namespace {

using trace::Complexity;

std::string written(const SampleMap& samples, const std::string& name) {
  const TemporaryFolder folder;
  write_labels(samples, std::vector{Complexity::Hard, Complexity::Easy}, folder / name);
  std::ifstream stream(folder / name, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

SampleMap two_samples() {
  SampleMap samples;
  samples.guids.add("17715");
  samples.guids.add(R"("a,\"b\"")");
  samples.map = {.confidence = {0.25, 0.1},
                 .variability = {0.125, 0},
                 .correctness = {1, 2},
                 .forgetfulness = {1000, 0}};
  return samples;
}

TEST(LabelFile, IsATable) {
  EXPECT_EQ(written(two_samples(), "x.csv"),
            "guid,index,confidence,variability,correctness,forgetfulness,threshold_closeness,complexity\n"
            "17715,0,0.25,0.125,1,1000,0.1875,hard\n"
            "\"a,\"\"b\"\"\",1,0.1,0,2,0,0.09000000000000001,easy\n");
}

TEST(LabelFile, IsJsonLinesWithTheKeysOfTheReferenceImplementation) {
  EXPECT_EQ(written(two_samples(), "x.jsonl"),
            R"({"guid":17715,"index":0,"confidence":0.25,"variability":0.125,"correctness":1,)"
            R"("forgetfulness":1000,"threshold_closeness":0.1875,"complexity":"hard"})"
            "\n"
            R"({"guid":"a,\"b\"","index":1,"confidence":0.1,"variability":0,"correctness":2,)"
            R"("forgetfulness":0,"threshold_closeness":0.09000000000000001,"complexity":"easy"})"
            "\n");
}

TEST(LabelFile, OmitsUnknownColumnsAndKeepsTheIndex) {
  SampleMap samples = two_samples();
  samples.map.forgetfulness.clear();
  samples.index = {7, 3};
  EXPECT_EQ(written(samples, "x.csv"),
            "guid,index,confidence,variability,correctness,threshold_closeness,complexity\n"
            "17715,7,0.25,0.125,1,0.1875,hard\n"
            "\"a,\"\"b\"\"\",3,0.1,0,2,0.09000000000000001,easy\n");
}

TEST(LabelFile, CanBeReadAsAMap) {
  const TemporaryFolder folder;
  write_labels(two_samples(), std::vector{Complexity::Hard, Complexity::Easy}, folder / "x.jsonl");
  const SampleMap again = read_map(folder / "x.jsonl");
  EXPECT_EQ(again.guids[1], two_samples().guids[1]);
  EXPECT_EQ(again.map.confidence, two_samples().map.confidence);
  EXPECT_EQ(again.map.forgetfulness, two_samples().map.forgetfulness);
}

TEST(LabelFile, ReportsAFailureToWrite) {
  const TemporaryFolder folder;
  EXPECT_THROW(write_labels(two_samples(), std::vector(2, Complexity::Easy), folder / "absent/x.csv"),
               RunError);
  EXPECT_TRUE(folder.contents().empty());
}

}  // namespace
}  // namespace dimsim::cartography
