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

/// Workers that do runs at the same time. Contract: this process has no SimGrid engine.
class Pool {
 public:
  /// Starts the workers. A run that takes longer than `time_limit_s` is ended. Throws RunError when there is
  /// no memory. Contract: `work` and `signals` outlive it.
  Pool(std::size_t workers, const Work& work, std::optional<double> time_limit_s, const SignalWatch& signals);

  [[nodiscard]] bool is_full() const;

  /// Begins a run, which messages call `name`. Contract: the pool is not full. Throws RunError.
  void start(const results::RunKey& key, std::string name);

  /// Hands on every run that has ended, and why it failed if it did. Whether there was any.
  bool collect(const std::function<void(const results::RunKey& key, const std::optional<Failure>&)>& ended);

  /// What runs count that are going on.
  [[nodiscard]] std::uint64_t count() const;
  /// The worker whose run has been going on for longest, if any is.
  [[nodiscard]] const Worker* longest() const;

 private:
  std::optional<double> time_limit_s_;
  SharedCounters counters_;
  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace dimsim::study
