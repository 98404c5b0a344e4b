#pragma once

#include "results/run_result.hpp"
#include "study/archive.hpp"
#include "study/file_descriptor.hpp"
#include "study/signal_watch.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include <sys/types.h>

namespace dimsim::study {

/// A piece of work for a process of its own.
struct Job {
  std::string name;  ///< for messages: the policy
  std::function<results::RunResult(std::atomic<std::uint64_t>& progress)> work;
};

/// A forked process that does one job. What it writes to stderr is kept. It is ended when the Worker is
/// destroyed, and by the system when the parent dies.
class Worker {
 public:
  /// Throws RunError when no process can be made.
  Worker(const Job& job, std::atomic<std::uint64_t>& progress, const SignalWatch& signals);
  ~Worker();
  Worker(Worker&& other) noexcept;
  Worker& operator=(Worker&&) = delete;
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Whether it has ended. Throws what the job threw (InputError, RunError, InvariantError), or RunError when
  /// the process died; messages name the job.
  [[nodiscard]] bool has_ended();
  /// The result, once it has ended.
  [[nodiscard]] results::RunResult take_result() const;

 private:
  [[noreturn]] void be_the_child(const Job& job, std::atomic<std::uint64_t>& progress,
                                 const SignalWatch& signals) const;
  [[noreturn]] void throw_failure(const Failure& failure) const;
  [[nodiscard]] std::string last_words() const;

  std::string name_;
  FileDescriptor report_;
  FileDescriptor messages_;
  pid_t process_ = -1;  ///< -1 when it has ended
};

}  // namespace dimsim::study
