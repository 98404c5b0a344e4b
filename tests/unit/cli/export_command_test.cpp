#include "support/shell.hpp"

#include <cmath>
#include <sstream>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dimsim {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Export : public testing::Test {
 protected:
  Export() {
    shell_.write("a_b%.yaml", "include: " DIMSIM_SOURCE_DIR
                              "/scenarios/quickstart.yaml\nreplications: 3\n"
                              "workload: {requests: 1000, warm_up_requests: 100}\n"
                              "policies: [all-mobile, all-edge, {policy: random, label: 'r_1 & 50 %'}]\n"
                              "sweep: {rate_x: {workload.rate: [1 /s, 2 /s]}}\n");
    run_ = shell_.run("$DIMSIM run a_b%.yaml -q -o r.h5");
  }

  Shell shell_;
  Outcome run_;
};

TEST_F(Export, WritesATableThatLatexAccepts) {
  ASSERT_EQ(run_.status, 0) << run_.messages;
  const Outcome outcome = shell_.run("$DIMSIM export r.h5 --format latex --metrics accuracy,latency.mean");
  EXPECT_EQ(outcome.status, 0) << outcome.messages;
  EXPECT_THAT(
      outcome.output,
      AllOf(HasSubstr(
                "\\begin{tabular}{llrr}\n\\toprule\nrate\\_x & policy & accuracy & latency.mean [ms] \\\\\n"),
            HasSubstr("r\\_1 \\& 50 \\%"), HasSubstr("\\,$\\pm$\\,"), Not(HasSubstr("±")),
            HasSubstr("Means over 3 replications"), HasSubstr("\\bottomrule\n\\end{tabular}\n")));
  // A rule before each point; the most accurate policy and the fastest one of each are bold.
  std::size_t rules = 0;
  std::size_t bold = 0;
  for (std::size_t at = 0; (at = outcome.output.find("\\midrule", at)) != std::string::npos; ++at) {
    ++rules;
  }
  for (std::size_t at = 0; (at = outcome.output.find("\\textbf{", at)) != std::string::npos; ++at) {
    ++bold;
  }
  EXPECT_EQ(rules, 2U);
  EXPECT_EQ(bold, 4U);
  EXPECT_THAT(outcome.output, HasSubstr("all-mobile & 0.5"));
  EXPECT_THAT(outcome.output, testing::ContainsRegex("all-mobile & 0[.][0-9.\\\\,$pm]* & .textbf[{]6[.]"));
}

/// Small numbers too are rounded to the first digit of their interval, which is rounded up.
TEST_F(Export, RoundsToTheFirstDigitOfTheInterval) {
  ASSERT_EQ(run_.status, 0) << run_.messages;
  const std::string metrics = " --metrics cost.usd_per_1000,energy.mobile --policies all-edge";
  const Outcome markdown = shell_.run("$DIMSIM export r.h5 --format markdown" + metrics);
  const Outcome lines = shell_.run("$DIMSIM export r.h5 --format jsonl" + metrics);
  ASSERT_EQ(lines.status, 0) << lines.messages;
  std::istringstream stream(lines.output);
  for (std::string line; std::getline(stream, line);) {
    const nlohmann::json row = nlohmann::json::parse(line);
    for (const char* name : {"cost.usd_per_1000", "energy.mobile"}) {
      const double value = row["metrics"][name]["value"];
      const double half = row["metrics"][name]["half_width"];
      const int decimals = static_cast<int>(std::ceil(-std::log10(half)));
      EXPECT_GT(decimals, 2) << "else the test tests nothing";
      const double unit = std::pow(10, -decimals);
      EXPECT_THAT(markdown.output, HasSubstr(fmt::format("{:.{}f}±{:.{}f}", value, decimals,
                                                         std::ceil(half / unit) * unit, decimals)));
    }
  }
}

TEST_F(Export, WritesTheNumbersOfTheRunTableForPrograms) {
  if (shell_.run("/usr/bin/python3 -c 'import h5py, numpy'").status != 0) {
    GTEST_SKIP() << "python3-h5py is not installed";
  }
  ASSERT_EQ(
      shell_.run("$DIMSIM export r.h5 --format csv -o t.csv && $DIMSIM export r.h5 --format jsonl -o t.jsonl")
          .status,
      0);
  shell_.write("check.py", R"(
import csv, h5py, json, numpy
table = h5py.File("r.h5")["run_table"][:]
t = 4.302653  # 97.5 % of Student's t with 2 degrees of freedom
lines = [json.loads(line) for line in open("t.jsonl")]
rows = list(csv.DictReader(open("t.csv")))
assert len(lines) == len(rows) == 6
for line, row in zip(lines, rows):
    own = table[(table["point"] == int(row["point"])) & (table["policy"] == row["policy"].encode())]["latency_p95_s"]
    half = t * own.std(ddof=1) / 3 ** 0.5
    for value, width in ((float(row["latency.p95"]), float(row["latency.p95.half_width"])),
                         (line["metrics"]["latency.p95"]["value"], line["metrics"]["latency.p95"]["half_width"])):
        assert abs(value - own.mean()) < 1e-12 and abs(width - half) < 1e-6 * half + 1e-12 * value
    assert row["axis.rate_x"] == line["labels"]["rate_x"] and line["metrics"]["latency.p95"]["unit"] == "s"
)");
  const Outcome outcome = shell_.run("/usr/bin/python3 check.py");
  EXPECT_EQ(outcome.status, 0) << outcome.messages;
}

TEST_F(Export, RejectsWrongInputAndOverwritesNoOtherFile) {
  EXPECT_THAT(
      shell_.run("$DIMSIM export r.h5 --format markdown").output,
      AllOf(HasSubstr("| rate_x | policy | accuracy |"), HasSubstr("|---|---|---:|"), HasSubstr("**")));
  for (const auto& [arguments, message] :
       {std::pair("r.h5 --format latx", "did you mean 'latex'"),
        {"r.h5", "format"},
        {"r.h5 --format csv --metrics latency.p96", "did you mean 'latency.p9"},
        {"r.h5 --format csv --policies nobody", "no policy 'nobody'"},
        {"absent.h5 --format csv", "absent.h5"},
        {"a_b%.yaml --format csv", "a_b%.yaml"},
        {"r.h5 --format csv -o a_b%.yaml", "is not overwritten"}}) {
    const Outcome outcome = shell_.run(std::string("$DIMSIM export ") + arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_EQ(outcome.output, "");
    EXPECT_THAT(outcome.messages, HasSubstr(message));
  }
  EXPECT_EQ(shell_.run("$DIMSIM export r.h5 --format csv -o no/folder/t.csv").status, 1);
  EXPECT_EQ(
      shell_.run("$DIMSIM export r.h5 --format csv -o t && $DIMSIM export r.h5 --format csv -o t").status, 0);
}

}  // namespace
}  // namespace dimsim
