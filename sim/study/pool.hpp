#pragma once

#include "study/shared_counters.hpp"
#include "study/signal_watch.hpp"
#include "study/worker.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace dimsim::study {

/// Workers that run at the same time, as many as there are places. Contract: this process has no SimGrid
/// engine.
class Pool {
 public:
  /// A worker that runs for longer than `time_limit_s` is ended. Throws RunError when there is no memory.
  Pool(std::size_t places, std::optional<double> time_limit_s, const SignalWatch& signals);

  [[nodiscard]] bool is_full() const { return running() == workers_.size(); }
  [[nodiscard]] std::size_t running() const;

  /// Starts a job; `number` is what `collect` calls it. Contract: the pool is not full. Throws RunError.
  void start(const Job& job, std::size_t number);

  /// Hands on every job that has ended, and why it failed if it did. Whether there was any.
  bool collect(const std::function<void(std::size_t number, const std::optional<Failure>&)>& ended);

  /// What running workers count.
  [[nodiscard]] std::uint64_t count() const { return counters_.sum(); }
  /// The worker that has been running for longest, if any is running.
  [[nodiscard]] const Worker* longest() const;

 private:
  struct Running {
    Worker worker;
    std::size_t number = 0;
  };

  std::optional<double> time_limit_s_;
  const SignalWatch& signals_;
  SharedCounters counters_;
  std::vector<std::optional<Running>> workers_;  ///< by place
};

}  // namespace dimsim::study
