#include "study/workers.hpp"

#include "base/error.hpp"
#include "support/temporary_folder.hpp"

#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

namespace dimsim::study {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

using Progress = std::atomic<std::uint64_t>;

constexpr std::chrono::milliseconds kShort{50};

/// A job that gives a run of its own name, after a while.
Job named_job(const std::string& name, std::chrono::milliseconds time = {}) {
  return {name, [name, time](Progress& progress) {
            std::this_thread::sleep_for(time);
            ++progress;
            results::RunResult run;
            run.policy = name;
            return run;
          }};
}

Job failing_job(std::function<void()> fail) {
  return {"bad", [fail = std::move(fail)](Progress&) {
            fail();
            return results::RunResult{};
          }};
}

std::vector<std::string> run(const std::vector<Job>& jobs, std::size_t at_once) {
  const SignalWatch signals;
  SharedCounters counters(jobs.size());
  std::vector<std::string> delivered;
  run_jobs(
      jobs, at_once, counters, signals, [&](const results::RunResult& r) { delivered.push_back(r.policy); },
      [] {});
  EXPECT_EQ(counters.sum(), jobs.size());
  return delivered;
}

/// The message of what running a job throws.
template <class Error>
std::string message_of(const Job& job) {
  try {
    run({job}, 1);
  } catch (const Error& error) {
    return error.what();
  }
  return "(nothing was thrown)";
}

bool has_no_children() { return waitpid(-1, nullptr, WNOHANG) < 0; }

TEST(Workers, DeliverInTheOrderOfTheJobsWhoeverIsFirst) {
  const std::vector<Job> jobs = {named_job("slow", 4 * kShort), named_job("quick"),
                                 named_job("middle", kShort)};
  for (const std::size_t at_once : {1U, 2U, 8U}) {
    EXPECT_THAT(run(jobs, at_once), ElementsAre("slow", "quick", "middle"));
  }
}

TEST(Workers, RunAsManyAtOnceAsAllowed) {
  // Each of the two waits for the other's counter: only side by side can they end.
  const std::vector<Job> jobs = {named_job("a"), named_job("b")};
  SharedCounters met(2);
  std::vector<Job> waiting;
  for (const std::size_t own : {0U, 1U}) {
    waiting.push_back({jobs[own].name, [&met, own, &jobs](Progress& progress) {
                         met[own] = 1;
                         while (met.sum() < 2) {
                           std::this_thread::sleep_for(std::chrono::milliseconds(1));
                         }
                         return jobs[own].work(progress);
                       }});
  }
  EXPECT_THAT(run(waiting, 2), ElementsAre("a", "b"));
}

TEST(Workers, PassOnWhatAJobThrows) {
  EXPECT_THAT(message_of<RunError>(failing_job([] { throw RunError("out of luck"); })),
              AllOf(HasSubstr("'bad'"), HasSubstr("out of luck")));
  EXPECT_THAT(message_of<InvariantError>(failing_job([] { throw InvariantError("2 is 3"); })),
              AllOf(HasSubstr("'bad'"), HasSubstr("2 is 3")));
  EXPECT_THAT(message_of<InputError>(failing_job([] { throw InputError("no such tier", "choose another"); })),
              AllOf(HasSubstr("no such tier"), HasSubstr("choose another")));
  EXPECT_THAT(message_of<RunError>(failing_job([] { throw std::bad_alloc(); })),
              HasSubstr("not enough memory"));
}

TEST(Workers, ReportADeathWithItsCauseAndLastWords) {
  EXPECT_THAT(message_of<RunError>(failing_job([] {
                std::fputs("the kernel is confused\n", stderr);
                std::raise(SIGKILL);
              })),
              AllOf(HasSubstr("'bad'"), HasSubstr("signal 9"), HasSubstr("the kernel is confused")));
  EXPECT_THAT(message_of<RunError>(failing_job([] { _exit(42); })), HasSubstr("ended with status 42"));
}

TEST(Workers, EndWithTheFirstFailureRatherThanWaitForTheOthers) {
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_THROW(
      run({named_job("endless", std::chrono::hours(1)), failing_job([] { throw RunError("no"); })}, 2),
      RunError);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::minutes(1));
  EXPECT_TRUE(has_no_children());
}

TEST(Workers, EndWhenTheUserInterrupts) {
  for (const int signal : {SIGINT, SIGTERM}) {
    std::signal(signal, SIG_DFL);  // tests started in the background inherit that SIGINT is ignored
    const Job endless = named_job("endless", std::chrono::hours(1));
    const SignalWatch signals;
    SharedCounters counters(1);
    EXPECT_THROW(run_jobs(
                     {endless}, 1, counters, signals, [](const results::RunResult&) {},
                     [signal] { kill(getpid(), signal); }),
                 Interrupted);
    EXPECT_TRUE(has_no_children());
  }
}

TEST(Workers, LeaveNoBufferedOutputOfTheParentTwice) {
  const TemporaryFolder folder;
  std::FILE* file = std::fopen((folder / "out").c_str(), "w");
  std::fputs("once", file);
  EXPECT_THAT(run({named_job("a")}, 1), ElementsAre("a"));
  std::fclose(file);
  std::ifstream stream(folder / "out");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(stream), {}), "once");
}

TEST(SignalWatch, LeavesASignalIgnoredThatWasIgnored) {
  std::signal(SIGINT, SIG_IGN);
  {
    const SignalWatch signals;
    raise(SIGINT);
    EXPECT_NO_THROW(signals.check());
  }
  std::signal(SIGINT, SIG_DFL);
}

TEST(SignalWatch, ForgetsWhatComesTooLate) {
  {
    const SignalWatch signals;
    raise(SIGINT);
  }
  SUCCEED() << "the process is still here";
}

TEST(SharedCounters, AreSeenAcrossAFork) {
  SharedCounters counters(2);
  const pid_t child = fork();
  if (child == 0) {
    counters[0] = 3;
    counters[1] = 4;
    _exit(0);
  }
  waitpid(child, nullptr, 0);
  EXPECT_EQ(counters.sum(), 7U);
}

}  // namespace
}  // namespace dimsim::study
