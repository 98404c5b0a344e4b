#include "results/result_file.hpp"

#include "base/error.hpp"
#include "support/run_example.hpp"
#include "support/temporary_folder.hpp"

#include <cmath>
#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::results {
namespace {

void write_example(const std::filesystem::path& path) {
  Summary summary = make_summary(scenario_example(), trace_example());
  summary.policies = {summarise(run_example())};
  ResultFile file(path);
  file.add_point(scenario_example(), "0123456789abcdef");
  file.add(0, run_example());
  file.add(0, run_example());
  file.finish(scenario_example(), {&summary, 1});
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
  EXPECT_EQ(file.number("/", "version"), 1);
  EXPECT_EQ(file.number("/", "seed"), 7);
  EXPECT_EQ(file.text("/", "scenario"), "name: example\n");
  EXPECT_EQ(file.text("/", "resolved_scenario"), "name: example\nseed: 7\n");
  EXPECT_EQ(file.text("/points/0000", "trace_fingerprint"), "0123456789abcdef");
  EXPECT_EQ(file.text("/", "kernel"), "SimGrid 3.32 settings");
  EXPECT_THAT(*file.text("/", "summary"), testing::HasSubstr("dimsim.summary"));
  EXPECT_THAT(*file.text("/", "sources"), testing::HasSubstr("measured by hand"));
  for (const char* attribute : {"dimsim", "commit", "compiler"}) {
    EXPECT_TRUE(file.text("/", attribute).has_value()) << attribute;
  }
}

TEST(ResultFile, HoldsARowForEachRequestWithItsPartsAndInstants) {
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

TEST(ResultFile, HoldsStationsAndLinksByName) {
  const TemporaryFolder folder;
  write_example(folder / "r.h5");
  const hdf5::File file = hdf5::File::open(folder / "r.h5");
  EXPECT_EQ(file.read_column<double>("/runs/0000/stations", "idle_j"), (std::vector<double>{30, 300}));
  EXPECT_EQ(file.read_column<double>("/runs/0000/links", "utilisation"), (std::vector<double>{0.125}));
  EXPECT_EQ(file.text("/runs/0000/stations", "unit.idle_j"), "J");
}

TEST(ResultFile, HoldsWhatAPolicyReports) {
  const TemporaryFolder folder;
  {
    RunResult run = run_example();
    run.policy_report.figures = {{"regret", 12.5, "reward", "what it lost"}};
    run.policy_report.courses = {{"regret", {1, 3, 12.5}, "reward", "what it lost so far"}};
    ResultFile file(folder / "r.h5");
    file.add(0, run);
    file.add(0, run_example());
    const Summary summary = make_summary(scenario_example(), trace_example());
    file.finish(scenario_example(), {&summary, 1});
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

TEST(ResultFile, HasTheSameBytesEveryTime) {
  const TemporaryFolder folder;
  write_example(folder / "a.h5");
  write_example(folder / "b.h5");
  EXPECT_TRUE(bytes(folder / "a.h5") == bytes(folder / "b.h5"));
}

TEST(ResultFile, IsReadableByH5pyAsItIs) {
  if (std::system("/usr/bin/python3 -c 'import h5py' 2>/dev/null") != 0) {
    GTEST_SKIP() << "python3-h5py is not installed";
  }
  const TemporaryFolder folder;
  write_example(folder / "r.h5");
  std::ofstream(folder / "read.py") << R"(
import h5py, json, math, sys
with h5py.File(sys.argv[1]) as f:
    assert f.attrs["format"] == "dimsim.result" and f.attrs["version"] == 1
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
)";
  EXPECT_EQ(
      std::system(
          ("/usr/bin/python3 " + (folder / "read.py").string() + " " + (folder / "r.h5").string()).c_str()),
      0);
}

TEST(ResultFile, IsAbsentUnlessFinished) {
  const TemporaryFolder folder;
  {
    ResultFile file(folder / "r.h5");
    file.add(0, run_example());
  }
  EXPECT_TRUE(folder.contents().empty());
}

TEST(ResultFile, ReplacesAnOlderResultOnlyWhenItIsFinished) {
  const TemporaryFolder folder;
  write_example(folder / "r.h5");
  const std::string before = bytes(folder / "r.h5");
  { ResultFile file(folder / "r.h5"); }
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
  EXPECT_THROW(ResultFile(folder / "thesis.txt"), InputError);
  EXPECT_THROW(ResultFile(folder / "other.h5"), InputError);
  EXPECT_THROW(ResultFile(folder.path()), InputError);
  EXPECT_EQ(bytes(folder / "thesis.txt"), "years of work");
}

TEST(ResultFile, FailsAtOnceWhereItCannotBeWritten) {
  const TemporaryFolder folder;
  EXPECT_THROW(ResultFile(folder / "no/such/folder/r.h5"), RunError);
}

}  // namespace
}  // namespace dimsim::results
