#include "dimsim/analysis/result_reader.hpp"

#include "dimsim/analysis/result_points.hpp"
#include "dimsim/base/error.hpp"
#include "support/result_content.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::analysis {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

ResultContent example() {
  ResultContent content;
  content.runs = {{.policy = "all-cloud", .requests = {answered(1, 5, true, 17, 0.1), answered(2, 6, false)}},
                  {.policy = "mine", .requests = {answered(1, 5, true), answered(2, 6, false)}}};
  return content;
}

class Reader : public testing::Test {
 protected:
  [[nodiscard]] ResultReader open(const ResultContent& content) const {
    write_result(folder_ / "r.h5", content);
    return ResultReader::open(folder_ / "r.h5");
  }

  /// The message that refuses the file.
  [[nodiscard]] std::string message_of(const ResultContent& content) const {
    write_result(folder_ / "r.h5", content);
    return message_of_file();
  }

  [[nodiscard]] std::string message_of_file() const {
    try {
      static_cast<void>(ResultReader::open(folder_ / "r.h5"));
    } catch (const InputError& error) {
      return error.what();
    }
    return "nothing was thrown";
  }

  TemporaryFolder folder_;
};

TEST_F(Reader, HasOnePointForFilesWithoutASweep) {
  ResultContent content = example();
  content.seed = 9;
  content.runs[1].overloaded_link = true;
  const ResultReader result = open(content);
  EXPECT_EQ(result.scenario(), "example");
  EXPECT_EQ(result.seed(), 9);
  ASSERT_EQ(result.points().size(), 1U);
  EXPECT_EQ(result.points()[0].name(), "");
  ASSERT_EQ(result.runs().size(), 2U);
  EXPECT_EQ(result.runs()[0].group, "/runs/0000");
  EXPECT_EQ(result.runs()[0].policy, "all-cloud");
  EXPECT_EQ(result.runs()[0].point, 0U);
  EXPECT_EQ(result.runs()[0].replication, 0);
  EXPECT_EQ(result.runs()[0].requests, 2U);
  EXPECT_EQ(result.runs()[0].last_arrival_s, 2);
  EXPECT_FALSE(result.runs()[0].is_overloaded);
  EXPECT_TRUE(result.runs()[1].is_overloaded);
}

TEST_F(Reader, NamesPointsByLabelsOrElseByParameters) {
  ResultContent content = example();
  content.points = R"([{"parameters": {"workload.trace": "a.h5"}, "labels": {"task": "sst-2"}},
                       {"parameters": {"seed": 3, "workload.trace": "b.h5"}, "labels": {}}, {}])";
  content.runs[1].point = 2;
  const ResultReader result = open(content);
  ASSERT_EQ(result.points().size(), 3U);
  EXPECT_EQ(result.points()[0].name(), "task=sst-2");
  EXPECT_THAT(result.points()[0].parameters, ElementsAre(Pair("workload.trace", "a.h5")));
  EXPECT_EQ(result.points()[1].name(), "seed=3, workload.trace=b.h5");
  EXPECT_EQ(result.points()[2].name(), "");
  EXPECT_EQ(result.runs()[1].point, 2U);
}

TEST_F(Reader, ReadsTracesAndAssumptionsOfPoints) {
  ResultContent content = example();
  content.points = R"([{"assumptions": {"trace": "a.h5", "synthetic_trace": false}},
                       {"assumptions": {"trace": "b.h5", "synthetic_trace": true,
                        "assumed_figures": [{"entry": "devices/a"}, {"entry": "links/b"}, {"entry": "devices/a"}]}}])";
  const std::vector<Point> each = open(content).points();
  EXPECT_EQ(each[0].synthetic_trace, "");
  EXPECT_EQ(each[1].synthetic_trace, "b.h5");
  EXPECT_THAT(each[0].assumed, IsEmpty());
  EXPECT_THAT(each[1].assumed, ElementsAre("devices/a", "links/b"));
}

TEST_F(Reader, ReadsAnyRowsForAnyOrderOfColumns) {
  const ResultReader result = open(example());
  std::vector<RequestRow> rows;
  result.read(result.runs()[0], 0, 2, rows);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].sample, 5U);
  EXPECT_EQ(rows[0].lambda, 17);
  EXPECT_EQ(rows[0].latency_s, 0.1);
  EXPECT_EQ(rows[0].correct, 1);
  result.read(result.runs()[0], 1, 1, rows);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].sample, 6U);
  EXPECT_EQ(rows[0].arrival_s, 2);
  EXPECT_EQ(rows[0].correct, 0);
  EXPECT_EQ(rows[0].radio_j, 1);
  EXPECT_EQ(rows[0].measured, 1);
}

TEST_F(Reader, RefusesOtherFiles) {
  EXPECT_THAT(message_of_file(), EndsWith("r.h5: error: there is no such file"));
  std::ofstream(folder_ / "r.h5") << "seed: 1\n";
  EXPECT_THAT(message_of_file(), EndsWith("r.h5: error: is not an HDF5 file"));
  ResultContent trace = example();
  trace.format = "dimsim.trace";
  EXPECT_THAT(message_of(trace),
              AllOf(HasSubstr("is not a result file of dimsim: its attribute 'format' is 'dimsim.trace'"),
                    HasSubstr("hint: `dimsim run` writes result files")));
  hdf5::File::create(folder_ / "r.h5").close();
  EXPECT_THAT(message_of_file(), HasSubstr("its attribute 'format' is missing, not 'dimsim.result'"));
}

TEST_F(Reader, RefusesNewerVersions) {
  ResultContent content = example();
  content.version = columns::kResultVersion + 1;
  EXPECT_THAT(
      message_of(content),
      HasSubstr("is a result file of version 4, written by dimsim ?; this dimsim reads versions up to 3"));
}

TEST_F(Reader, IgnoresUnknownGroupsOfColumnsUnlessTheyAreRequired) {
  ResultContent content = example();
  content.groups = R"([{"name": "waste", "version": 1, "required": false},
                       {"name": "outages", "version": 1, "required": false}])";
  {  // closed before the file is written again
    const ResultReader result = open(content);
    EXPECT_TRUE(result.has(columns::kWaste));
    EXPECT_FALSE(result.has({.name = "outages"}));
  }
  EXPECT_FALSE(open(example()).has(columns::kWaste)) << "a file of a version before groups";
  content.groups = R"([{"name": "outages", "version": 1, "required": true}])";
  EXPECT_THAT(message_of(content), HasSubstr("r.h5: error: has columns of the group 'outages' in version 1"));
  content.groups = R"([{"name": "waste", "version": 2, "required": true}])";
  EXPECT_THAT(message_of(content), HasSubstr("this dimsim reads versions up to 1"));
  content.groups = "none";
  EXPECT_THAT(message_of(content), HasSubstr("attribute 'groups' is not a JSON list"));
}

/// A file of dimsim 0.1.0, when results had version 2: 30 requests, 5 of them in the warm-up.
TEST(ResultVersions, TwoIsRead) {
  const ResultReader result = ResultReader::open(DIMSIM_SOURCE_DIR "/tests/data/versions/result-2.h5");
  EXPECT_EQ(result.file().number("/", "version"), 2);
  EXPECT_EQ(result.scenario(), "small");
  ASSERT_EQ(result.runs().size(), 1U);
  EXPECT_EQ(result.runs()[0].policy, "all-edge");
  EXPECT_EQ(result.values(result.metric("accuracy")), std::vector<double>{0.68});
  EXPECT_NEAR(result.values(result.metric("cost.lambda"))[0], 8, 1e-9);
  EXPECT_FALSE(result.has(columns::kWaste));
  std::vector<RequestRow> rows;
  result.read(result.runs()[0], 0, result.runs()[0].requests, rows);
  ASSERT_EQ(rows.size(), 30U);
  int measured = 0;
  int correct = 0;
  for (const RequestRow& row : rows) {
    EXPECT_TRUE(row.is_answered());
    EXPECT_EQ(row.lambda, 8);
    measured += row.measured;
    correct += row.measured * row.correct;
  }
  EXPECT_EQ(measured, 25);
  EXPECT_EQ(correct, 17);
}

TEST_F(Reader, RefusesATruncatedFile) {
  ResultContent content = example();
  content.runs[0].requests.resize(5000);
  write_result(folder_ / "r.h5", content);
  std::filesystem::resize_file(folder_ / "r.h5", std::filesystem::file_size(folder_ / "r.h5") / 2);
  EXPECT_THAT(message_of_file(), HasSubstr("r.h5: error: is truncated"));
}

TEST_F(Reader, RefusesDamagedFiles) {
  const auto message_with = [this](const std::function<void(ResultContent&)>& change) {
    ResultContent content = example();
    change(content);
    return message_of(content);
  };
  EXPECT_THAT(message_with([](auto& content) { content.runs.clear(); }), HasSubstr("has no runs"));
  EXPECT_THAT(message_with([](auto& content) { content.left_out = "lambda"; }),
              HasSubstr("'/runs/0000/requests' lacks the column lambda"));
  EXPECT_THAT(message_with([](auto& content) { content.summary = "{"; }),
              HasSubstr("attribute 'summary' is not JSON"));
  EXPECT_THAT(message_with([](auto& content) { content.points = "[]"; }),
              HasSubstr("attribute 'summary' lists no point"));
  EXPECT_THAT(message_with([](auto& content) { content.runs[1].point = 1; }),
              HasSubstr("'/runs/0001' is of point 1, but there are 1, counted from 0"));
  EXPECT_THAT(message_with([](auto& content) { content.runs[1].replication = -1; }),
              HasSubstr("attribute 'replication' of '/runs/0001' is -1; expected a whole number from 0 on"));
}

TEST(PointOfValues, FindsZeroInAnyUnit) {
  const auto point_at = [](const std::string& text, double number) {
    Point point;
    point.axes = {{.axis = "delay", .text = text, .number = number, .unit = "s"}};
    return point;
  };
  const std::vector<Point> points{point_at("1 s", 1), point_at("0 s", 0)};
  EXPECT_EQ(point_of_values(points, "delay=0ms"), 1U);
  EXPECT_EQ(point_of_values(points, "delay=1ms"), std::nullopt);
}

}  // namespace
}  // namespace dimsim::analysis
