#include "support/small_study.hpp"

#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace dimsim {
namespace {

using testing::HasSubstr;

class ResumedStudy : public SmallStudy {
 protected:
  /// Records of finished runs in the journal of a study, synced or not.
  [[nodiscard]] std::vector<std::filesystem::path> records_in(const std::string& journal) const {
    std::vector<std::filesystem::path> records;
    std::error_code none;  // the folder may not exist yet, or be removed meanwhile
    for (std::filesystem::recursive_directory_iterator file(shell_ / journal, none), end;
         !none && file != end; file.increment(none)) {
      if (file->path().filename().string().find(".run") != std::string::npos) {
        records.push_back(file->path());
      }
    }
    return records;
  }

  /// Kills a study that writes r.h5 once it has finished some runs. Their records have their final names
  /// afterwards.
  void kill_with_runs(const std::string& command, std::size_t runs) {
    const pid_t process = shell_.start("exec " + command);
    EXPECT_TRUE(Shell::wait_until([&] { return records_in("r.h5.part").size() >= runs; }));
    kill(process, SIGKILL);
    static_cast<void>(shell_.finish(process));
    for (const std::filesystem::path& record : records_in("r.h5.part")) {
      if (record.extension() == ".unsynced") {
        std::filesystem::rename(record, std::filesystem::path(record).replace_extension());
      }
    }
  }
};

/// All processes are killed at once, as when a machine fails. Moments are counted in finished runs rather
/// than in seconds, so that they are the same on slow and fast machines.
TEST_F(ResumedStudy, KilledAtRandomMomentsGivesTheSameBytes) {
  ASSERT_EQ(shell_.run("$DIMSIM run study.yaml -q -j 2 -o whole.h5").status, 0);
  std::mt19937 random(20);
  std::uniform_int_distribution<std::ptrdiff_t> more(0, 12);  // runs, of 90
  int killed = 0;
  int resumed = 0;
  for (int i = 0; killed < 12 || resumed < 6; ++i) {
    ASSERT_LT(i, 200) << "the study ends before it can be killed";
    const std::ptrdiff_t until =
        static_cast<std::ptrdiff_t>(records_in("killed.h5.part").size()) + more(random);
    const pid_t process = shell_.start("exec setsid -w $DIMSIM run study.yaml -j 2 -o killed.h5");
    ASSERT_TRUE(Shell::wait_until([&] {
      return static_cast<std::ptrdiff_t>(records_in("killed.h5.part").size()) >= until ||
             std::filesystem::exists(shell_ / "killed.h5");
    }));
    const std::string id = std::to_string(process);
    static_cast<void>(std::system(("pkill -9 -s " + id + " 2>/dev/null").c_str()));
    const Outcome outcome = shell_.finish(process);
    killed += outcome.status == 0 ? 0 : 1;
    resumed += outcome.messages.find("Resuming") != std::string::npos ? 1 : 0;
    if (outcome.status == 0) {
      EXPECT_TRUE(are_same("whole.h5", "killed.h5"));
      std::filesystem::remove(shell_ / "killed.h5");
    } else {
      EXPECT_FALSE(std::filesystem::exists(shell_ / "killed.h5") && !are_same("whole.h5", "killed.h5"))
          << "a result file is whole or absent";
    }
  }
  ASSERT_EQ(shell_.run("$DIMSIM run study.yaml -q -j 2 -o killed.h5").status, 0);
  EXPECT_TRUE(are_same("whole.h5", "killed.h5"));
  EXPECT_FALSE(std::filesystem::exists(shell_ / "killed.h5.part"));
}

TEST_F(ResumedStudy, RepeatsARunWithADamagedRecord) {
  const std::string command = "$DIMSIM run study.yaml -j 1 --set workload.requests=3000 ";
  ASSERT_EQ(shell_.run(command + "-q -o whole.h5").status, 0);
  kill_with_runs(command + "-o r.h5", 3);
  const std::vector<std::filesystem::path> records = records_in("r.h5.part");
  ASSERT_GE(records.size(), 3U);
  std::filesystem::resize_file(records[0], std::filesystem::file_size(records[0]) / 2);
  std::filesystem::resize_file(records[1], 0);
  {
    std::fstream file(records[2], std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(100);
    file.put('\xa5').put('\x5a').put('\xa5');
  }
  const Outcome outcome = shell_.run(command + "-o r.h5");
  EXPECT_EQ(outcome.status, 0) << outcome.messages;
  EXPECT_THAT(outcome.messages,
              HasSubstr("3 finished runs in the journal cannot be read and will be repeated"));
  EXPECT_TRUE(are_same("whole.h5", "r.h5"));
}

TEST_F(ResumedStudy, RestartsIfTheScenarioChanged) {
  kill_with_runs("$DIMSIM run study.yaml -j 1 -o r.h5 --set workload.requests=20000", 1);
  const Outcome changed = shell_.run("$DIMSIM run study.yaml -j 1 -o r.h5");
  EXPECT_EQ(changed.status, 0);
  EXPECT_EQ(changed.messages.find("Resuming"), std::string::npos);
  ASSERT_EQ(shell_.run("$DIMSIM run study.yaml -o s.h5").status, 0);
  EXPECT_TRUE(are_same("r.h5", "s.h5"));
}

}  // namespace
}  // namespace dimsim
