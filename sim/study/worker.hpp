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

/// What a worker does for a run: simulates it, keeps its result, and counts the finished requests.
using Work = std::function<void(const results::RunKey& key, std::atomic<std::uint64_t>& progress)>;

/// A process that does runs, one at a time, each in a child process of its own, since a process can hold one
/// SimGrid engine only. The worker process itself stays small and forks independently of the others: this
/// process forks only once per worker. What a run writes to stderr is kept. All these processes end when the
/// Worker is destroyed, and the system ends them when the parent dies.
class Worker {
 public:
  /// Throws RunError when no process can be made. Contract: `work`, `progress` and `signals` outlive it.
  Worker(const Work& work, std::atomic<std::uint64_t>& progress, const SignalWatch& signals);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Begins a run, which messages call `name`. Contract: no run is in progress.
  void start(const results::RunKey& key, std::string name);
  [[nodiscard]] bool is_running() const { return is_running_; }
  /// Whether the run has ended; never blocks. Contract: one was begun and was not seen to end.
  [[nodiscard]] bool has_ended();
  /// Ends the run, which has failed then for this reason.
  void end(const std::string& reason);
  /// Why the run that has ended failed, if it did; messages name the run. A process that died leaves the end
  /// of its stderr there.
  [[nodiscard]] const std::optional<Failure>& failure() const { return failure_; }

  [[nodiscard]] const results::RunKey& key() const { return key_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  /// Finished requests of the run.
  [[nodiscard]] std::uint64_t progress() const { return progress_.load(std::memory_order_relaxed); }
  /// Since the run was begun [s].
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
  FileDescriptor failure_file_;  ///< in memory, why the run failed
  FileDescriptor messages_;      ///< in memory, what the run wrote to stderr
  FileDescriptor orders_;        ///< to the worker: keys
  FileDescriptor answers_;       ///< from it: exit statuses
  FileDescriptor worker_orders_;
  FileDescriptor worker_answers_;
  pid_t process_ = -1;  ///< of the worker, and of its group; -1 where it has died
  bool is_running_ = false;
  results::RunKey key_;
  std::string name_;
  std::chrono::steady_clock::time_point begin_;
  std::optional<Failure> failure_;
};

}  // namespace dimsim::study
