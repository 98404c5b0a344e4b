#include "dimsim/plan/load.hpp"

#include "unit/scenario/fixture.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::plan {
namespace {

namespace test = scenario::test;
using testing::HasSubstr;

TEST(Study, ReadsReplicationsAndKeepRequests) {
  const Point plain = test::load_good_study().points.front();
  const KeepRequests kept = test::load_good_study().settings.keep_requests;
  EXPECT_EQ(plain.description.replications, 1U);
  EXPECT_FALSE(plain.description.precision.has_value());
  EXPECT_EQ(kept, KeepRequests::Auto);
  EXPECT_FALSE(plain.scenario.workload.find_warm_up);
  EXPECT_EQ(test::load_good_study({"replications=1000000"}).points.front().description.replications,
            1'000'000U);
  const PointDescription precise =
      test::load_good_study({"precision={metric: latency.p95, relative: 2%, confidence: 0.9, max: 40}"})
          .points.front()
          .description;
  ASSERT_TRUE(precise.precision.has_value());
  EXPECT_EQ(precise.precision->metric, "latency.p95");
  EXPECT_EQ(precise.precision->relative, 0.02);
  EXPECT_EQ(precise.precision->confidence, 0.9);
  EXPECT_EQ(precise.precision->most, 40U);
  EXPECT_EQ(precise.precision->metric_place.column, 20);
  const PointDescription brief =
      test::load_good_study({"precision={metric: accuracy, relative: 0.02}"}).points.front().description;
  EXPECT_EQ(brief.precision->relative, 0.02);
  EXPECT_EQ(brief.precision->confidence, 0.95);
  EXPECT_EQ(brief.precision->most, 100U);
}

TEST(Study, ReadsEveryWordForYesAndNo) {
  for (const char* yes : {"yes", "true"}) {
    EXPECT_EQ(test::load_good_study({std::string("keep_requests=") + yes}).settings.keep_requests,
              KeepRequests::Yes);
  }
  for (const char* no : {"no", "false"}) {
    EXPECT_EQ(test::load_good_study({std::string("keep_requests=") + no}).settings.keep_requests,
              KeepRequests::No);
  }
}

void expect_same_again(const Study& study) {
  const Study read_again = load_study_text(study.settings.resolved_yaml, "/elsewhere/resolved.yaml");
  EXPECT_EQ(read_again.settings.resolved_yaml, study.settings.resolved_yaml);
  const scenario::Scenario& again = read_again.points.front().scenario;
  const scenario::Scenario& scenario = study.points.front().scenario;
  ASSERT_EQ(again.sources.size(), scenario.sources.size());
  for (std::size_t i = 0; i < again.sources.size(); ++i) {
    EXPECT_EQ(again.sources[i].entry, scenario.sources[i].entry);
    EXPECT_EQ(again.sources[i].figure, scenario.sources[i].figure);
    EXPECT_EQ(again.sources[i].assumed, scenario.sources[i].assumed);
  }
}

TEST(Resolved, YieldsTheSameScenario) {
  const Study scenario = test::load_good_study();
  expect_same_again(scenario);
  EXPECT_EQ(scenario.settings.source_yaml, test::good());
}

TEST(Resolved, KeepsTheSettingsOfAStudy) {
  const Study scenario =
      test::load_good_study({"precision={metric: latency.p95, relative: 2 %}", "keep_requests=yes",
                             "workload.warm_up=auto", "workload.warm_up_requests=0"});
  for (const char* line : {"metric: latency.p95", "relative: 2 %", "confidence: 95%", "max: 100",
                           "keep_requests: yes", "warm_up: auto", "replications: 1"}) {
    EXPECT_THAT(scenario.settings.resolved_yaml, HasSubstr(line));
  }
  expect_same_again(scenario);
}

TEST(Resolved, NeedsNoCatalogue) {
  const Study scenario = test::load_good_study();
  ::setenv("DIMSIM_CATALOGUE", "/nowhere", 1);
  expect_same_again(scenario);
}

TEST(Resolved, OfEveryShippedScenarioYieldsTheSameStudy) {
  test::use_shipped_catalogue();
  const auto files = test::yaml_files(test::kSource / "scenarios");
  EXPECT_FALSE(files.empty());
  for (const std::filesystem::path& file : files) {
    SCOPED_TRACE(file);
    expect_same_again(load_study(file));
  }
}

const language::Rename kSynthetic[] = {
    {.parent = "workload", .old_key = "pace", .new_key = "rate", .since = "0.2"},
    {.parent = "deployment.tiers.*.hosts.*", .old_key = "number", .new_key = "count", .since = "0.2"},
};

Study load_renamed(const std::string& text, const std::vector<std::string>& settings = {}) {
  test::use_test_catalogue();
  return load_study_text(text, "folder/old.yaml", settings, kSynthetic);
}

TEST(Renames, OldKeysAreReadWithAWarning) {
  const std::string text =
      test::replaced(test::replaced(test::good(), "rate: 2 /s", "pace: 3 /s"), "count: 20", "number: 7");
  const Study study = load_renamed(text);
  EXPECT_EQ(study.points[0].scenario.workload.rate_per_s, 3);
  EXPECT_EQ(study.points[0].scenario.tiers[0].hosts[0].count, 7);
  ASSERT_EQ(study.warnings.size(), 2U);
  EXPECT_EQ(format(study.warnings[0], "warning"),
            "folder/old.yaml:3:32: warning: workload.pace: this key was renamed to 'rate' in dimsim 0.2\n"
            " 3 | workload: {trace: traces/t.h5, pace: 3 /s, requests: 100, warm_up_requests: 10, samples: "
            "shuffled}\n"
            "   |                                ^\n"
            "  hint: write 'rate'; the next release will not accept the old name");
  EXPECT_THAT(study.warnings[1].message, HasSubstr("deployment.tiers.0.hosts.0.number: this key"));
  EXPECT_TRUE(load_renamed(test::good()).warnings.empty());
}

TEST(Renames, ApplyToSettingsAndSweeps) {
  const Study set =
      load_renamed(test::good(), {"workload.pace=5 /s", "deployment.tiers.mobile.hosts.0.number=9"});
  EXPECT_EQ(set.points[0].scenario.workload.rate_per_s, 5);
  EXPECT_EQ(set.points[0].scenario.tiers[0].hosts[0].count, 9);
  EXPECT_EQ(set.warnings.size(), 2U);
  const Study swept = load_renamed(test::good() + "sweep: {load: {workload.pace: [1 /s, 4 /s]}}\n");
  ASSERT_EQ(swept.points.size(), 2U);
  EXPECT_EQ(swept.points[1].scenario.workload.rate_per_s, 4);
  EXPECT_EQ(swept.points[1].description.parameters[0].path, "workload.rate");
  EXPECT_EQ(swept.warnings.size(), 1U);
}

TEST(Renames, RefuseOldAndNewKeyTogether) {
  try {
    static_cast<void>(load_renamed(test::replaced(test::good(), "rate: 2 /s", "rate: 2 /s, pace: 3 /s")));
    FAIL() << "both keys were read";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(),
                HasSubstr("workload.pace: this key was renamed to 'rate' in dimsim 0.2, and both "
                          "are given"));
  }
}

TEST(Renames, WithoutATableOldKeysAreUnknown) {
  EXPECT_THAT(test::complaint(test::replaced(test::good(), "rate: 2 /s", "pace: 3 /s")),
              HasSubstr("unknown key 'pace'"));
}

TEST(Version, OfTheLanguageIsChecked) {
  const std::string text = test::good() + "version: ";
  EXPECT_EQ(test::complaint(text + "1\n"), "");
  // No other message: the keys of a newer version may have another meaning.
  EXPECT_EQ(
      test::complaint(test::replaced(text, "rate", "speed") + "2\n"),
      "folder/bad.yaml:16:10: error: version: the file is written in version 2 of the scenario language; "
      "this program knows versions up to 1\n"
      " 16 | version: 2\n"
      "    |          ^\n"
      "  hint: use a newer dimsim, or write the file in an older version of the language");
  EXPECT_THAT(test::complaint(text + "one\n"), HasSubstr("version: found 'one'; expected a whole number"));
}

}  // namespace
}  // namespace dimsim::plan
