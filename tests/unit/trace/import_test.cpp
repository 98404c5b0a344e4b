#include "dimsim/trace/import/import.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/hdf5/hdf5_file.hpp"
#include "dimsim/trace/import/import_samples.hpp"
#include "dimsim/trace/import/import_scores.hpp"
#include "support/temporary_folder.hpp"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::trace {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

/// Accuracy of a confidence after conversion to float logits, as documented in the header.
constexpr double kConfidenceError = 1e-6;

const ImportOptions kConstants{.columns = {}, .tokens = 26, .text_bytes = 103, .classes = {}};

class Import : public testing::Test {
 protected:
  /// Writes the file and imports it; read() must accept the result.
  Imported import(const std::string& name, const std::string& text,
                  const ImportOptions& options = kConstants) {
    std::ofstream(folder_ / name) << text;
    return import_written({{.file = (folder_ / name).string(), .split = {}}}, options);
  }

  Imported import_written(const std::vector<ImportInput>& inputs, const ImportOptions& options = kConstants) {
    Imported imported = import_files(inputs, options);
    write(folder_ / "trace.h5", {.task = "", .model = "", .text = "", .training = ""}, imported.splits);
    for (const NamedSplit& split : imported.splits) {
      EXPECT_EQ(read(folder_ / "trace.h5", split.name).split.logits, split.split.logits);
    }
    return imported;
  }

  std::string fault(const std::string& name, const std::string& text,
                    const ImportOptions& options = kConstants) {
    try {
      import(name, text, options);
      return "nothing: it was accepted";
    } catch (const InputError& error) {
      return error.what();
    }
  }

  TemporaryFolder folder_;
};

const std::string kHeader = "sample,exit,confidence,prediction,label\n";

/// Whole numbers are read exactly or not at all: 2^53 + 2 as a decimal fraction may stand for its neighbours.
TEST(ImportNumbers, AreExact) {
  EXPECT_EQ(whole_number("9007199254740993"), 9007199254740993);
  EXPECT_EQ(whole_number("12.0"), 12);
  EXPECT_EQ(whole_number("9007199254740994.0"), std::nullopt);
  EXPECT_EQ(whole_number("12.5"), std::nullopt);
}

TEST(ImportScores, SoftmaxReproducesConfidenceAndPrediction) {
  for (const int classes : {2, 3, 6, 1000}) {
    const double least = 1.0 / classes;
    for (const double share : {0.0, 1e-9, 1e-6, 0.1, 0.5, 0.9, 1 - 1e-6, 1 - 1e-12, 1.0}) {
      const double confidence = least + share * (1 - least);
      std::vector<float> logits(static_cast<std::size_t>(classes));
      const int prediction = classes - 1;  // the last class would lose a tie
      confidence_to_logits(confidence, prediction, logits);
      EXPECT_EQ(std::max_element(logits.begin(), logits.end()) - logits.begin(), prediction);
      EXPECT_NEAR(probability(logits, prediction), confidence, kConfidenceError) << classes << " classes";
      EXPECT_NEAR(probability(logits, 0), (1 - confidence) / (classes - 1), kConfidenceError);
    }
  }
}

TEST(ImportScores, ProbabilitiesBecomeTheirLogarithms) {
  std::vector<float> values = {0.25F, 0.75F, 0};
  EXPECT_FALSE(probabilities_to_logits(values));
  EXPECT_NEAR(probability(values, 1), 0.75, 1e-7);      // rounding of float logits
  EXPECT_NEAR(probability(values, 2) * 1e30, 1, 1e-5);  // the logit, -69, is rounded by up to 4e-6
  const auto fault = [](std::vector<float> wrong) { return probabilities_to_logits(wrong).value_or(""); };
  EXPECT_THAT(fault({1.2F, -0.2F}), HasSubstr("1.2 is not a probability"));
  EXPECT_THAT(fault({0.5F, std::nanf("")}), HasSubstr("nan is not a probability"));
  EXPECT_THAT(fault({0.5F, 0.502F}), HasSubstr("add up to 1.002"));
  EXPECT_EQ(fault({0.5F, 0.5005F}), "");
}

TEST_F(Import, LongCsvReproducesConfidencePredictionAndLabel) {
  const Imported imported = import("a.csv", kHeader + "7,1,0.4,2,0\n7,2,1,0,0\n5,1,0.9,1,1\n5,2,0.6,2,1\n");
  ASSERT_EQ(imported.splits.size(), 1U);
  EXPECT_EQ(imported.splits[0].name, "test");
  const Split& split = imported.splits[0].split;
  EXPECT_EQ(split.exits, 2);
  EXPECT_EQ(split.classes, 3);
  EXPECT_THAT(split.guid, ElementsAre(7, 5));
  EXPECT_THAT(split.gold, ElementsAre(0, 1));
  EXPECT_THAT(split.tokens, ElementsAre(26, 26));
  EXPECT_THAT(split.text_bytes, ElementsAre(103, 103));
  EXPECT_EQ(split.prediction(0, 1), 2);
  EXPECT_NEAR(split.confidence(0, 1), 0.4, kConfidenceError);
  EXPECT_EQ(split.prediction(0, 2), 0);
  EXPECT_EQ(split.confidence(0, 2), 1);
  EXPECT_EQ(split.prediction(1, 2), 2);
  EXPECT_NEAR(split.confidence(1, 2), 0.6, kConfidenceError);
}

TEST_F(Import, NotesAssumedAndDerivedValuesInTheTrace) {
  const Imported imported = import("a.csv", kHeader + "7,1,0.4,2,0\n");
  EXPECT_THAT(imported.notes,
              UnorderedElementsAre(Pair("imported_from", HasSubstr("a.csv (CSV, fingerprint ")),
                                   Pair("tokens_note", HasSubstr("assumed: 26 ")),
                                   Pair("text_bytes_note", HasSubstr("assumed: 103 ")),
                                   Pair("confidence_note", HasSubstr("were not measured"))));
  const Imported whole =
      import("a.jsonl", R"({"guid":1,"gold":0,"tokens":3,"text_bytes":9,"logits":[[1,2]]})", {});
  EXPECT_THAT(whole.notes, ElementsAre(Pair("imported_from", HasSubstr("JSON Lines"))));
}

TEST_F(Import, ReadsOptionalColumnsAndIgnoresUnknownOnes) {
  const Imported imported =
      import("a.csv",
             "split,Text_Bytes,note,COMPLEXITY,tokens,Sample_ID,exit,confidence,prediction,label\n"
             "dev,40,\"a, \"\"b\"\"\nc\",hard,8,1,1,0.9,1,1\r\ntest,50,,0,9.0,1,1,0.9,1.0,0\r\n",
             {});
  ASSERT_EQ(imported.splits.size(), 2U);
  EXPECT_EQ(imported.splits[0].name, "dev");
  EXPECT_THAT(imported.splits[0].split.complexity, ElementsAre(Complexity::Hard));
  EXPECT_THAT(imported.splits[0].split.text_bytes, ElementsAre(40));
  EXPECT_THAT(imported.splits[1].split.tokens, ElementsAre(9));
}

TEST_F(Import, AcceptsLinesInTheOrderOfExits) {
  const Split split =
      import("a.csv", kHeader + "7,1,0.9,0,0\n5,1,0.8,1,1\n7,2,0.7,0,0\n5,2,0.6,1,1\n").splits[0].split;
  EXPECT_THAT(split.guid, ElementsAre(7, 5));
  EXPECT_NEAR(split.confidence(1, 1), 0.8, kConfidenceError);
  EXPECT_NEAR(split.confidence(0, 2), 0.7, kConfidenceError);
}

TEST_F(Import, ColumnsCanBeNamedAndIgnored) {
  ImportOptions options = kConstants;
  options.columns = {{"sample", "Row"}, {"split", ""}};
  options.split = "dev";
  const Imported imported =
      import("a.csv", "row,exit,confidence,prediction,label,split\n1,1,0.9,1,1,ignored\n", options);
  EXPECT_EQ(imported.splits.at(0).name, "dev");
  options.columns["label"] = "lable";
  EXPECT_THAT(fault("b.csv", "row,exit,confidence,prediction,labels\n1,1,0.9,1,1\n", options),
              HasSubstr("b.csv:1:1: error: has no 'lable' (--column label=lable)"));
}

TEST_F(Import, AcceptsExitsFromZeroAndClipsConfidences) {
  const std::string text = kHeader + "0,0,0.9,1,1\n0,1,0.4867,0,1\n";
  EXPECT_THAT(fault("a.csv", text), HasSubstr("--first-exit 0"));
  ImportOptions options = kConstants;
  options.first_exit = 0;
  EXPECT_THAT(
      fault("a.csv", text, options),
      HasSubstr("a.csv:3:5: error: confidence: 0.4867; the most probable of 2 classes has at least 0.5"));
  options.clip_confidence = true;
  const Imported raised = import("a.csv", text, options);
  EXPECT_EQ(raised.splits[0].split.prediction(0, 2), 0);
  EXPECT_NEAR(raised.splits[0].split.confidence(0, 2), 0.5, kConfidenceError);
  EXPECT_THAT(raised.notes.back().second, HasSubstr("1 below 1/classes was raised"));
  options.clip_confidence = false;
  options.classes = 3;
  EXPECT_NEAR(import("a.csv", text, options).splits[0].split.confidence(0, 2), 0.4867, kConfidenceError);
  // 1/3 rounded to four decimals is accepted.
  EXPECT_NEAR(import("b.csv", kHeader + "0,0,0.3333,1,1\n", options).splits[0].split.confidence(0, 1),
              1.0 / 3, kConfidenceError);
}

TEST_F(Import, JsonLinesHoldLogitsOrProbabilities) {
  const std::string nested =
      R"({"guid": 4, "gold": 1, "tokens": 12, "text_bytes": 36, "logits": [[1, 2.5], [3, -4]], "complexity": "easy", "embedding": [0.5, 1]})";
  const Split split = import("a.jsonl", "\xEF\xBB\xBF" + nested + "\r\n\n").splits[0].split;
  EXPECT_THAT(split.logits, ElementsAre(1, 2.5F, 3, -4));
  EXPECT_THAT(split.embedding, ElementsAre(0.5F, 1));
  EXPECT_THAT(split.complexity, ElementsAre(Complexity::Easy));
  EXPECT_THAT(split.tokens, ElementsAre(12));
  const Split numbered = import("b.jsonl", R"({"logits_2": [3, 4], "id": 4, "label": 1, "logits_1": [1, 2]})",
                                {.columns = {{"sample", "id"}}, .tokens = 1, .text_bytes = 1, .classes = {}})
                             .splits[0]
                             .split;
  EXPECT_THAT(numbered.logits, ElementsAre(1, 2, 3, 4));
  const Imported likely = import("c.json", R"({"guid": 4, "gold": 1, "probabilities": [[0.25, 0.75]]})");
  EXPECT_NEAR(likely.splits[0].split.confidence(0, 1), 0.75, 1e-7);
  EXPECT_THAT(likely.notes.back(), Pair("probabilities_note", HasSubstr("logarithms")));
}

TEST_F(Import, ReadsHdf5ArraysAtTheRootAndInGroups) {
  const auto written = [&](const std::string& name, const std::function<void(hdf5::File&)>& fill) {
    hdf5::File file = hdf5::File::create(folder_ / name);
    fill(file);
    file.close();
    return import_written({{.file = (folder_ / name).string(), .split = {}}});
  };
  const std::vector<double> logits = {1, 2, 3, 4, 5, 6, 7, 9};
  const Imported root = written("a.h5", [&](hdf5::File& file) {
    file.write("logits", std::span(logits), {2, 2, 2});
    file.write("labels", std::vector<std::int64_t>{1, 0});
  });
  EXPECT_EQ(root.splits.at(0).name, "test");
  EXPECT_THAT(root.splits[0].split.guid, ElementsAre(0, 1));
  EXPECT_THAT(root.splits[0].split.exit_logits(1, 2), ElementsAre(7, 9));
  const std::vector<double> confidence = {0.9, 0.6, 0.5, 1};
  const std::vector<std::int64_t> prediction = {1, 0, 1, 1};
  const Imported groups = written("b.h5", [&](hdf5::File& file) {
    for (const std::string split : {"dev", "test"}) {
      file.write(split + "/confidence", std::span(confidence), {2, 2});
      file.write(split + "/prediction", std::span(prediction), {2, 2});
      file.write(split + "/gold", std::vector<std::int8_t>{1, 0});
      file.write(split + "/tokens", std::vector<std::int16_t>{4, 5});
    }
    file.write("train/gold", std::vector<std::int8_t>{1});
  });
  ASSERT_EQ(groups.splits.size(), 2U);
  EXPECT_THAT(groups.splits[1].split.tokens, ElementsAre(4, 5));
  EXPECT_NEAR(groups.splits[1].split.confidence(0, 2), 0.6, kConfidenceError);
  EXPECT_EQ(groups.splits[1].split.prediction(1, 1), 1);
  EXPECT_THAT(groups.notes.front().second, HasSubstr("; without train)"));
}

TEST_F(Import, AcceptsHdf5BehindAUserBlock) {
  const std::vector<double> logits = {1, 2, 3, 4};
  hdf5::File file = hdf5::File::create(folder_ / "plain.h5");
  file.write("logits", std::span(logits), {2, 1, 2});
  file.write("labels", std::vector<std::int64_t>{1, 0});
  file.close();
  std::ofstream(folder_ / "block.h5", std::ios::binary)
      << std::string(512, ' ') << std::ifstream(folder_ / "plain.h5", std::ios::binary).rdbuf();
  const Imported imported = import_written({{.file = (folder_ / "block.h5").string(), .split = {}}});
  EXPECT_THAT(imported.splits.at(0).split.logits, ElementsAre(1, 2, 3, 4));
}

TEST_F(Import, Hdf5ErrorsNameTheElement) {
  const auto fault_of = [&](const std::vector<float>& probabilities, const std::vector<int>& labels) {
    hdf5::File file = hdf5::File::create(folder_ / "a.h5");
    file.write("probabilities", std::span(probabilities), {2, 1, 2});
    file.write("labels", labels);
    file.close();
    try {
      import_written({{.file = (folder_ / "a.h5").string(), .split = {}}});
      return std::string("nothing");
    } catch (const InputError& error) {
      return std::string(error.what());
    }
  };
  EXPECT_EQ(fault_of({0.5F, 0.5F, 0.25F, 0.75F}, {1, 0}), "nothing");
  EXPECT_THAT(fault_of({0.5F, 0.5F, 1.25F, -0.25F}, {1, 2}),
              testing::AllOf(HasSubstr("'probabilities'[1][0]: 1.25 is not a probability"),
                             HasSubstr("'labels'[1] is 2; expected a class from 0 to 1")));
  EXPECT_THAT(fault_of({0.5F, 0.5F, 0.5F, 0.5F}, {1}),
              HasSubstr("'probabilities' has 2 samples, but 'labels' has 1"));
}

TEST_F(Import, ReadsWhatH5pyWrites) {
  const std::string file = (folder_ / "numpy.h5").string();
  const std::string program = "/usr/bin/python3 -c \"import h5py, numpy as np; f = h5py.File('" + file +
                              "', 'w'); f['probabilities'] = np.full((4, 3, 2), 0.5); "
                              "f['labels'] = np.array([0, 1, 0, 1])\" 2>/dev/null";
  if (std::system(program.c_str()) != 0) {
    GTEST_SKIP() << "python3-h5py is not installed";
  }
  const Split split = import_written({{.file = file, .split = "dev"}}).splits.at(0).split;
  EXPECT_EQ(split.exits, 3);
  EXPECT_EQ(split.confidence(3, 3), 0.5);
}

TEST_F(Import, SeveralFilesAreSplitsWithTheSameExitsAndClasses) {
  const auto file = [&](const std::string& name, const std::string& rows) {
    std::ofstream(folder_ / name) << kHeader << rows;
    return (folder_ / name).string();
  };
  const std::string a = file("a.csv", "1,1,0.9,5,1\n");
  const std::string b = file("b.csv", "1,1,0.9,1,1\n");
  const Imported both = import_written({{.file = a, .split = "dev"}, {.file = b, .split = {}}});
  EXPECT_EQ(both.splits.at(1).name, "test");
  EXPECT_EQ(both.splits[1].split.classes, 6);  // the largest number in any file
  const auto refused = [&](const std::vector<ImportInput>& inputs) {
    try {
      import_written(inputs);
      return std::string("nothing");
    } catch (const InputError& error) {
      return std::string(error.what());
    }
  };
  EXPECT_THAT(refused({{.file = a, .split = {}}, {.file = b, .split = {}}}),
              HasSubstr("two inputs are split 'test'"));
  EXPECT_THAT(refused({{.file = a, .split = "dev"},
                       {.file = file("c.csv", "1,1,0.9,1,1\n1,2,0.9,1,1\n"), .split = {}}}),
              HasSubstr("split 'test' has 2 exits and 6 classes, but 'dev' has 1 and 6"));
  EXPECT_THAT(refused({{.file = file("d.csv", "1,1,2,1,1\n"), .split = "dev"},
                       {.file = file("e.csv", "1,1,3,1,1\n"), .split = {}}}),
              testing::AllOf(HasSubstr("d.csv:2:5"), HasSubstr("e.csv:2:5")));
}

TEST_F(Import, RequiresLengthsOrConstants) {
  EXPECT_THAT(
      fault("a.csv", kHeader + "1,1,0.9,1,1\n", {}),
      testing::AllOf(HasSubstr("has no 'tokens', which a trace needs"), HasSubstr("--tokens N assumes"),
                     HasSubstr("has no 'text_bytes'"), HasSubstr("--text-bytes N assumes")));
  EXPECT_THAT(fault("a.jsonl", R"({"guid":1,"gold":0,"logits":[[1,2]]})", {}),
              HasSubstr("--tokens N assumes"));
}

TEST_F(Import, RefusesArchives) {
  EXPECT_THAT(fault("a.csv.gz", "\x1f\x8b\x08"), HasSubstr("is compressed (gzip)"));
  EXPECT_THAT(fault("a.npz", "PK\x03\x04"), HasSubstr("is a NumPy or ZIP archive"));
}

}  // namespace
}  // namespace dimsim::trace
