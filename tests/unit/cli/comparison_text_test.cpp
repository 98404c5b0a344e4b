#include "dimsim/cli/text/comparison_data.hpp"
#include "dimsim/cli/text/comparison_table.hpp"
#include "dimsim/cli/text/text_grid.hpp"

#include <limits>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dimsim::cli {
namespace {

using analysis::PairedResult;
using analysis::PointComparison;
using analysis::PolicyComparison;
using nlohmann::json;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

PairedResult cloud() {
  return {.measured = 10'000,
          .paired = 10'000,
          .texts = 500,
          .accuracy = {0.816, 0.03},
          .accuracy_drop = {0, 0},
          .lambda = {.mean = {17, 0}, .cut = {0, 0}},
          .latency_s = {.mean = {0.0567, 0.0001}, .cut = {0, 0}},
          .energy_j = {.mean = {0.275, 0.01}, .cut = {0, 0}}};
}

PairedResult mine() {
  PairedResult result = cloud();
  result.texts_differing = 50;
  result.accuracy = {0.808, 0.03};
  result.accuracy_drop = {0.008, 0.01201};
  result.lambda = {.mean = {9.11, 0.1}, .cut = {0.464, 1e-17}};
  result.latency_s = {.mean = {0.028, 0.001}, .cut = {-0.00001, kNan}};
  return result;
}

PointComparison example() {
  return {.path = "results/a.h5",
          .scenario = "quickstart",
          .seed = 1,
          .index = 0,
          .point = {},
          .replications = 1,
          .policies = {{.policy = "all-cloud", .is_baseline = true, .paired = cloud()},
                       {.policy = "mine", .is_baseline = false, .paired = mine()}}};
}

std::string table_of(const std::vector<PointComparison>& points, bool colour = false) {
  return comparison_table(points, "all-cloud", colour);
}

TEST(ComparisonTable, ShowsEachPolicyWithItsIntervals) {
  const std::string expected = R"(quickstart: 10,000 measured requests on 500 texts

           acc.        drop             λ cut   latency    cut    J/req.
policy        %  points±95%  λ/req.     %±95%  mean, ms  %±95%  marginal
all-cloud  81.6           0    17.0         0      56.7      0     0.275
mine       80.8     0.8±1.3    9.11  46.4±0.0      28.0    0.0     0.275

±       half of a 95 % interval)";
  EXPECT_THAT(table_of({example()}), testing::StartsWith(expected));
}

TEST(ComparisonTable, WarnsOfUnreliableFigures) {
  PointComparison point = example();
  PairedResult& paired = point.policies[1].paired;
  EXPECT_THAT(table_of({point}), Not(HasSubstr("mine: ")));
  paired.texts_differing = 1;
  EXPECT_THAT(table_of({point}), HasSubstr("\nmine: differs from all-cloud in only 1 text; "));
  paired.texts_differing = 0;
  EXPECT_THAT(table_of({point}), HasSubstr("may be up to 0.6 points on\n  other texts"));
  paired.is_overloaded = true;
  paired.paired = 9'900;
  EXPECT_THAT(table_of({point}),
              AllOf(HasSubstr("\n! mine: overloaded, "),
                    HasSubstr("\n! mine: 100 of 10,000 measured requests were not answered")));
  EXPECT_THAT(table_of({point}), Not(HasSubstr("\033")));
  EXPECT_THAT(table_of({point}, true), AllOf(HasSubstr("\033[31mmine "), HasSubstr("\033[31m! mine: ")));
}

TEST(ComparisonTable, NamesPointsFilesAndAssumptions) {
  PointComparison first = example();
  first.point.labels = {{"task", "sst-2"}};
  first.point.synthetic_trace = "sst2.h5";
  first.point.assumed = {"devices/pixel-4", "links/lte"};
  first.replications = 3;
  PointComparison second = first;
  second.point.labels = {{"task", "mnli"}};
  second.point.synthetic_trace = "mnli.h5";
  EXPECT_THAT(
      table_of({first, second}),
      AllOf(
          HasSubstr("quickstart, task=sst-2: 10,000 measured requests on 500 texts in 3 replications, "
                    "synthetic trace\n"),
          HasSubstr("\nquickstart, task=mnli: "),
          HasSubstr("\nsynthetic input: trace sst2.h5, mnli.h5.\nassumed input: figures of pixel-4, lte ")));
  second.path = "results/b.h5";
  EXPECT_THAT(table_of({first, second}), HasSubstr("quickstart, task=mnli (results/b.h5): "));
}

TEST(ComparisonTable, IsNeverWiderThanAHundredColumns) {
  PointComparison point = example();
  point.policies[1].policy =
      "cartography with thresholds that were chosen for this task alone " + std::string(60, 'x');
  point.point.labels = {{"task", std::string(200, 'y')}};
  std::istringstream text(table_of({point}));
  for (std::string line; std::getline(text, line);) {
    EXPECT_LE(display_width(line), 100U) << line;
  }
  EXPECT_THAT(table_of({point}),
              AllOf(HasSubstr("\n[2]   "), HasSubstr("\n[2]     cartography with thresholds")));
}

TEST(ComparisonTable, WritesHugeAndMissingNumbers) {
  PointComparison point = example();
  PairedResult& paired = point.policies[1].paired;
  paired.latency_s = {.mean = {12'559, kNan}, .cut = {-1899.2678, 2.5}};
  paired.energy_j.mean = {kNan, kNan};
  paired.lambda.cut = {kNan, kNan};
  paired.accuracy_drop = {-0.0004, 0.0009};
  EXPECT_THAT(table_of({point}),
              HasSubstr("mine       80.8     0.0±0.1    9.11      -   1.3e+07  -189927±250"));
}

TEST(ComparisonJson, HasSharesAndNullForUndefinedValues) {
  PointComparison point = example();
  point.point.parameters = {{"workload.trace", "a.h5"}};
  const json whole = json::parse(comparison_json({point}, "all-cloud"));
  EXPECT_EQ(whole["format"], "dimsim.comparison");
  EXPECT_EQ(whole["version"], 1);
  EXPECT_EQ(whole["baseline"], "all-cloud");
  const json only = whole["points"][0];
  EXPECT_EQ(only["file"], "results/a.h5");
  EXPECT_EQ(only["parameters"]["workload.trace"], "a.h5");
  EXPECT_EQ(only["seed"], 1);
  EXPECT_FALSE(only["synthetic_trace"]);
  const json policy = only["policies"][1];
  EXPECT_EQ(policy["policy"], "mine");
  EXPECT_EQ(policy["requests"], (json{{"measured", 10'000}, {"paired", 10'000}}));
  EXPECT_EQ(policy["texts"], (json{{"asked", 500}, {"differing", 50}}));
  EXPECT_EQ(policy["accuracy_drop"], (json{{"value", 0.008}, {"ci95", 0.01201}}));
  EXPECT_EQ(policy["lambda"]["value"], 9.11);
  EXPECT_EQ(policy["latency_cut"], (json{{"value", -0.00001}, {"ci95", nullptr}}));
}

TEST(ComparisonCsv, HasOneLinePerPointAndPolicyAndQuotesIfNecessary) {
  PointComparison first = example();
  first.point.labels = {{"task", "sst-2"}};
  PointComparison second = example();
  second.point.parameters = {{"network.access", R"(a "fast", new one)"}};
  second.point.synthetic_trace = "s.h5";
  const std::string text = comparison_csv({first, second}, "all-cloud");
  EXPECT_THAT(
      text, testing::StartsWith("file,scenario,point,label.task,parameter.network.access,synthetic_trace,"
                                "replications,baseline,policy,overloaded,measured,paired,texts,"
                                "texts_differing,accuracy,accuracy_ci95,accuracy_drop,accuracy_drop_ci95,"));
  EXPECT_THAT(
      text, HasSubstr("\nresults/a.h5,quickstart,0,sst-2,,0,1,all-cloud,mine,0,10000,10000,500,50,0.808,0.03,"
                      "0.008,0.01201,9.11,0.1,0.464,1e-17,0.028,0.001,-1e-05,,0.275,0.01,0,0\n"));
  EXPECT_THAT(text, HasSubstr("\nresults/a.h5,quickstart,0,,\"a \"\"fast\"\", new one\",1,"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 5);
}

}  // namespace
}  // namespace dimsim::cli
