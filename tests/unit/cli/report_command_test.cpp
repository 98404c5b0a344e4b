#include "dimsim/analysis/result_reader.hpp"
#include "support/result_content.hpp"
#include "support/shell.hpp"

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dimsim {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

/// Numbers have 7 digits, half widths 5.
constexpr double kRounding = 5e-7;
constexpr double kHalfWidthRounding = 5e-5;

/// A minimal page: only its mark and the placeholder of the data.
class Report : public testing::Test {
 protected:
  Report() {
    setenv("DIMSIM_REPORT_ASSETS", "assets", 1);
    std::filesystem::create_directory(shell_ / "assets");
    shell_.write("assets/page.html", "<!-- dimsim report -->@DIMSIM_DATA_2@");
  }

  [[nodiscard]] Json data_of(const std::string& page) const {
    return Json::parse(read_file(shell_ / page).substr(std::string("<!-- dimsim report -->").size()));
  }

  static const Json& metric(const Json& data, const std::string& name) {
    for (const Json& each : data["metrics"]) {
      if (each["name"] == name) {
        return each;
      }
    }
    throw std::runtime_error("no metric " + name);
  }

  Shell shell_;
};

void expect_near(const Json& found, const Json& expected, double rounding = kRounding) {
  EXPECT_NEAR(found.get<double>(), expected.get<double>(), rounding * std::abs(expected.get<double>()));
}

TEST_F(Report, ContainsTheFiguresOfTheRun) {
  ASSERT_EQ(shell_
                .run("$DIMSIM run $SCENARIOS/quickstart.yaml -q --set workload.requests=1500 -o r.h5 --json "
                     "s.json")
                .status,
            0);
  const Outcome outcome = shell_.run("$DIMSIM report r.h5 -o r.html");
  ASSERT_EQ(outcome.status, 0) << outcome.messages;
  EXPECT_EQ(outcome.messages, "Report: r.html\n");
  const Json data = data_of("r.html");
  const Json summary = Json::parse(read_file(shell_ / "s.json"));
  const Json& policies = summary["points"][0]["policies"];
  ASSERT_EQ(data["rows"]["policy"].size(), policies.size());
  for (std::size_t i = 0; i < policies.size(); ++i) {
    const Json& latency = policies[i]["latency_s"];
    EXPECT_EQ(data["policies"][i], policies[i]["policy"]);
    expect_near(metric(data, "accuracy")["values"][i], policies[i]["accuracy"]);
    expect_near(metric(data, "latency.mean")["values"][i], latency["mean"]);
    expect_near(metric(data, "latency.mean")["ci95"][i], latency["ci95"], kHalfWidthRounding);
    ASSERT_EQ(data["cdf"][i].size(), 201U);
    expect_near(data["cdf"][i][100], latency["p50"]);
    expect_near(data["cdf"][i][190], latency["p95"]);
    expect_near(data["cdf"][i][200], latency["max"]);
    double answered = 0;
    for (const Json& of_label : data["flow"]["rows"][i]) {
      for (const Json& count : of_label) {
        answered += count.get<double>();
      }
    }
    EXPECT_EQ(answered, 1000);  // measured
    for (std::size_t tier = 0; tier < data["flow"]["tiers"].size(); ++tier) {
      double at_tier = 0;
      for (const Json& of_label : data["flow"]["rows"][i]) {
        at_tier += of_label[tier].get<double>();
      }
      const std::string name = data["flow"]["tiers"][tier];
      EXPECT_NEAR(at_tier / answered, metric(data, "tier_share." + name)["values"][i].get<double>(), 1e-6)
          << name;
    }
  }
  EXPECT_TRUE(metric(data, "accuracy")["ci95"].is_null());
  EXPECT_THAT(data["rests_on"]["assumed_entries"].dump(), HasSubstr("pixel-4"));
  EXPECT_THAT(data["rests_on"]["assumed_figures"].dump(), HasSubstr("power.idle"));
  EXPECT_EQ(data["scenario"], read_file(DIMSIM_SOURCE_DIR "/scenarios/quickstart.yaml"));
  const std::string once = read_file(shell_ / "r.html");
  EXPECT_EQ(shell_.run("sleep 1.1; TZ=Asia/Tokyo $DIMSIM report r.h5 -o r.html").status, 0);
  EXPECT_TRUE(read_file(shell_ / "r.html") == once) << "other bytes of the same input";
  EXPECT_TRUE(shell_.run("$DIMSIM report r.h5 -o -").output == once);
}

TEST_F(Report, ContainsIntervalsAndNumericAxes) {
  ASSERT_EQ(shell_
                .run("$DIMSIM run $SCENARIOS/bandwidth-sweep.yaml -q --set replications=3 --set "
                     "workload.requests=700 --set sweep.bandwidth.network.access.bandwidth=[1Mbps,8Mbps] -o "
                     "r.h5 --json s.json")
                .status,
            0);
  ASSERT_EQ(shell_.run("$DIMSIM report r.h5 -o r.html").status, 0);
  const Json data = data_of("r.html");
  const Json points = Json::parse(read_file(shell_ / "s.json"))["points"];
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(data["axes"][0]["name"], "bandwidth");
  EXPECT_EQ(data["axes"][0]["numbers"], Json({125000, 1000000}));
  EXPECT_EQ(data["points"], Json({"bandwidth=1Mbps", "bandwidth=8Mbps"}));
  EXPECT_TRUE(data["cdf"].is_null());
  EXPECT_TRUE(data["flow"].is_null());
  for (std::size_t row = 0; row < data["rows"]["point"].size(); ++row) {
    const Json& policy = points[data["rows"]["point"][row].get<std::size_t>()]["policies"]
                               [data["rows"]["policy"][row].get<std::size_t>()];
    EXPECT_EQ(data["rows"]["replications"][row], 3);
    expect_near(metric(data, "latency.p95")["values"][row], policy["latency_s"]["p95"]);
    expect_near(metric(data, "latency.p95")["ci95"][row], policy["ci95"]["latency.p95"], kHalfWidthRounding);
  }
  // A column of equal values is stored as that one value.
  EXPECT_EQ(metric(data, "energy.network")["values"], 0);
  EXPECT_EQ(metric(data, "energy.network")["ci95"], 0);
}

TEST_F(Report, EscapesDataThatWouldEndTheScript) {
  const std::string scenario =
      "# </script><!-- \xE2\x80\xA8\xE2\x80\xA9\ninclude: " DIMSIM_SOURCE_DIR "/scenarios/quickstart.yaml\n";
  shell_.write("s.yaml", scenario);
  ASSERT_EQ(shell_
                .run("$DIMSIM run s.yaml -q --set workload.requests=600 --set 'policies=[{policy: all-edge, "
                     "label: \"<script>\"}]' -o r.h5")
                .status,
            0);
  ASSERT_EQ(shell_.run("$DIMSIM report r.h5 -o r.html").status, 0);
  EXPECT_EQ(data_of("r.html")["policies"][0], "<script>");
  EXPECT_EQ(data_of("r.html")["scenario"], scenario);
  const std::string page = read_file(shell_ / "r.html");
  EXPECT_EQ(page.find('<', 1), std::string::npos);
  EXPECT_EQ(page.find("\xE2\x80\xA8"), std::string::npos);
  EXPECT_EQ(page.find("\xE2\x80\xA9"), std::string::npos);
}

TEST_F(Report, ReportsErrorsAndLeavesNoFile) {
  ASSERT_EQ(
      shell_.run("$DIMSIM run $SCENARIOS/quickstart.yaml -q --set workload.requests=600 -o r.h5").status, 0);
  shell_.write("notes.txt", "not a report");
  const auto expect_failure = [this](const std::string& arguments, int status, const std::string& message) {
    const Outcome outcome = shell_.run("$DIMSIM report " + arguments);
    EXPECT_EQ(outcome.status, status) << arguments;
    EXPECT_THAT(outcome.messages, HasSubstr(message));
  };
  expect_failure("", 2, "RESULT");
  expect_failure("missing.h5", 2, "missing.h5");
  expect_failure("notes.txt", 2, "HDF5");
  expect_failure("$SCENARIOS/traces/trec6.h5", 2, "is not a result file of dimsim");
  expect_failure("r.h5 -o notes.txt", 2, "is not a dimsim report, so it is not overwritten");
  expect_failure("r.h5 -o r.h5", 2, "is not a dimsim report, so it is not overwritten");
  expect_failure("r.h5 -o nowhere/r.html", 1, "nowhere/r.html");
  shell_.write("assets/page.html", "something else");
  expect_failure("r.h5", 1, "belongs to another version of dimsim");
  std::filesystem::remove(shell_ / "assets/page.html");
  expect_failure("r.h5", 1, "make report-assets");
  EXPECT_EQ(shell_.run("ls -A").output, "assets\nnotes.txt\nr.h5\n");
  EXPECT_EQ(read_file(shell_ / "notes.txt"), "not a report");
}

TEST_F(Report, RejectsFilesOfOtherVersions) {
  const auto expect_refused = [this](std::int64_t version, const std::string& message) {
    ResultContent content;
    content.version = version;
    content.runs.push_back({.policy = "all-mobile", .requests = {answered(0, 0, true)}});
    write_result(shell_ / "r.h5", content);
    for (const char* output : {"r.html", "-"}) {
      const Outcome outcome = shell_.run(std::string("$DIMSIM report r.h5 -o ") + output);
      EXPECT_EQ(outcome.status, 2);
      EXPECT_EQ(outcome.output, "");
      EXPECT_THAT(outcome.messages, HasSubstr("r.h5: error: is a result file of " + message));
    }
    EXPECT_EQ(shell_.run("ls -A").output, "assets\nr.h5\n");
  };
  const std::int64_t newest = columns::kResultVersion;
  expect_refused(1, fmt::format("version 1, which has no table of runs; expected version {}", newest));
  expect_refused(newest + 1,
                 fmt::format("version {}, written by dimsim ?; this dimsim reads versions up to {}",
                             newest + 1, newest));
}

}  // namespace
}  // namespace dimsim
