#pragma once

#include "study/archive.hpp"
#include "study/file_descriptor.hpp"
#include "study/signal_watch.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include <sys/types.h>

namespace dimsim::study {

/// A piece of work for a process of its own.
struct Job {
  std::string name;  ///< for messages: "policy 'all-edge' at task = sst-2"
  std::function<void(std::atomic<std::uint64_t>& progress)> work;  ///< keeps its result itself
};

/// A forked process that does one job. What it writes to stderr is kept. It is ended when the Worker is
/// destroyed, and by the system when the parent dies.
class Worker {
 public:
  /// Throws RunError when no process can be made.
  Worker(const Job& job, std::atomic<std::uint64_t>& progress, const SignalWatch& signals);
  ~Worker();
  Worker(Worker&& other) noexcept;
  Worker& operator=(Worker&& other) noexcept;
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Whether it has ended; never blocks.
  [[nodiscard]] bool has_ended();
  /// Ends it; it has failed then, for this reason.
  void end(const std::string& reason);
  /// Once it has ended: what went wrong, if anything did; messages name the job. A process that died leaves
  /// its last words there.
  [[nodiscard]] const std::optional<Failure>& failure() const { return failure_; }

  [[nodiscard]] const std::string& name() const { return name_; }
  /// Since it was started [s].
  [[nodiscard]] double age_s() const;

 private:
  [[noreturn]] void be_the_child(const Job& job, std::atomic<std::uint64_t>& progress,
                                 const SignalWatch& signals) const;
  [[nodiscard]] std::optional<Failure> failure_of(int status) const;
  [[nodiscard]] std::string last_words() const;

  std::string name_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  FileDescriptor report_;
  FileDescriptor messages_;
  pid_t process_ = -1;  ///< -1 when it has ended
  std::optional<Failure> failure_;
};

}  // namespace dimsim::study
