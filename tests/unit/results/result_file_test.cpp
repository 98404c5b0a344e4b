#include "dimsim/results/result_file.hpp"

#include "dimsim/base/error.hpp"
#include "support/run_example.hpp"
#include "support/temporary_folder.hpp"

#include <cmath>
#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::results {
namespace {

RunRecord record_example(std::uint32_t replication = 0) {
  RunRecord record{.key = {.point = 0, .policy = 0, .replication = replication},
                   .summary = summarise(run_example()),
                   .run = run_example()};
  record.run.replication = replication;
  return record;
}

StudyHeader header_example() {
  return {.name = "example",
          .seed = 7,
          .source_yaml = "name: example\n",
          .resolved_yaml = "name: example\nseed: 7\n",
          .keep_requests = true,
          .points = {point_header(scenario_example(), trace_example(), "0123456789abcdef", true)}};
}

std::vector<Summary> write_example(const std::filesystem::path& path,
                                   const StudyHeader& header = header_example()) {
  ResultFile file(path, header);
  file.add(record_example(0));
  file.add(record_example(1));
  return file.finish();
}

std::string bytes(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(ResultFile, DescribesItself) {
  const TemporaryFolder folder;
  write_example(folder / "r.h5");
  const hdf5::File file = hdf5::File::open(folder / "r.h5");
  EXPECT_EQ(file.text("/", "format"), "dimsim.result");
  EXPECT_EQ(file.number("/", "version"), columns::kResultVersion);
  EXPECT_EQ(file.text("/", columns::kGroupsAttribute), "[]");
  EXPECT_EQ(file.number("/", "seed"), 7);
  EXPECT_EQ(file.text("/", "scenario"), "name: example\n");
  EXPECT_EQ(file.text("/", "resolved_scenario"), "name: example\nseed: 7\n");
  EXPECT_EQ(file.read_texts("/point_table", "trace_fingerprint"),
            std::vector<std::string>{"0123456789abcdef"});
  EXPECT_EQ(file.text("/", "kernel"), "SimGrid 3.32 settings");
  EXPECT_THAT(*file.text("/", "summary"), testing::HasSubstr("dimsim.summary"));
  EXPECT_THAT(*file.text("/", "sources"), testing::HasSubstr("measured by hand"));
  for (const char* attribute : {"dimsim", "commit", "compiler"}) {
    EXPECT_TRUE(file.text("/", attribute).has_value()) << attribute;
  }
}

TEST(ResultFile, HasARowForEachRequestWithItsPartsAndInstants) {
  const TemporaryFolder folder;
  write_example(folder / "r.h5");
  const hdf5::File file = hdf5::File::open(folder / "r.h5");
  EXPECT_EQ(file.names("/runs"), (std::vector<std::string>{"0000", "0001"}));
  EXPECT_EQ(file.text("/runs/0000", "policy"), "half-and-half");
  EXPECT_EQ(file.text("/runs/0000", "tiers"), "[\n  \"phone\",\n  \"cloud\"\n]");
  EXPECT_EQ(file.number("/runs/0000", "end_s"), 30);
  const auto column = [&file](const std::string& name) {
    return file.read_column<double>("/runs/0001/requests", name);
  };
  EXPECT_EQ(column("arrival_s"), (std::vector<double>{0, 10, 20, 30}));
  EXPECT_EQ(column("outcome"), (std::vector<double>{0, 0, 0, 1}));
  EXPECT_EQ(column("measured"), (std::vector<double>{0, 1, 1, 1}));
  EXPECT_EQ(column("latency_s")[2], 6);
  EXPECT_EQ(column("queue_s")[2], 3);
  EXPECT_EQ(column("compute_s")[2], 1);
  EXPECT_EQ(column("network_s")[2], 2);
  EXPECT_TRUE(std::isnan(column("latency_s")[3]));  // dropped
  EXPECT_EQ(column("cloud_sent_s")[2], 20);
  EXPECT_EQ(column("cloud_received_s")[2], 21);
  EXPECT_EQ(column("cloud_started_s")[2], 24);
  EXPECT_EQ(column("cloud_finished_s")[2], 25);
  EXPECT_EQ(column("cloud_queue_s")[2], 3);
  EXPECT_EQ(column("cloud_compute_s")[2], 1);
  EXPECT_TRUE(std::isnan(column("phone_sent_s")[2]));  // never there
  EXPECT_TRUE(std::isnan(column("phone_queue_s")[2]));
  EXPECT_EQ(file.text("/runs/0000/requests", "unit.cloud_queue_s"), "s");
  EXPECT_EQ(file.text("/runs/0000/requests", "unit.radio_j"), "J");
}

TEST(ResultFile, HasStationsAndLinksByName) {
  const TemporaryFolder folder;
  write_example(folder / "r.h5");
  const hdf5::File file = hdf5::File::open(folder / "r.h5");
  EXPECT_EQ(file.read_column<double>("/runs/0000/stations", "idle_j"), (std::vector<double>{30, 300}));
  EXPECT_EQ(file.read_column<double>("/runs/0000/links", "utilisation"), (std::vector<double>{0.125}));
  EXPECT_EQ(file.text("/runs/0000/stations", "unit.idle_j"), "J");
}

TEST(ResultFile, HasThePolicyReport) {
  const TemporaryFolder folder;
  {
    RunResult run = run_example();
    run.policy_report.figures = {{"regret", 12.5, "reward", "what it lost"}};
    run.policy_report.courses = {{"regret", {1, 3, 12.5}, "reward", "what it lost so far"}};
    const StudyHeader header = header_example();
    ResultFile file(folder / "r.h5", header);
    file.add({.key = {}, .summary = summarise(run), .run = run});
    file.add(record_example(1));
    static_cast<void>(file.finish());
  }
  const hdf5::File file = hdf5::File::open(folder / "r.h5");
  const std::string group = "/runs/0000/policy_report";
  EXPECT_EQ(file.number(group, "regret"), 12.5);
  EXPECT_EQ(file.text(group, "unit.regret"), "reward");
  EXPECT_EQ(file.text(group, "description.regret"), "what it lost");
  EXPECT_EQ(file.read<double>(group + "/regret"), (std::vector<double>{1, 3, 12.5}));
  EXPECT_EQ(file.text(group + "/regret", "unit"), "reward");
  EXPECT_EQ(file.text(group + "/regret", "description"), "what it lost so far");
  EXPECT_FALSE(file.has_group("/runs/0001/policy_report"));
}

TEST(ResultFile, WithoutRequestsHasOnlyTheTables) {
  const TemporaryFolder folder;
  StudyHeader header = header_example();
  header.keep_requests = false;
  write_example(folder / "r.h5", header);
  const hdf5::File file = hdf5::File::open(folder / "r.h5");
  EXPECT_EQ(file.names("/"), (std::vector<std::string>{"point_table", "run_table"}));
  EXPECT_EQ(file.read_column<double>("/run_table", "accuracy"), (std::vector<double>{0.5, 0.5}));
}

TEST(ResultFile, HasTheAxesOfAStudyAsTextsAndNumbers) {
  const TemporaryFolder folder;
  StudyHeader header = header_example();
  header.keep_requests = false;
  header.points.push_back(header.points.front());
  header.points[0].summary.labels = {{"bandwidth", "5Mbps", 625000, "B/s"}, {"task", "sst-2", {}, ""}};
  header.points[1].summary.labels = {{"bandwidth", "10Mbps", 1250000, "B/s"}, {"task", "mnli", {}, ""}};
  RunRecord second = record_example();
  second.key.point = 1;
  second.summary.report = {{"regret", 3, "reward", "what it lost"}};
  {
    ResultFile file(folder / "r.h5", header);
    file.add(record_example());
    file.add(second);
    static_cast<void>(file.finish());
  }
  const hdf5::File file = hdf5::File::open(folder / "r.h5");
  for (const char* table : {"/run_table", "/point_table"}) {
    EXPECT_EQ(file.read_texts(table, "axis_bandwidth"), (std::vector<std::string>{"5Mbps", "10Mbps"}));
    EXPECT_EQ(file.read_column<double>(table, "value_bandwidth"), (std::vector<double>{625000, 1250000}));
    EXPECT_EQ(file.text(table, "unit.value_bandwidth"), "B/s");
    EXPECT_EQ(file.read_texts(table, "axis_task"), (std::vector<std::string>{"sst-2", "mnli"}));
  }
  const auto regret = file.read_column<double>("/run_table", "report_regret");
  EXPECT_TRUE(std::isnan(regret[0]));
  EXPECT_EQ(regret[1], 3);
}

TEST(ResultFile, SummarisesReplicationsAndNamesFailedRuns) {
  const TemporaryFolder folder;
  StudyHeader header = header_example();
  header.points[0].policies = {"half-and-half", "other"};
  ResultFile file(folder / "r.h5", header);
  RunRecord second = record_example(1);
  second.summary.accuracy = 1;
  file.add(record_example(0));
  file.add(second);
  const std::vector<FailedKey> failed = {{{0, 1, 3}, "out of luck"}};
  const std::vector<Summary> summaries = file.finish(failed);
  ASSERT_EQ(summaries.size(), 1U);
  ASSERT_EQ(summaries[0].policies.size(), 1U);
  EXPECT_EQ(summaries[0].policies[0].replications, 2U);
  EXPECT_EQ(summaries[0].policies[0].accuracy, 0.75);
  ASSERT_EQ(summaries[0].failed.size(), 1U);
  EXPECT_EQ(summaries[0].failed[0].policy, "other");
  EXPECT_EQ(summaries[0].failed[0].replication, 3U);
  EXPECT_EQ(summaries[0].failed[0].reason, "out of luck");
}

TEST(ResultFile, HasTheSameBytesEveryTime) {
  const TemporaryFolder folder;
  write_example(folder / "a.h5");
  write_example(folder / "b.h5");
  EXPECT_TRUE(bytes(folder / "a.h5") == bytes(folder / "b.h5"));
}

TEST(ResultFile, IsReadableByH5py) {
  if (std::system("/usr/bin/python3 -c 'import h5py' 2>/dev/null") != 0) {
    GTEST_SKIP() << "python3-h5py is not installed";
  }
  const TemporaryFolder folder;
  write_example(folder / "r.h5");
  std::ofstream(folder / "read.py") << R"(
import h5py, json, math, sys
with h5py.File(sys.argv[1]) as f:
    assert f.attrs["format"] == "dimsim.result" and f.attrs["version"] == 3
    assert json.loads(f.attrs["summary"])["points"][0]["policies"][0]["policy"] == "half-and-half"
    run = f["runs/0000"]
    assert json.loads(run.attrs["tiers"]) == ["phone", "cloud"]
    requests = run["requests"][:]
    assert requests["latency_s"][1:3].tolist() == [2, 6] and math.isnan(requests["latency_s"][3])
    assert requests["correct"].tolist() == [1, 1, 0, 0]
    assert [n.decode() for n in run["stations"]["name"]] == ["phone/p", "cloud/c"]
    assert [n.decode() for n in run["links"]["name"]] == ["access/phone/up"]
    assert run["requests"].attrs["unit.latency_s"] == "s"
    assert run["requests"].compression == "gzip" and run["requests"].shuffle
    table = f["run_table"]
    assert table["policy"].tolist() == [b"half-and-half"] * 2 and table["replication"].tolist() == [0, 1]
    assert table["latency_mean_s"].tolist() == [4, 4] and table["arrived"].tolist() == [4, 4]
    assert table.attrs["unit.energy_total_j"] == "J" and table.attrs["metric.latency_p95_s"] == "latency.p95"
)";
  EXPECT_EQ(
      std::system(
          ("/usr/bin/python3 " + (folder / "read.py").string() + " " + (folder / "r.h5").string()).c_str()),
      0);
}

TEST(ResultFile, IsAbsentUnlessFinished) {
  const TemporaryFolder folder;
  {
    const StudyHeader header = header_example();
    ResultFile file(folder / "r.h5", header);
    file.add(record_example());
  }
  EXPECT_TRUE(folder.contents().empty());
}

TEST(ResultFile, ReplacesAnOlderResultOnlyWhenItIsFinished) {
  const TemporaryFolder folder;
  write_example(folder / "r.h5");
  const std::string before = bytes(folder / "r.h5");
  const StudyHeader header = header_example();
  { const ResultFile file(folder / "r.h5", header); }
  EXPECT_TRUE(bytes(folder / "r.h5") == before);
  write_example(folder / "r.h5");
}

TEST(ResultFile, RefusesToReplaceAnythingElse) {
  const TemporaryFolder folder;
  std::ofstream(folder / "thesis.txt") << "years of work";
  {
    hdf5::File other = hdf5::File::create(folder / "other.h5");
    other.close();
  }
  const StudyHeader header = header_example();
  EXPECT_THROW(ResultFile(folder / "thesis.txt", header), InputError);
  EXPECT_THROW(ResultFile(folder / "other.h5", header), InputError);
  EXPECT_THROW(ResultFile(folder.path(), header), InputError);
  EXPECT_EQ(bytes(folder / "thesis.txt"), "years of work");
}

TEST(ResultFile, FailsAtOnceIfItCannotBeWritten) {
  const TemporaryFolder folder;
  const StudyHeader header = header_example();
  EXPECT_THROW(ResultFile(folder / "no/such/folder/r.h5", header), RunError);
}

}  // namespace
}  // namespace dimsim::results
