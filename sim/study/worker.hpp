#pragma once

#include "dimsim/results/run_record.hpp"
#include "dimsim/study/failure.hpp"
#include "dimsim/study/file_descriptor.hpp"
#include "dimsim/study/signal_watch.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include <sys/types.h>

namespace dimsim::study {

/// Executes a run: simulates it, stores its result, and counts the finished requests in `progress`.
using Work = std::function<void(const results::RunKey& key, std::atomic<std::uint64_t>& progress)>;

/// A process that executes runs, one at a time, each in a child process of its own, because a process can
/// hold only one SimGrid engine. This process forks once per worker; the workers fork their runs in parallel.
/// What a run writes to stderr is captured. All these processes end when the Worker is destroyed, and the
/// system ends them when this process dies.
class Worker {
 public:
  /// Throws RunError if no process can be created. Contract: `work`, `progress` and `signals` outlive it.
  Worker(const Work& work, std::atomic<std::uint64_t>& progress, const SignalWatch& signals);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Starts a run; `name` is its name in messages. Contract: no run is in progress.
  void start(const results::RunKey& key, std::string name);
  [[nodiscard]] bool is_running() const { return is_running_; }
  /// Whether the run has ended; never blocks. Contract: is_running().
  [[nodiscard]] bool has_ended();
  /// Ends the run, which then has failed for this reason.
  void end(const std::string& reason);
  /// The failure of the run that has ended, if it failed; its message names the run. If the process died, the
  /// message includes the end of its stderr.
  [[nodiscard]] const std::optional<Failure>& failure() const { return failure_; }

  [[nodiscard]] const results::RunKey& key() const { return key_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  /// Finished requests of the run.
  [[nodiscard]] std::uint64_t progress() const { return progress_.load(std::memory_order_relaxed); }
  /// Time since the run was started [s].
  [[nodiscard]] double age_s() const;

 private:
  void launch();
  void kill_all();
  [[noreturn]] void serve_orders() const;
  [[noreturn]] void run_and_exit(const results::RunKey& key) const;
  [[nodiscard]] std::optional<Failure> failure_of(int status) const;
  [[nodiscard]] std::string end_of_messages() const;

  const Work& work_;
  std::atomic<std::uint64_t>& progress_;
  const SignalWatch& signals_;
  FileDescriptor failure_file_;  ///< in memory: the failure of the run
  FileDescriptor messages_;      ///< in memory: what the run wrote to stderr
  FileDescriptor orders_;        ///< pipe to the worker: keys of runs
  FileDescriptor answers_;       ///< pipe from the worker: exit statuses
  FileDescriptor worker_orders_;
  FileDescriptor worker_answers_;
  pid_t process_ = -1;  ///< of the worker and of its process group; -1 if it has died
  bool is_running_ = false;
  results::RunKey key_;
  std::string name_;
  std::chrono::steady_clock::time_point begin_;
  std::optional<Failure> failure_;
};

}  // namespace dimsim::study
