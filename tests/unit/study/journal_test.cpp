#include "dimsim/study/journal.hpp"

#include "dimsim/base/error.hpp"
#include "support/run_example.hpp"
#include "support/temporary_folder.hpp"

#include <array>
#include <csignal>
#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/inotify.h>
#include <sys/resource.h>
#include <sys/wait.h>

namespace dimsim::study {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

results::RunRecord record(std::size_t point, std::size_t policy, std::uint32_t replication) {
  results::RunRecord result{.key = {point, policy, replication}, .summary = {}, .run = run_example()};
  result.summary = results::summarise(result.run);
  return result;
}

TEST(Journal, ReturnsTheRunsThatAnEarlierProcessStored) {
  const TemporaryFolder folder;
  results::RunRecord kept = record(3, 1, 200);
  {
    const Journal journal(folder / "r.h5", "abc");
    EXPECT_EQ(journal.found(), 0U);
    journal.keep(kept);
    EXPECT_EQ(journal.kept(), 1U);
    EXPECT_FALSE(journal.had(kept.key)) << "had() is about the time when the journal was opened";
  }
  const Journal journal(folder / "r.h5", "abc");
  EXPECT_EQ(journal.found(), 1U);
  EXPECT_TRUE(journal.had({3, 1, 200}));
  EXPECT_FALSE(journal.had({3, 1, 20}));
  const results::RunRecord back = journal.read({3, 1, 200});
  EXPECT_EQ(back.run.requests.size(), kept.run.requests.size());
  EXPECT_EQ(journal.read_summary({3, 1, 200}).latency_s.mean, kept.summary.latency_s.mean);
}

TEST(Journal, SeparatesStudiesByFingerprint) {
  const TemporaryFolder folder;
  results::RunRecord kept = record(0, 0, 0);
  Journal(folder / "r.h5", "abc").keep(kept);
  {
    const Journal other(folder / "r.h5", "abd");
    EXPECT_EQ(other.found(), 0U);
  }
  EXPECT_EQ(Journal(folder / "r.h5", "abc").found(), 1U) << "another study does not touch it";
}

TEST(Journal, RemovesItsFolderWhenItHoldsNoRun) {
  const TemporaryFolder folder;
  { const Journal journal(folder / "r.h5", "abc"); }
  EXPECT_TRUE(folder.contents().empty());
  {
    Journal journal(folder / "r.h5", "abc");
    results::RunRecord kept = record(0, 0, 0);
    journal.keep(kept);
    journal.remove();
  }
  EXPECT_TRUE(folder.contents().empty());
}

TEST(Journal, RemovesUnfinishedRecords) {
  const TemporaryFolder folder;
  results::RunRecord kept = record(0, 0, 0);
  Journal(folder / "r.h5", "abc").keep(kept);
  const fs::path unfinished = folder / "r.h5.part/abc/0-1-0.run.unsynced";
  std::ofstream(unfinished) << "half of a ru";
  const Journal journal(folder / "r.h5", "abc");
  EXPECT_EQ(journal.found(), 1U);
  EXPECT_EQ(journal.unreadable(), 0U) << "it was never complete";
  EXPECT_FALSE(fs::exists(unfinished));
}

TEST(Journal, DoesNotCountWhatAKilledRunHasLeft) {
  const TemporaryFolder folder;
  {
    Journal journal(folder / "r.h5", "abc");
    std::ofstream(folder / "r.h5.part/abc/0-1-0.run.unsynced") << "half of a ru";
    EXPECT_EQ(journal.kept(), 0U);
  }
  EXPECT_TRUE(folder.contents().empty());
  const Journal journal(folder / "r.h5", "abc");
  journal.keep(record(0, 0, 0));
  std::ofstream(folder / "r.h5.part/abc/0-1-0.run.unsynced") << "half of a ru";
  EXPECT_EQ(journal.kept(), 1U);
}

/// A record gets its final name when it is on the disk; one that a killed process has left without it counts.
TEST(Journal, NamesRecordsAfterTheSync) {
  const TemporaryFolder folder;
  const fs::path named = folder / "r.h5.part/abc/0-0-0.run";
  const fs::path unsynced = folder / "r.h5.part/abc/0-0-0.run.unsynced";
  Journal(folder / "r.h5", "abc").keep(record(0, 0, 0));  // not marked, as if the parent had been killed
  EXPECT_TRUE(fs::exists(unsynced));
  EXPECT_FALSE(fs::exists(named));
  Journal journal(folder / "r.h5", "abc");
  EXPECT_TRUE(journal.had({0, 0, 0}));
  EXPECT_GT(journal.read_summary({0, 0, 0}).latency_s.mean, 0);
  EXPECT_TRUE(journal.sync_if_due());
  EXPECT_FALSE(fs::exists(unsynced));
  EXPECT_TRUE(fs::exists(named));
  EXPECT_GT(journal.read_summary({0, 0, 0}).latency_s.mean, 0);
  EXPECT_EQ(journal.kept(), 1U);
}

TEST(Journal, SyncsOnlyWhenARunWasKept) {
  const TemporaryFolder folder;
  Journal journal(folder / "r.h5", "abc");
  EXPECT_FALSE(journal.sync_if_due());
  journal.keep(record(0, 0, 0));
  journal.mark_kept({0, 0, 0});
  EXPECT_TRUE(journal.sync_if_due());
  EXPECT_FALSE(journal.sync_if_due()) << "nothing is new";
}

TEST(Journal, LeavesNothingOfARecordThatCannotBeWritten) {
  const TemporaryFolder folder;
  const Journal journal(folder / "r.h5", "abc");
  std::signal(SIGXFSZ, SIG_IGN);  // so that a write beyond the limit fails, as on a full disk
  const rlimit tiny{.rlim_cur = 1000, .rlim_max = RLIM_INFINITY};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &tiny), 0);
  EXPECT_THROW(journal.keep(record(0, 0, 0)), RunError);
  EXPECT_EQ(journal.kept(), 0U);
  EXPECT_FALSE(fs::exists(folder / "r.h5.part/abc/0-0-0.run.unsynced"));
}

/// Opens a journal after one change to the file of a stored run.
class DamagedJournal : public testing::Test {
 protected:
  DamagedJournal() {
    Journal(folder_ / "r.h5", "abc").keep(record(0, 0, 0));
    { Journal(folder_ / "r.h5", "abc"); }  // names it
    std::ifstream file(file_, std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(file), {});
  }

  /// Whether the run counts as done.
  [[nodiscard]] bool is_done_with(const std::string& bytes) const {
    fs::create_directories(file_.parent_path());  // an empty journal removes its folder
    std::ofstream(file_, std::ios::binary | std::ios::trunc) << bytes;
    const Journal journal(folder_ / "r.h5", "abc");
    EXPECT_EQ(journal.found() + journal.unreadable(), 1U);
    EXPECT_EQ(journal.had({0, 0, 0}), journal.found() == 1);
    EXPECT_EQ(fs::exists(file_), journal.found() == 1) << "a damaged record is removed";
    return journal.found() == 1;
  }

  // Serialisation and ShardFile try every byte; opening a journal takes longer.
  static constexpr std::size_t kStep = 13;

  TemporaryFolder folder_;
  fs::path file_ = folder_ / "r.h5.part/abc/0-0-0.run";
  std::string bytes_;
};

TEST_F(DamagedJournal, RepeatsARunWithATruncatedRecord) {
  ASSERT_GT(bytes_.size(), 64U);
  for (std::size_t size = 0; size < bytes_.size(); size += kStep) {
    ASSERT_FALSE(is_done_with(bytes_.substr(0, size))) << size;
  }
  EXPECT_TRUE(is_done_with(bytes_));
}

TEST_F(DamagedJournal, RepeatsARunWithAChangedRecord) {
  for (std::size_t at = 0; at < bytes_.size(); at += kStep) {
    std::string changed = bytes_;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    ASSERT_FALSE(is_done_with(changed)) << at;
  }
  ASSERT_FALSE(is_done_with(bytes_ + "x"));
}

TEST(Journal, RefusesASecondProcess) {
  const TemporaryFolder folder;
  const Journal journal(folder / "r.h5", "abc");
  try {
    const Journal second(folder / "r.h5", "abc");
    FAIL() << "two processes at once";
  } catch (const RunError& error) {
    EXPECT_THAT(error.what(), HasSubstr("another dimsim is at work on the same study"));
  }
}

TEST(Journal, IsUnlockedWhenItsProcessWasKilled) {
  const TemporaryFolder folder;
  const pid_t child = fork();
  if (child == 0) {
    const Journal journal(folder / "r.h5", "abc");
    results::RunRecord kept = record(0, 0, 0);
    journal.keep(kept);
    std::raise(SIGKILL);
  }
  waitpid(child, nullptr, 0);
  EXPECT_EQ(Journal(folder / "r.h5", "abc").found(), 1U);
}

/// A process that waits for the lock must not work in a folder that the one before it has removed.
TEST(Journal, IsUsableAfterTheProcessBeforeRemovedTheFolder) {
  const TemporaryFolder folder;
  std::array<int, 2> ready{};
  ASSERT_EQ(pipe(ready.data()), 0);
  const pid_t child = fork();
  if (child == 0) {
    {
      const Journal journal(folder / "r.h5", "abc");
      const int opened = inotify_init();
      inotify_add_watch(opened, (folder / "r.h5.part/abc/lock").c_str(), IN_OPEN);
      std::array<char, 1024> event{};
      const bool is_ready = write(ready[1], "r", 1) == 1;
      static_cast<void>(is_ready &&
                        read(opened, event.data(), event.size()) > 0);  // until the other opens it
    }
    _exit(0);
  }
  char byte = 0;
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  const Journal journal(folder / "r.h5", "abc");
  waitpid(child, nullptr, 0);
  journal.keep(record(0, 0, 0));
  EXPECT_EQ(journal.kept(), 1U);
  EXPECT_TRUE(fs::exists(folder / "r.h5.part/abc/lock"));
}

TEST(Journal, NamesTheFileOfARecordThatCannotBeRead) {
  const TemporaryFolder folder;
  Journal journal(folder / "r.h5", "abc");
  journal.keep(record(0, 0, 0));
  const fs::path file = folder / "r.h5.part/abc/0-0-0.run.unsynced";
  fs::resize_file(file, fs::file_size(file) - 1);
  try {
    static_cast<void>(journal.read({0, 0, 0}));
    FAIL() << "it is truncated";
  } catch (const RunError& error) {
    EXPECT_THAT(error.what(), HasSubstr(file.string()));
    EXPECT_THAT(error.what(), HasSubstr("is truncated"));
    EXPECT_THAT(error.what(), HasSubstr("run the study again"));
  }
}

TEST(Journal, ReportsAFolderThatCannotBeCreated) {
  const TemporaryFolder folder;
  std::ofstream(folder / "r.h5.part") << "a file";
  EXPECT_THROW(Journal(folder / "r.h5", "abc"), RunError);
}

}  // namespace
}  // namespace dimsim::study
