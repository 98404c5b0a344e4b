#pragma once

#include "dimsim/study/shared_counters.hpp"
#include "dimsim/study/signal_watch.hpp"
#include "dimsim/study/worker.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dimsim::study {

/// Workers that execute runs concurrently. Contract: this process has no SimGrid engine.
class Pool {
 public:
  /// Starts the workers. A run that takes longer than `time_limit_s` is ended and fails. Throws RunError when
  /// there is not enough memory. Contract: `work` and `signals` outlive the pool.
  Pool(std::size_t workers, const Work& work, std::optional<double> time_limit_s, const SignalWatch& signals);

  /// Whether every worker has a run.
  [[nodiscard]] bool is_full() const;

  /// Starts a run; `name` is its name in messages. Contract: the pool is not full. Throws RunError.
  void start(const results::RunKey& key, std::string name);

  /// Calls `ended` for each run that has ended since the last call, with the failure if it failed. Returns
  /// true if any has ended.
  bool collect(const std::function<void(const results::RunKey& key, const std::optional<Failure>&)>& ended);

  /// Number of finished requests of the runs in progress.
  [[nodiscard]] std::uint64_t finished_requests() const;
  /// The worker with the longest-running run; nullptr if all are idle.
  [[nodiscard]] const Worker* longest() const;

 private:
  std::optional<double> time_limit_s_;
  SharedCounters counters_;
  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace dimsim::study
