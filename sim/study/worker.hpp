#pragma once

#include "dimsim/results/run_record.hpp"
#include "dimsim/study/archive.hpp"
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

/// What a worker does with a run; keeps its result itself. Counts the requests that are finished.
using Work = std::function<void(const results::RunKey& key, std::atomic<std::uint64_t>& progress)>;

/// A process that does runs, one at a time, each in a child of its own, since a SimGrid engine lives once per
/// process. The worker itself never grows, and forks beside the others: this process forks no more than once
/// for each worker. What a run writes to stderr is kept. All of it is ended when the Worker is destroyed, and
/// by the system when the parent dies.
class Worker {
 public:
  /// Throws RunError when no process can be made. Contract: `work`, `progress` and `signals` outlive it.
  Worker(const Work& work, std::atomic<std::uint64_t>& progress, const SignalWatch& signals);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Begins a run, which messages call `name`. Contract: none is going on.
  void start(const results::RunKey& key, std::string name);
  [[nodiscard]] bool is_running() const { return is_running_; }
  /// Whether the run has ended; never blocks. Contract: one was begun and was not seen to end.
  [[nodiscard]] bool has_ended();
  /// Ends the run; it has failed then, for this reason.
  void end(const std::string& reason);
  /// Once it has ended: what went wrong, if anything did; messages name the run. A process that died leaves
  /// its last words there.
  [[nodiscard]] const std::optional<Failure>& failure() const { return failure_; }

  [[nodiscard]] const results::RunKey& key() const { return key_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  /// What the run counts.
  [[nodiscard]] std::uint64_t progress() const { return progress_.load(std::memory_order_relaxed); }
  /// Since the run was begun [s].
  [[nodiscard]] double age_s() const;

 private:
  void launch();
  void kill_all();
  [[noreturn]] void be_the_worker() const;
  [[noreturn]] void be_the_run(const results::RunKey& key) const;
  [[nodiscard]] std::optional<Failure> failure_of(int status) const;
  [[nodiscard]] std::string last_words() const;

  const Work& work_;
  std::atomic<std::uint64_t>& progress_;
  const SignalWatch& signals_;
  FileDescriptor report_;    ///< in memory, of the run that failed
  FileDescriptor messages_;  ///< in memory, what the run wrote to stderr
  FileDescriptor orders_;    ///< to the worker: keys
  FileDescriptor answers_;   ///< from it: exit statuses
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
