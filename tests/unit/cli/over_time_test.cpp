#include "dimsim/analysis/load_courses.hpp"
#include "support/shell.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim {
namespace {

using testing::HasSubstr;

/// Runs for seconds, with enough messages and queues for all bins.
const std::string kRun = "$DIMSIM run $SCENARIOS/overload.yaml -q -o r.h5 >/dev/null";

double sum(const TimeBins& bins) {
  return std::accumulate(bins.amounts().begin(), bins.amounts().end(), 0.0);
}

std::map<std::string, double> column(const analysis::ResultReader& result, const std::string& table,
                                     const std::string& name) {
  const std::vector<std::string> names = result.file().read_texts(table, "name");
  const std::vector<double> values = result.file().read_column<double>(table, name);
  std::map<std::string, double> by_name;
  for (std::size_t i = 0; i < names.size(); ++i) {
    by_name[names[i]] = values[i];
  }
  return by_name;
}

TEST(OverTime, IntegratesToTheTotalsOfTheRun) {
  const Shell shell;
  ASSERT_EQ(shell.run(kRun).status, 0);
  const auto result = analysis::ResultReader::open(shell / "r.h5");
  for (const analysis::RunEntry& run : result.runs()) {
    std::map<std::string, double> busy_s = column(result, run.group + "/stations", "busy_s");
    std::map<std::string, double> queue_s = column(result, run.group + "/stations", "queue_s");
    std::map<std::string, double> hosts = column(result, run.group + "/stations", "hosts");
    std::map<std::string, double> servers = column(result, run.group + "/stations", "servers");
    std::map<std::string, double> bytes = column(result, run.group + "/links", "bytes");
    std::size_t seen = 0;
    for (const analysis::LoadCourse& course : analysis::load_courses(result, run, 128)) {
      EXPECT_LE(course.work.amounts().size(), 128U);
      const double expected = course.is_link ? bytes.at(course.name) : busy_s.at(course.name);
      EXPECT_NEAR(sum(course.work), expected, 1e-9 * std::max(1.0, expected)) << course.name;
      if (!course.is_link) {
        EXPECT_EQ(course.capacity, hosts.at(course.name) * servers.at(course.name)) << course.name;
        EXPECT_NEAR(sum(course.waiting), queue_s.at(course.name),
                    1e-9 * std::max(1.0, queue_s.at(course.name)));
      }
      for (const double busy : course.utilisation()) {
        EXPECT_GE(busy, 0) << course.name;
        EXPECT_LE(busy, 1 + 1e-9) << course.name;
      }
      ++seen;
    }
    EXPECT_EQ(seen, busy_s.size() + bytes.size());
  }
}

/// 20 devices send all messages at once over a link that is far too slow, so that it is full until the last
/// one has passed.
TEST(OverTime, NeverExceedsTheCapacityOfALink) {
  const Shell shell;
  ASSERT_EQ(
      shell
          .run("$DIMSIM run $SCENARIOS/quickstart.yaml -q -o r.h5 --set 'policies=[all-cloud]' --set "
               "workload.requests=200 --set workload.warm_up_requests=0 --set 'workload.rate=50/s' --set "
               "network.backhaul.bandwidth=100kbps")
          .status,
      0);
  const auto result = analysis::ResultReader::open(shell / "r.h5");
  const auto bytes = column(result, "/runs/0000/links", "bytes");
  double most = 0;
  for (const analysis::LoadCourse& course : analysis::load_courses(result, result.runs().front(), 128)) {
    for (const double busy : course.utilisation()) {
      EXPECT_LE(busy, 1 + 1e-9) << course.name;
      most = course.name == "backhaul/up" ? std::max(most, busy) : most;
    }
    if (course.is_link) {
      EXPECT_NEAR(sum(course.work), bytes.at(course.name), 1e-9 * std::max(1.0, bytes.at(course.name)));
    }
  }
  EXPECT_NEAR(most, 1, 1e-9);
}

/// The blocks of a figure's data, by "POLICY of LINE".
std::map<std::string, std::vector<double>> blocks(const std::string& data) {
  std::map<std::string, std::vector<double>> found;
  std::istringstream lines(data);
  std::string title;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("# panel")) {
      title =
          line.substr(line.find("]: ") == std::string::npos ? line.rfind(": ") + 2 : line.rfind("]: ") + 3);
    } else if (!line.empty()) {
      found[title].push_back(std::strtod(line.substr(line.find(' ')).c_str(), nullptr));
    }
  }
  return found;
}

TEST(OverTime, ShowsTheOverloadInTheTable) {
  const Shell shell;
  if (shell.run("gnuplot --version").status != 0) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  ASSERT_EQ(shell.run(kRun).status, 0);
  ASSERT_EQ(
      shell.run("$DIMSIM plot r.h5 -f utilisation -o u.svg && $DIMSIM plot r.h5 -f queue -o q.svg").status,
      0);
  auto busy = blocks(read_file(shell / "u.dat"));
  const std::vector<double>& edge = busy["edge/c6i-2xlarge of policy all-edge"];
  ASSERT_GT(edge.size(), 50U);
  EXPECT_NEAR(edge[edge.size() / 2], 100, 1e-3);
  // The table of this scenario reports 602 waiting half-way and 1,177 at the end.
  const std::vector<double> waiting =
      blocks(read_file(shell / "q.dat"))["edge/c6i-2xlarge of policy all-edge"];
  const double most = *std::max_element(waiting.begin(), waiting.end());
  EXPECT_NEAR(most, 1177, 30);
  EXPECT_THAT(read_file(shell / "u.svg"), HasSubstr("edge/c6i-2xlarge"));
}

TEST(OverTime, RequiresRequests) {
  const Shell shell;
  ASSERT_EQ(shell.run(kRun + " --set keep_requests=no --set workload.requests=500").status, 0);
  const Outcome outcome = shell.run("$DIMSIM plot r.h5 -f queue -o q.svg");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.messages, HasSubstr("keep_requests"));
}

}  // namespace
}  // namespace dimsim
