#include "dimsim/analysis/request_detail.hpp"
#include "support/shell.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dimsim {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// Busy enough for queues; some requests move up through all tiers.
const std::string kRun =
    "$DIMSIM run $SCENARIOS/quickstart.yaml -q --set workload.requests=400 --set "
    "workload.warm_up_requests=50 "
    "--set 'workload.rate=20 /s' --set 'policies=[all-mobile, all-cloud, "
    "{policy: cartography, label: pools, thresholds: [0.7]}]' ";

/// A time of the format [µs] in nanoseconds, the resolution in which times are written.
std::int64_t nanoseconds(const json& microseconds) { return std::llround(microseconds.get<double>() * 1e3); }

struct Slice {
  std::int64_t begin_ns = 0;
  std::int64_t end_ns = 0;
  std::size_t request = 0;
};

using Tracks = std::map<std::pair<std::size_t, std::size_t>, std::vector<Slice>>;

class Timeline : public testing::Test {
 protected:
  [[nodiscard]] json events(const std::string& options) const {
    const Outcome outcome = shell_.run(kRun + "-o r.h5 --trace-events e.json " + options);
    EXPECT_EQ(outcome.status, 0) << outcome.messages;
    return json::parse(read_file(shell_ / "e.json")).at("traceEvents");
  }

  static Tracks tracks_of(const json& events, const char* category = "request") {
    Tracks tracks;
    for (const json& event : events) {
      if (event.at("ph") == "X" && event.at("cat") == category) {
        const std::int64_t begin_ns = nanoseconds(event.at("ts"));
        tracks[{event.at("pid"), event.at("tid")}].push_back(
            {begin_ns, begin_ns + nanoseconds(event.at("dur")), event.at("args").at("request")});
      }
    }
    return tracks;
  }

  Shell shell_;
};

TEST_F(Timeline, SlicesAddUpToTheLatencyAndDoNotOverlap) {
  const json all = events("");
  const auto result = analysis::ResultReader::open(shell_ / "r.h5");
  std::map<std::pair<std::size_t, std::size_t>, std::int64_t> took_ns;  // by run and request
  for (auto [track, slices] : tracks_of(all)) {
    std::sort(slices.begin(), slices.end(), [](const Slice& a, const Slice& b) {
      return std::pair(a.begin_ns, a.end_ns) < std::pair(b.begin_ns, b.end_ns);
    });
    std::int64_t until_ns = 0;
    for (const Slice& slice : slices) {
      EXPECT_GE(slice.begin_ns, until_ns) << track.first << " " << track.second;
      until_ns = slice.end_ns;
      took_ns[{track.first, slice.request}] += slice.end_ns - slice.begin_ns;
      const analysis::RequestDetail request =
          analysis::request_detail(result, result.runs()[track.first - 1], slice.request);
      EXPECT_GE(slice.begin_ns, std::llround(request.arrival_s * 1e9));
      EXPECT_LE(slice.end_ns, std::llround(request.finish_s * 1e9));
    }
  }
  ASSERT_EQ(took_ns.size(), 3U * 400U);
  for (const auto& [which, ns] : took_ns) {
    const analysis::RequestDetail request =
        analysis::request_detail(result, result.runs()[which.first - 1], which.second);
    EXPECT_EQ(ns, std::llround(request.finish_s * 1e9) - std::llround(request.arrival_s * 1e9))
        << which.first << " " << which.second;
  }
}

TEST_F(Timeline, HasATrackPerLinkWithTheBytesOfRequests) {
  const json all = events("");
  const auto result = analysis::ResultReader::open(shell_ / "r.h5");
  std::map<std::pair<std::size_t, std::size_t>, std::string> names;
  std::map<std::pair<std::size_t, std::size_t>, double> bytes;  // by run and request, over access links
  for (const json& event : all) {
    if (event.at("ph") == "M" && event.at("name") == "thread_name") {
      names[{event.at("pid"), event.at("tid")}] = event.at("args").at("name");
    }
  }
  for (const json& event : all) {
    if (event.at("ph") == "X" && event.at("cat") == "link" &&
        names.at({event.at("pid"), event.at("tid")}).starts_with("link access/pixel-4/")) {
      bytes[{event.at("pid"), event.at("args").at("request")}] += event.at("args").at("bytes").get<double>();
    }
  }
  EXPECT_GT(bytes.size(), 400U);
  for (std::size_t run = 0; run < result.runs().size(); ++run) {
    const std::string table = result.runs()[run].group + "/requests";
    const auto up = result.file().read_column<double>(table, "up_bytes");
    const auto down = result.file().read_column<double>(table, "down_bytes");
    for (std::size_t i = 0; i < up.size(); ++i) {
      EXPECT_EQ((bytes[{run + 1, i}]), up[i] + down[i]) << run << " " << i;
    }
  }
  for (auto [track, slices] : tracks_of(all, "link")) {
    std::sort(slices.begin(), slices.end(),
              [](const Slice& a, const Slice& b) { return a.begin_ns < b.begin_ns; });
    for (std::size_t i = 1; i < slices.size(); ++i) {
      EXPECT_GE(slices[i].begin_ns, slices[i - 1].end_ns) << names.at(track);
    }
  }
  for (const char* name : {"link access/pixel-4/up of device 0", "link backhaul/up", "link wan/down"}) {
    EXPECT_TRUE(std::any_of(names.begin(), names.end(), [name](const auto& named) {
      return named.second == name;
    })) << name;
  }
}

/// Readers add instants and durations as floating-point numbers, or cut both off at nanoseconds first.
TEST_F(Timeline, SlicesDoNotOverlapInFloatingPoint) {
  std::map<std::pair<std::size_t, std::size_t>, std::vector<std::pair<double, double>>> tracks;
  for (const json& event : events("")) {
    if (event.at("ph") == "X") {
      tracks[{event.at("pid"), event.at("tid")}].emplace_back(event.at("ts"), event.at("dur"));
    }
  }
  EXPECT_GT(tracks.size(), 50U);
  for (auto& [track, slices] : tracks) {
    std::sort(slices.begin(), slices.end());
    for (std::size_t i = 1; i < slices.size(); ++i) {
      const auto [begin, duration] = slices[i - 1];
      EXPECT_LE(begin + duration, slices[i].first) << track.second;
      EXPECT_LE(std::floor(begin * 1e3) + std::floor(duration * 1e3), std::floor(slices[i].first * 1e3))
          << track.second;
    }
  }
}

TEST_F(Timeline, CountsTheUseOfALinkByItsTransfers) {
  const json all = events("");
  const auto result = analysis::ResultReader::open(shell_ / "r.h5");
  // Link wan/up of the second run, which all requests cross. The integral of use × capacity is what it
  // carried.
  double carried = 0;
  double use = 0;
  double since_s = 0;
  double most = 0;
  for (const json& event : all) {
    if (event.at("ph") == "C" && event.at("pid") == 2 && event.at("name") == "use of wan/up") {
      const double date_s = event.at("ts").get<double>() * 1e-6;
      carried += use * (date_s - since_s);
      since_s = date_s;
      use = event.at("args").at("percent").get<double>() / 100;
      most = std::max(most, use);
    }
  }
  EXPECT_EQ(use, 0);
  EXPECT_GT(most, 0);
  const std::string table = result.runs()[1].group + "/links";
  const std::vector<std::string> names = result.file().read_texts(table, "name");
  const auto wan = static_cast<std::size_t>(std::find(names.begin(), names.end(), "wan/up") - names.begin());
  ASSERT_LT(wan, names.size());
  const double bytes = result.file().read_column<double>(table, "bytes")[wan];
  // The use is rounded to a millionth of the capacity, so each burst contributes an error of at most half of
  // one.
  const double capacity = result.file().read_column<double>(table, "bytes_per_s")[wan];
  EXPECT_NEAR(carried * capacity, bytes, 1e-2 * bytes);
}

TEST_F(Timeline, NamesEveryTrackAndCountsBackToZero) {
  const json all = events("");
  std::set<std::pair<std::size_t, std::size_t>> named;
  std::map<std::pair<std::size_t, std::string>, double> counts;
  std::set<std::string> names;
  double most = 0;
  for (const json& event : all) {
    if (event.at("ph") == "M" && event.at("name") == "thread_name") {
      EXPECT_TRUE(named.emplace(event.at("pid"), event.at("tid")).second);
      names.insert(event.at("args").at("name"));
    } else if (event.at("ph") == "C") {
      const bool is_use = event.at("name").get<std::string>().starts_with("use of ");
      const double count = event.at("args").at(is_use ? "percent" : "count");
      EXPECT_GE(count, 0);
      most = is_use ? most : std::max(most, count);
      counts[{event.at("pid"), event.at("name")}] = count;
    }
  }
  for (const auto& [track, slices] : tracks_of(all)) {
    EXPECT_TRUE(named.contains(track));
  }
  for (const char* name : {"device 0", "device 0 messages up", "cloud/g4dn-xlarge"}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }
  EXPECT_GT(most, 1);
  for (const auto& [counter, count] : counts) {
    EXPECT_EQ(count, 0) << counter.second;
  }
}

TEST_F(Timeline, ShowsWhereRequestsStartAndOneAnswerEach) {
  std::map<std::string, std::size_t> decisions;
  for (const json& event : events("")) {
    if (event.at("ph") == "i") {
      const json& confidence = event.at("args").at("confidence");
      if (event.at("name") == "decision: go up") {  // the threshold is 0.7
        EXPECT_LT(confidence.get<double>(), 0.7);
      } else if (event.at("name") == "decision: answer" && event.at("args").at("policy") == "pools" &&
                 event.at("args").at("answered_by") != "cloud") {
        EXPECT_GE(confidence.get<double>(), 0.7);
        ++decisions["sure"];
      }
      const std::string name = event.at("name");
      ++decisions[name.starts_with("decision: begin at ") ? "begin" : name];
    }
  }
  EXPECT_EQ(decisions["begin"], 3U * 400U);
  EXPECT_EQ(decisions["decision: answer"], 3U * 400U);
  EXPECT_GT(decisions["decision: go up"], 50U);
  EXPECT_GT(decisions["sure"], 50U);
}

TEST_F(Timeline, ChangesNoResultAndIsTheSameForAnyNumberOfWorkers) {
  ASSERT_EQ(shell_.run(kRun + "-o plain.h5").status, 0);
  static_cast<void>(events("-j 1"));
  const std::string one = read_file(shell_ / "e.json");
  EXPECT_TRUE(read_file(shell_ / "r.h5") == read_file(shell_ / "plain.h5"));
  static_cast<void>(events("-j 3"));
  EXPECT_TRUE(read_file(shell_ / "e.json") == one);
}

TEST_F(Timeline, ContainsOnlyTheSelectedRequests) {
  const json some = events("--trace-events-every 7 --trace-events-window '200 ms..500 ms'");
  const auto result = analysis::ResultReader::open(shell_ / "r.h5");
  std::set<std::size_t> found;
  for (const auto& [track, slices] : tracks_of(some)) {
    for (const Slice& slice : slices) {
      found.insert(slice.request);
    }
  }
  std::set<std::size_t> expected;
  for (std::size_t i = 0; i < 400; i += 7) {
    const double arrival_s = analysis::request_detail(result, result.runs()[0], i).arrival_s;
    if (arrival_s >= 0.2 && arrival_s < 0.5) {
      expected.insert(i);
    }
  }
  EXPECT_GT(expected.size(), 5U);
  EXPECT_EQ(found, expected);
}

TEST_F(Timeline, HasAProcessPerRunOfAStudy) {
  const json all = events("--set replications=2 --set keep_requests=yes");
  std::vector<std::string> names;
  for (const json& event : all) {
    if (event.at("ph") == "M" && event.at("name") == "process_name") {
      names.push_back(event.at("args").at("name"));
    }
  }
  ASSERT_EQ(names.size(), 6U);
  EXPECT_EQ(names[3], "policy all-cloud, point 0, replication 1");
}

TEST_F(Timeline, RejectsWrongOptions) {
  shell_.write("notes.json", "{}");
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"--trace-events-every 2", "requires --trace-events"},
      {"--trace-events e.json --trace-events-every 0", "of at least 1"},
      {"--trace-events e.json --trace-events-window 20s..10s", "such as 10s..20s"},
      {"--trace-events e.json --trace-events-window 10..20", "such as 10s..20s"},
      {"--trace-events -", "expected the name of a file"},
      {"--trace-events r.h5", "name the same file"},
      {"--trace-events e.json --json e.json", "name the same file"},
      {"--trace-events notes.json", "is not overwritten"},
      {"--trace-events e.json --set replications=2", "keep_requests=yes"},
      {"--trace-events e.json --shard 1/2", "cannot be combined with --shard"},
  };
  for (const auto& [options, message] : wrong) {
    const Outcome outcome = shell_.run(kRun + "-o r.h5 " + options);
    EXPECT_EQ(outcome.status, 2) << options;
    EXPECT_THAT(outcome.messages, HasSubstr(message)) << options;
  }
  EXPECT_EQ(shell_.run("ls").output, "notes.json\n");
}

}  // namespace
}  // namespace dimsim
