#include "dimsim/study/pool.hpp"

#include "dimsim/base/error.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

namespace dimsim::study {
namespace {

using testing::AllOf;
using testing::HasSubstr;

using Progress = std::atomic<std::uint64_t>;

constexpr std::chrono::milliseconds kShort{50};

/// A function that a run executes, and its name.
struct Job {
  std::string name;
  std::function<void(Progress&)> work;
};

Job named_job(const std::string& name, std::chrono::milliseconds time = {}) {
  return {name, [time](Progress& progress) {
            std::this_thread::sleep_for(time);
            ++progress;
          }};
}

Job failing_job(std::function<void()> fail) {
  return {"bad", [fail = std::move(fail)](Progress&) { fail(); }};
}

results::RunKey key_of(std::size_t job) { return {job, 0, 0}; }

/// The point of a key is the index of the job.
Work work_of(const std::vector<Job>& jobs) {
  return [&jobs](const results::RunKey& key, Progress& progress) { jobs[key.point].work(progress); };
}

/// Runs jobs; returns the failure of each, std::nullopt for those that succeed.
std::vector<std::optional<Failure>> run(const std::vector<Job>& jobs, std::size_t at_once,
                                        std::optional<double> time_limit_s = std::nullopt) {
  const SignalWatch signals;
  const Work work = work_of(jobs);
  Pool pool(at_once, work, time_limit_s, signals);
  std::vector<std::optional<Failure>> failures(jobs.size());
  std::size_t started = 0;
  std::size_t ended = 0;
  while (ended < jobs.size()) {
    for (; !pool.is_full() && started < jobs.size(); ++started) {
      pool.start(key_of(started), jobs[started].name);
    }
    const auto keep = [&](const results::RunKey& key, const std::optional<Failure>& failure) {
      failures[key.point] = failure;
      ++ended;
    };
    if (!pool.collect(keep)) {
      signals.wait(kShort);
    }
  }
  return failures;
}

Failure failure_of(const Job& job) { return run({job}, 1).front().value(); }

bool has_no_children() { return waitpid(-1, nullptr, WNOHANG) < 0; }

TEST(Pool, RunsSeveralJobsConcurrently) {
  // Each of the two waits for the counter of the other, so that they end only if they run concurrently.
  const std::vector<Job> jobs = {named_job("a"), named_job("b")};
  SharedCounters met(2);
  std::vector<Job> waiting;
  for (const std::size_t own : {0U, 1U}) {
    waiting.push_back({jobs[own].name, [&met, own, &jobs](Progress& progress) {
                         met[own] = 1;
                         while (met[0] + met[1] < 2) {
                           std::this_thread::sleep_for(std::chrono::milliseconds(1));
                         }
                         jobs[own].work(progress);
                       }});
  }
  for (const auto& failure : run(waiting, 2)) {
    EXPECT_FALSE(failure);
  }
}

TEST(Pool, ReportsTheExceptionOfAJob) {
  Failure failure = failure_of(failing_job([] { throw RunError("out of luck"); }));
  EXPECT_EQ(failure.kind, Failure::Kind::Run);
  EXPECT_EQ(failure.message, "bad: out of luck");
  failure = failure_of(failing_job([] { throw InvariantError("2 is 3"); }));
  EXPECT_EQ(failure.kind, Failure::Kind::Invariant);
  EXPECT_EQ(failure.message, "bad: 2 is 3");
  failure = failure_of(failing_job([] { throw InputError("no such tier", "choose another"); }));
  EXPECT_EQ(failure.kind, Failure::Kind::Input);
  EXPECT_EQ(failure.diagnostics.front().message, "no such tier");
  EXPECT_EQ(failure.diagnostics.front().hint, "choose another");
  EXPECT_THAT(failure_of(failing_job([] { throw std::bad_alloc(); })).message,
              HasSubstr("not enough memory"));
}

TEST(Pool, ReportsTheCauseOfADeathAndTheLastMessages) {
  EXPECT_THAT(failure_of(failing_job([] {
                std::fputs("the kernel is confused\n", stderr);
                std::raise(SIGKILL);
              })).message,
              AllOf(HasSubstr("bad"), HasSubstr("signal 9"), HasSubstr("the kernel is confused")));
  EXPECT_THAT(failure_of(failing_job([] { _exit(42); })).message, HasSubstr("ended with status 42"));
}

/// Runs jobs with a time limit that is raised until those that should end in time do, however busy the
/// machine is.
std::vector<std::optional<Failure>> run_within_limit(const std::vector<Job>& jobs, std::size_t at_once,
                                                     const std::vector<std::size_t>& in_time) {
  std::vector<std::optional<Failure>> failures;
  for (const double limit_s : {0.3, 3.0, 30.0}) {
    failures = run(jobs, at_once, limit_s);
    const auto is_late = [&failures](std::size_t job) {
      return failures[job] && failures[job]->message.find("longer than") != std::string::npos;
    };
    if (std::none_of(in_time.begin(), in_time.end(), is_late)) {
      break;
    }
  }
  return failures;
}

TEST(Pool, EndsOnlyTheRunThatExceedsTheTimeLimit) {
  const auto failures =
      run_within_limit({named_job("endless", std::chrono::hours(1)), named_job("quick")}, 2, {1});
  EXPECT_THAT(failures[0].value().message,
              testing::MatchesRegex("endless: ran for longer than [0-9.]+ s \\(--time-limit\\)"));
  EXPECT_FALSE(failures[1]);
  EXPECT_TRUE(has_no_children());
}

TEST(Pool, ContinuesAfterARunThatDiedAndOneThatTookTooLong) {
  const std::vector<Job> jobs = {failing_job([] { std::raise(SIGKILL); }),
                                 named_job("endless", std::chrono::hours(1)), named_job("good"),
                                 failing_job([] { throw RunError("no"); }), named_job("good")};
  const auto failures = run_within_limit(jobs, 1, {0, 2, 3, 4});
  EXPECT_THAT(failures[0].value().message, HasSubstr("signal 9"));
  EXPECT_THAT(failures[1].value().message, HasSubstr("longer than"));
  EXPECT_FALSE(failures[2]);
  EXPECT_EQ(failures[3].value().message, "bad: no") << "not the message of an earlier run";
  EXPECT_FALSE(failures[4]);
  EXPECT_TRUE(has_no_children());
}

TEST(Pool, ContinuesAfterAWorkerThatWasKilled) {
  // The worker is the parent of the run.
  const auto failures = run({failing_job([] {
                               kill(getppid(), SIGKILL);
                               std::this_thread::sleep_for(std::chrono::hours(1));
                             }),
                             named_job("good")},
                            1);
  EXPECT_THAT(failures[0].value().message, HasSubstr("was killed by signal 9"));
  EXPECT_FALSE(failures[1]);
  EXPECT_TRUE(has_no_children());
}

/// The run that it gets next fails; the write to its pipe must not end this process.
TEST(Pool, OutlivesAWorkerThatWasKilledBetweenTwoRuns) {
  const SignalWatch signals;
  SharedCounters worker(1);
  const std::vector<Job> jobs = {
      {"first", [&worker](Progress&) { worker[0] = static_cast<std::uint64_t>(getppid()); }},
      named_job("second")};
  const Work work = work_of(jobs);
  Pool pool(1, work, std::nullopt, signals);
  std::optional<Failure> last;
  const auto run_to_end = [&](std::size_t job) {
    pool.start(key_of(job), jobs[job].name);
    while (!pool.collect(
        [&last](const results::RunKey&, const std::optional<Failure>& failure) { last = failure; })) {
      signals.wait(kShort);
    }
  };
  run_to_end(0);
  EXPECT_FALSE(last);
  const auto process = static_cast<pid_t>(worker[0].load());
  kill(process, SIGKILL);
  siginfo_t ignored{};
  waitid(P_PID, static_cast<id_t>(process), &ignored, WEXITED | WNOWAIT);  // until its files are closed
  run_to_end(1);
  ASSERT_TRUE(last);
  EXPECT_THAT(last->message, HasSubstr("was killed by signal 9"));
}

TEST(Pool, ReportsTheLongestRunAndTheFinishedRequests) {
  const SignalWatch signals;
  const std::vector<Job> jobs = {{"first",
                                  [](Progress& progress) {
                                    progress = 7;
                                    std::this_thread::sleep_for(std::chrono::hours(1));
                                  }},
                                 named_job("second", std::chrono::hours(1))};
  const Work work = work_of(jobs);
  Pool pool(2, work, std::nullopt, signals);
  EXPECT_EQ(pool.longest(), nullptr);
  pool.start(key_of(0), jobs[0].name);
  std::this_thread::sleep_for(kShort);
  pool.start(key_of(1), jobs[1].name);
  EXPECT_EQ(pool.longest()->name(), "first");
  EXPECT_GE(pool.longest()->age_s(), 0.05);
  for (int i = 0; i < 12000 && pool.finished_requests() < 7; ++i) {
    std::this_thread::sleep_for(kShort);
  }
  EXPECT_EQ(pool.finished_requests(), 7U);
}

TEST(Pool, EndsItsRunsOnAnInterrupt) {
  for (const int signal : {SIGINT, SIGTERM}) {
    std::signal(signal, SIG_DFL);  // tests started in the background inherit that SIGINT is ignored
    {
      const SignalWatch signals;
      const std::vector<Job> jobs = {named_job("endless", std::chrono::hours(1))};
      const Work work = work_of(jobs);
      Pool pool(1, work, std::nullopt, signals);
      pool.start(key_of(0), jobs[0].name);
      kill(getpid(), signal);
      EXPECT_THROW(
          {
            for (int i = 0; i < 100; ++i) {
              signals.wait(kShort);
            }
          },
          Interrupted);
    }
    EXPECT_TRUE(has_no_children());
  }
}

TEST(Pool, DoesNotFlushBuffersOfTheParent) {
  const TemporaryFolder folder;
  std::FILE* file = std::fopen((folder / "out").c_str(), "w");
  std::fputs("once", file);
  run({named_job("a")}, 1);
  std::fclose(file);
  std::ifstream stream(folder / "out");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(stream), {}), "once");
}

TEST(SignalWatch, LeavesIgnoredSignalsIgnored) {
  std::signal(SIGINT, SIG_IGN);
  {
    const SignalWatch signals;
    raise(SIGINT);
    EXPECT_NO_THROW(signals.check());
  }
  std::signal(SIGINT, SIG_DFL);
}

TEST(SignalWatch, DiscardsSignalsThatComeTooLate) {
  {
    const SignalWatch signals;
    raise(SIGINT);
  }
  SUCCEED() << "the process is still here";
}

TEST(SharedCounters, AreSharedWithAForkedProcess) {
  SharedCounters counters(2);
  const pid_t child = fork();
  if (child == 0) {
    counters[0] = 3;
    counters[1] = 4;
    _exit(0);
  }
  waitpid(child, nullptr, 0);
  EXPECT_EQ(counters[0] + counters[1], 7U);
}

}  // namespace
}  // namespace dimsim::study
