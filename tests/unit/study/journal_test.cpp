#include "dimsim/study/journal.hpp"

#include "dimsim/base/error.hpp"
#include "support/run_example.hpp"
#include "support/temporary_folder.hpp"

#include <csignal>
#include <fstream>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
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

TEST(Journal, GivesBackWhatAnEarlierProcessHasKept) {
  const TemporaryFolder folder;
  results::RunRecord kept = record(3, 1, 200);
  {
    const Journal journal(folder / "r.h5", "abc");
    EXPECT_EQ(journal.found(), 0U);
    journal.keep(kept);
    EXPECT_EQ(journal.kept(), 1U);
    EXPECT_FALSE(journal.had(kept.key)) << "it was not there when the journal was opened";
  }
  const Journal journal(folder / "r.h5", "abc");
  EXPECT_EQ(journal.found(), 1U);
  EXPECT_TRUE(journal.had({3, 1, 200}));
  EXPECT_FALSE(journal.had({3, 1, 20}));
  const results::RunRecord back = journal.read({3, 1, 200});
  EXPECT_EQ(back.run.requests.size(), kept.run.requests.size());
  EXPECT_EQ(journal.read_summary({3, 1, 200}).latency_s.mean, kept.summary.latency_s.mean);
}

TEST(Journal, KeepsStudiesApart) {
  const TemporaryFolder folder;
  results::RunRecord kept = record(0, 0, 0);
  Journal(folder / "r.h5", "abc").keep(kept);
  {
    const Journal other(folder / "r.h5", "abd");
    EXPECT_EQ(other.found(), 0U);
  }
  EXPECT_EQ(Journal(folder / "r.h5", "abc").found(), 1U) << "the other one leaves it alone";
}

TEST(Journal, LeavesNothingWhenItIsEmptyOrRemoved) {
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

TEST(Journal, ForgetsWhatWasNotFinished) {
  const TemporaryFolder folder;
  results::RunRecord kept = record(0, 0, 0);
  Journal(folder / "r.h5", "abc").keep(kept);
  const fs::path unfinished = folder / "r.h5.part/abc/0-1-0.run.unfinished";
  std::ofstream(unfinished) << "half of a ru";
  EXPECT_EQ(Journal(folder / "r.h5", "abc").found(), 1U);
  EXPECT_FALSE(fs::exists(unfinished));
}

TEST(Journal, IsForOneProcessAtATime) {
  const TemporaryFolder folder;
  const Journal journal(folder / "r.h5", "abc");
  try {
    const Journal second(folder / "r.h5", "abc");
    FAIL() << "two at once";
  } catch (const RunError& error) {
    EXPECT_THAT(error.what(), HasSubstr("another dimsim is at work on the same study"));
  }
}

TEST(Journal, IsFreeAgainWhenItsProcessWasKilled) {
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

TEST(Journal, SaysWhereItCannotBe) {
  const TemporaryFolder folder;
  std::ofstream(folder / "r.h5.part") << "a file";
  EXPECT_THROW(Journal(folder / "r.h5", "abc"), RunError);
}

}  // namespace
}  // namespace dimsim::study
