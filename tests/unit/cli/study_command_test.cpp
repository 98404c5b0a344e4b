#include "support/small_study.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace dimsim {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class StudyCommand : public SmallStudy {};

TEST_F(StudyCommand, WritesTheSameBytesForAnyNumberOfWorkers) {
  ASSERT_EQ(shell_.run("$DIMSIM run study.yaml -q -j 1 -o one.h5").status, 0);
  ASSERT_EQ(shell_.run("$DIMSIM run study.yaml -q -j 3 -o three.h5").status, 0);
  EXPECT_TRUE(are_same("one.h5", "three.h5"));
}

/// An axis is the same whether the file or an option gives it.
TEST_F(StudyCommand, SweepOptionsEqualAxesOfTheFile) {
  shell_.write("file.yaml", std::string(kStudy) + "name: study\n");
  const std::string one = "include: file.yaml\nname: study\nsweep: ~\n";
  shell_.write("one.yaml", one);
  const std::string options =
      " --sweep network.access.bandwidth='[1Mbps, 5Mbps, 20Mbps]' --sweep 'workload.rate=1 /s..2 /s/lin/2' ";
  const std::string of_file = shell_.run("$DIMSIM run file.yaml -q -o file.h5 --json -").output;
  const Outcome outcome = shell_.run("$DIMSIM run one.yaml" + options + "-q -o option.h5 --json -");
  EXPECT_EQ(outcome.status, 0) << outcome.messages;
  EXPECT_THAT(of_file, HasSubstr("\"bandwidth\": \"20Mbps\""));
  EXPECT_EQ(outcome.output, of_file);
  const Outcome bad = shell_.run("$DIMSIM check one.yaml --sweep workload.rate=5");
  EXPECT_EQ(bad.status, 2);
  EXPECT_THAT(bad.messages,
              HasSubstr("--sweep workload.rate=5:1:15: error: sweep.rate.workload.rate: found '5'"));
}

TEST_F(StudyCommand, MergedShardsGiveTheSameBytes) {
  ASSERT_EQ(shell_.run("$DIMSIM run study.yaml -q -o whole.h5").status, 0);
  const std::string whole = shell_.run("$DIMSIM run study.yaml -q -o whole.h5").output;
  for (const char* shard : {"3", "1", "4", "2"}) {
    ASSERT_EQ(
        shell_.run(std::string("$DIMSIM run study.yaml -q --shard ") + shard + "/4 -o part." + shard).status,
        0);
  }
  const Outcome merged = shell_.run("$DIMSIM merge part.2 part.3 part.1 part.4 -o merged.h5");
  EXPECT_EQ(merged.status, 0) << merged.messages;
  EXPECT_EQ(merged.output, whole);
  EXPECT_TRUE(are_same("whole.h5", "merged.h5"));
}

TEST_F(StudyCommand, RejectsIncompleteShards) {
  for (const char* command :
       {"$DIMSIM run study.yaml -q --shard 1/3 -o a.1", "$DIMSIM run study.yaml -q --shard 2/3 -o a.2",
        "$DIMSIM run study.yaml -q --seed 2 --shard 3/3 -o b.3"}) {
    ASSERT_EQ(shell_.run(command).status, 0);
  }
  shell_.write("thesis.txt", "years of work");
  const auto message_of = [this](const std::string& shards) {
    const Outcome outcome = shell_.run("$DIMSIM merge " + shards + " -o r.h5");
    EXPECT_EQ(outcome.status, 2);
    return outcome.messages;
  };
  EXPECT_THAT(message_of("a.1 a.2"), AllOf(HasSubstr("shard 3 of 3 is missing"), HasSubstr("--shard 3/3")));
  EXPECT_THAT(message_of("a.1"), HasSubstr("shards 2 and 3 of 3 are missing"));
  EXPECT_THAT(message_of("a.1 a.2 b.3"), HasSubstr("b.3: error: is of another study than 'a.1'"));
  EXPECT_THAT(message_of("a.1 a.2 a.2"), HasSubstr("is shard 2 of 3, as 'a.2' is"));
  EXPECT_THAT(message_of("a.1 thesis.txt"), HasSubstr("thesis.txt: error: is not a shard file"));
  ASSERT_EQ(shell_.run("head -c -1 a.2 > short.2").status, 0);
  EXPECT_THAT(message_of("a.1 short.2"), HasSubstr("short.2: error: is a damaged shard file: "));
  EXPECT_FALSE(std::filesystem::exists(shell_ / "r.h5"));
  EXPECT_EQ(shell_.run("$DIMSIM run study.yaml --shard 1/3 -o thesis.txt").status, 2);
  EXPECT_EQ(read_file(shell_ / "thesis.txt"), "years of work");
}

TEST_F(StudyCommand, ComparisonAgreesWithAnIndependentComputation) {
  if (shell_.run("/usr/bin/python3 -c 'import h5py, numpy'").status != 0) {
    GTEST_SKIP() << "python3-h5py is not installed";
  }
  ASSERT_EQ(shell_.run("$DIMSIM run study.yaml -q -o r.h5").status, 0);
  ASSERT_EQ(shell_
                .run("$DIMSIM compare r.h5 --metrics latency.mean,accuracy --pareto latency.p95,accuracy "
                     "--json c.json")
                .status,
            0);
  shell_.write("check.py", R"(
import h5py, json, numpy
table = h5py.File("r.h5")["run_table"][:]
comparison = json.load(open("c.json"))
t = 4.302653  # 97.5 % of Student's t with 2 degrees of freedom
columns = {"latency.mean": "latency_mean_s", "accuracy": "accuracy"}
checked = 0
for number, point in enumerate(comparison["points"]):
    of_point = table[table["point"] == number]
    base = of_point[of_point["policy"] == b"all-cloud"]
    p95, accuracy = [], []
    for policy in point["policies"]:
        rows = of_point[of_point["policy"] == policy["policy"].encode()]
        p95.append(rows["latency_p95_s"].mean())
        accuracy.append(rows["accuracy"].mean())
        for metric, column in columns.items():
            found = policy["metrics"][metric]
            d = rows[column] - base[column]
            assert abs(found["difference"]["value"] - d.mean()) < 1e-12
            half = t * d.std(ddof=1) / len(d) ** 0.5
            assert abs(found["difference"]["half_width"] - half) < 1e-6 * half + 1e-12
            both = rows[column].var(ddof=1) + base[column].var(ddof=1)
            if both > 0 and not policy["is_baseline"]:
                assert abs(found["variance_cut"] - (1 - d.var(ddof=1) / both)) < 1e-6
            checked += 1
    front = [p["policy"] for i, p in enumerate(point["policies"])
             if not any(p95[j] <= p95[i] and accuracy[j] >= accuracy[i] and (p95[j], -accuracy[j]) != (p95[i], -accuracy[i])
                        for j in range(len(p95)))]
    assert front == point["pareto_front"], (front, point["pareto_front"])
assert checked == 6 * 5 * 2
)");
  const Outcome outcome = shell_.run("/usr/bin/python3 check.py");
  EXPECT_EQ(outcome.status, 0) << outcome.messages;
}

TEST_F(StudyCommand, ReportsCrossovers) {
  ASSERT_EQ(shell_
                .run("$DIMSIM run $SCENARIOS/bandwidth-sweep.yaml -q -o r.h5 --set replications=4 "
                     "--set 'policies=[all-mobile, all-edge]'")
                .status,
            0);
  const Outcome outcome = shell_.run("$DIMSIM compare r.h5");
  EXPECT_EQ(outcome.status, 0);
  // Transmission takes the bits of the message and its headers over the bandwidth; the rest does not depend
  // on it.
  EXPECT_THAT(outcome.output,
              testing::ContainsRegex("latency.mean: below 0.[78][0-9]+ Mbit/s all-mobile beats all-edge; "
                                     "95 % interval 0.7[0-9]+ to 0.8[0-9]+"));
  EXPECT_EQ(outcome.output, shell_.run("$DIMSIM compare r.h5").output);
}

/// The numbers of replications differ between points that stop by precision.
TEST_F(StudyCommand, UsesReplicationsOfAllPointsForCrossovers) {
  const std::string study = "include: " DIMSIM_SOURCE_DIR
                            "/scenarios/bandwidth-sweep.yaml\npolicies: [all-mobile, all-edge]\n"
                            "sweep: {bandwidth: {network.access.bandwidth: [0.3Mbps, 3Mbps], replications: ";
  shell_.write("equal.yaml", study + "[3, 3]}}\n");
  shell_.write("unequal.yaml", study + "[3, 6]}}\n");
  const auto crossing = [this](const std::string& name) {
    EXPECT_EQ(shell_.run("$DIMSIM run " + name + ".yaml -q -o " + name + ".h5").status, 0);
    const std::string text = shell_.run("$DIMSIM compare " + name + ".h5 --metrics latency.mean").output;
    return text.substr(std::min(text.size(), text.find("Crossings")), 120);
  };
  const std::string equal = crossing("equal");
  EXPECT_THAT(equal, HasSubstr("95 % interval"));
  EXPECT_EQ(crossing("unequal"), equal);
}

/// Files with the same seed share their random numbers, as points of one file do.
TEST_F(StudyCommand, ComparesFilesSeparatelyOrAcross) {
  const std::string run = "$DIMSIM run study.yaml -q --set 'sweep.bandwidth=~' ";
  ASSERT_EQ(shell_.run(run + "--set network.access.bandwidth=1Mbps -o slow.h5").status, 0);
  ASSERT_EQ(shell_.run(run + "--set network.access.bandwidth=5Mbps -o fast.h5").status, 0);
  const auto comparison = [this](const std::string& arguments) {
    return nlohmann::json::parse(
        shell_.run("$DIMSIM compare " + arguments + " --metrics latency.mean --json -").output);
  };
  const auto slow = comparison("slow.h5")["points"];
  const auto fast = comparison("fast.h5")["points"];
  const auto both = comparison("slow.h5 fast.h5")["points"];
  const auto across = comparison("--across slow.h5 fast.h5")["points"];
  ASSERT_EQ(both.size(), slow.size() + fast.size());
  ASSERT_EQ(across.size(), fast.size());
  for (std::size_t point = 0; point < fast.size(); ++point) {
    for (std::size_t policy = 0; policy < 5; ++policy) {
      const auto value = [&](const nlohmann::json& points, std::size_t number, const char* which) {
        return points[number]["policies"][policy]["metrics"]["latency.mean"][which]["value"].get<double>();
      };
      EXPECT_EQ(value(both, point, "difference"), value(slow, point, "difference"));
      EXPECT_EQ(value(both, slow.size() + point, "difference"), value(fast, point, "difference"));
      EXPECT_NEAR(value(across, point, "difference"), value(fast, point, "mean") - value(slow, point, "mean"),
                  1e-15);
    }
  }
  // With common random numbers, the gain of all-edge is estimated far more precisely than its latency.
  const auto edge = across[0]["policies"][1]["metrics"]["latency.mean"];
  EXPECT_LT(edge["difference"]["half_width"].get<double>(), edge["mean"]["half_width"].get<double>() / 5);

  ASSERT_EQ(shell_.run(run + "--seed 2 -o other.h5").status, 0);
  for (const auto& [arguments, message] :
       {std::pair("--across slow.h5", "at least two files"),
        {"--across slow.h5 fast.h5 --baseline all-edge", "omit one of them"},
        {"--across slow.h5 other.h5", "expected files of one seed"},
        {"--across slow.h5 fast.h5 --policies nobody", "no policy 'nobody'"}}) {
    const Outcome outcome = shell_.run(std::string("$DIMSIM compare ") + arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_THAT(outcome.messages, HasSubstr(message));
  }
}

TEST_F(StudyCommand, OneReplicationIsComparedWithoutIntervals) {
  ASSERT_EQ(shell_.run("$DIMSIM run study.yaml -q -o r.h5 --set replications=1").status, 0);
  EXPECT_THAT(shell_.run("$DIMSIM compare r.h5").output,
              AllOf(HasSubstr("One replication: no intervals"), HasSubstr("all-edge")));
  for (const auto& [arguments, message] : {std::pair("--metrics latency.p96", "did you mean 'latency.p9"),
                                           {"--baseline nobody", "no policy 'nobody'"},
                                           {"--pareto tier_share.edge", "no better direction"},
                                           {"--policies all-egde", "no policy 'all-egde'"}}) {
    const Outcome outcome = shell_.run(std::string("$DIMSIM compare r.h5 ") + arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_THAT(outcome.messages, HasSubstr(message));
  }
}

TEST_F(StudyCommand, CanBePlottedAlongItsAxes) {
  if (shell_.run("gnuplot --version").status != 0) {
    GTEST_SKIP() << "gnuplot is not installed";
  }
  ASSERT_EQ(shell_.run("$DIMSIM run study.yaml -q -o r.h5 --set 'sweep.rate=~'").status, 0);
  ASSERT_EQ(shell_.run("$DIMSIM plot r.h5 -f metric --metric latency.p95 -o a.svg").status, 0);
  const std::string figure = read_file(shell_ / "a.svg");
  EXPECT_THAT(figure, AllOf(HasSubstr("bandwidth [Mbit/s]"), HasSubstr("latency.p95 [ms]"),
                            HasSubstr("all-cloud"), HasSubstr("95 % interval")));
  for (const auto& [arguments, message] : {std::pair("--metric latency.p96", "did you mean"),
                                           {"--axis bandwith", "did you mean 'bandwidth'"},
                                           {"--policies nobody", "no policy nobody"}}) {
    const Outcome outcome = shell_.run(std::string("$DIMSIM plot r.h5 -f metric -o b.svg ") + arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_THAT(outcome.messages, HasSubstr(message));
  }
  ASSERT_EQ(shell_.run("$DIMSIM run study.yaml -q -o one.h5 --set 'sweep=~'").status, 0);
  EXPECT_THAT(shell_.run("$DIMSIM plot one.h5 -f metric -o b.svg").messages, HasSubstr("--sweep"));
  EXPECT_FALSE(std::filesystem::exists(shell_ / "b.svg"));
}

TEST_F(StudyCommand, FindsTheWarmUpOfEachRun) {
  const Outcome outcome = shell_.run(
      "$DIMSIM run $SCENARIOS/quickstart.yaml -q -o r.h5 --json - --set workload.warm_up_requests=0 "
      "--set workload.warm_up=auto");
  ASSERT_EQ(outcome.status, 0) << outcome.messages;
  for (const auto& policy : nlohmann::json::parse(outcome.output)["points"][0]["policies"]) {
    const int left_out = policy["warm_up"]["requests"];
    EXPECT_EQ(policy["warm_up"]["long_enough"], true);
    EXPECT_EQ(policy["requests"]["measured"], 10500 - left_out);
    EXPECT_LT(left_out, 1000) << "connections are set up within the first of 20 phones' requests";
    if (policy["policy"] == "all-cloud") {
      EXPECT_GT(left_out, 0) << "the first message of each phone waits for its connection";
    }
  }
}

TEST_F(StudyCommand, ReportsRunsTooShortForTheirWarmUp) {
  // An overloaded edge box: latency grows until the end, so no part of the run is stationary.
  const Outcome outcome = shell_.run(
      "$DIMSIM run $SCENARIOS/quickstart.yaml -q -o r.h5 --set workload.warm_up_requests=0 "
      "--set workload.warm_up=auto --set 'policies=[all-edge]' --set 'workload.rate=100 /s'");
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("! all-edge: the run is too short to determine its warm-up"),
                                    HasSubstr("requests")));
}

TEST_F(StudyCommand, PrintsHelpWithoutRequiredOptions) {
  for (const std::string command : {"run", "merge", "sweep-script", "compare", "optimise", "plot"}) {
    const Outcome outcome = shell_.run("$DIMSIM " + command + " --help");
    EXPECT_EQ(outcome.status, 0) << outcome.messages;
    EXPECT_THAT(outcome.output, HasSubstr("Usage: dimsim " + command));
  }
  EXPECT_EQ(shell_.run("$DIMSIM merge a").status, 2);
}

/// A different time limit for the tasks of a cluster does not make it another study.
TEST_F(StudyCommand, OmitsTheClusterFromTheResult) {
  const std::string set = " --set 'cluster={time: 9 h, memory: 1 GB, partition: long}' ";
  ASSERT_EQ(shell_.run("$DIMSIM run study.yaml -q -o plain.h5").status, 0);
  ASSERT_EQ(shell_.run("$DIMSIM run study.yaml -q -o cluster.h5" + set).status, 0);
  EXPECT_TRUE(are_same("plain.h5", "cluster.h5"));
  ASSERT_EQ(shell_.run("$DIMSIM run study.yaml -q --shard 1/2 -o a1.h5" + set).status, 0);
  ASSERT_EQ(shell_.run("$DIMSIM run study.yaml -q --shard 2/2 -o a2.h5").status, 0);
  ASSERT_EQ(shell_.run("$DIMSIM merge a1.h5 a2.h5 -o merged.h5").status, 0);
  EXPECT_TRUE(are_same("plain.h5", "merged.h5"));
}

}  // namespace
}  // namespace dimsim
