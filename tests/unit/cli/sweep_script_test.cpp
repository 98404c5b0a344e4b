#include "support/shell.hpp"

#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim {
namespace {

using testing::AllOf;
using testing::HasSubstr;

/// A scenario whose name needs quoting in a shell.
constexpr const char* kName = "it's $HOME \"mine\".yaml";

class SweepScript : public testing::Test {
 protected:
  SweepScript() {
    shell_.write(kName, "include: " DIMSIM_SOURCE_DIR
                        "/scenarios/quickstart.yaml\nname: my study\nreplications: 5\n"
                        "cluster: {time: 90 min, memory: 3 GB, cpus: 8, partition: long, account: lab, "
                        "extra: [--qos=low]}\n");
    // Prints its arguments, one per line.
    shell_.write("dimsim", "#!/bin/sh\nprintf '[%s]\\n' \"$@\"\n");
    static_cast<void>(shell_.run("chmod +x dimsim"));
  }

  [[nodiscard]] Outcome script(const std::string& arguments) const {
    return shell_.run(std::string("$DIMSIM sweep-script \"it's \\$HOME \\\"mine\\\".yaml\" ") + arguments);
  }

  Shell shell_;
};

TEST_F(SweepScript, RequestsTheResourcesOfTheScenario) {
  EXPECT_THAT(script("--shards 5").output,
              AllOf(HasSubstr("#!/bin/bash\n"), HasSubstr("#SBATCH --job-name=my-study\n"),
                    HasSubstr("#SBATCH --array=1-5\n"), HasSubstr("#SBATCH --time=0-01:30:00\n"),
                    HasSubstr("#SBATCH --mem=2862M\n"), HasSubstr("#SBATCH --cpus-per-task=8\n"),
                    HasSubstr("#SBATCH --partition=long\n"), HasSubstr("#SBATCH --account=lab\n"),
                    HasSubstr("#SBATCH --qos=low\n"), HasSubstr("#SBATCH --requeue\n")));
}

TEST_F(SweepScript, QuotesTheArgumentsOfTheProgram) {
  shell_.write(
      "job.sh",
      script("--shards 5 --set 'network.access.bandwidth=5Mbps' --set \"description=a 'b' \\$c\" --sweep "
             "'seed=[1, 2]' -o 'my results/r.h5'")
          .output);
  const Outcome outcome =
      shell_.run("bash -n job.sh && PATH=.:$PATH SLURM_ARRAY_TASK_ID=3 SLURM_CPUS_PER_TASK=7 bash job.sh");
  EXPECT_EQ(outcome.status, 0) << outcome.messages;
  EXPECT_EQ(outcome.output,
            std::string("[run]\n[") + kName +
                "]\n[--set]\n[network.access.bandwidth=5Mbps]\n[--set]\n[description=a 'b' $c]\n"
                "[--sweep]\n[seed=[1, 2]]\n[--shard]\n[3/5]\n[-j]\n[7]\n[-o]\n"
                "[my results/r.h5.shard-3-of-5]\n");
  EXPECT_TRUE(std::filesystem::exists(shell_ / "my results"));
}

TEST_F(SweepScript, ContainsAWorkingMergeCommand) {
  const std::string text = script("--shards 2 -o 'my results/r.h5'").output;
  const auto begin = text.find("#   dimsim merge");
  ASSERT_NE(begin, std::string::npos);
  const std::string merge = text.substr(begin + 4, text.find('\n', begin) - begin - 4);
  ASSERT_EQ(
      shell_.run("mkdir 'my results' && touch 'my results/r.h5.shard-1-of-2' 'my results/r.h5.shard-2-of-2'")
          .status,
      0);
  EXPECT_EQ(
      shell_.run("PATH=.:$PATH; " + merge).output,
      "[merge]\n[my results/r.h5.shard-1-of-2]\n[my results/r.h5.shard-2-of-2]\n[-o]\n[my results/r.h5]\n");
}

TEST_F(SweepScript, ContainsAWorkingSshCommand) {
  if (shell_.run("parallel --version").output.find("GNU parallel") == std::string::npos) {
    GTEST_SKIP() << "GNU parallel is not installed";
  }
  const std::string text = script("--shards 2 -o 'my results/r.h5'").output;
  const auto begin = text.find("#   parallel ");
  ASSERT_NE(begin, std::string::npos);
  std::string line = text.substr(begin + 4, text.find("$(seq 2)", begin) + 8 - begin - 4);
  line.replace(line.find("\\\n#"), 3, " ");
  shell_.write("machines.txt", ":\n");  // ":" means this machine, without ssh
  const Outcome outcome = shell_.run("export PATH=$PWD:$PATH; " + line);
  EXPECT_EQ(outcome.status, 0) << outcome.messages;
  for (const std::string shard : {"1", "2"}) {
    EXPECT_THAT(outcome.output, HasSubstr("[--shard]\n[" + shard + "/2]\n[-o]\n[my results/r.h5.shard-" +
                                          shard + "-of-2]\n"));
  }
  EXPECT_THAT(outcome.output, HasSubstr(std::string("[run]\n[") + kName + "]\n"));
  EXPECT_TRUE(std::filesystem::exists(shell_ / "my results"));
}

TEST_F(SweepScript, PassesShellcheck) {
  if (shell_.run("shellcheck --version").status != 0) {
    GTEST_SKIP() << "shellcheck is not installed";
  }
  shell_.write("job.sh", script("--shards 5 -o 'my results/r.h5'").output);
  // SC2016 warns of "$HOME" in single quotes. Here it is intended, as part of the file's name.
  const Outcome outcome = shell_.run("shellcheck -e SC2016 job.sh");
  EXPECT_EQ(outcome.status, 0) << outcome.output;
}

TEST_F(SweepScript, RejectsInvalidClusterOptions) {
  for (const auto& [arguments, message] :
       {std::pair("--shards 0", "expected 1 to 10000"),
        {"", "shards"},
        {"--shards 2 --set 'cluster.partition=\"a; rm -rf x\"'", "cluster.partition"},
        {"--shards 2 --set 'cluster.extra=[--time=9]'", "use 'cluster.time'"},
        {"--shards 2 --set 'cluster.extra=[-x]'", "is not an option of sbatch"},
        {"--shards 2 --set workload.rate=nothing", "workload.rate"}}) {
    const Outcome outcome = script(arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_EQ(outcome.output, "") << arguments;
    EXPECT_THAT(outcome.messages, HasSubstr(message)) << arguments;
  }
  EXPECT_THAT(script("--shards 9").messages, HasSubstr("9 shards, but only 5 units of work"));
}

}  // namespace
}  // namespace dimsim
