#include "study/workers.hpp"

#include <algorithm>
#include <chrono>
#include <deque>

namespace dimsim::study {

namespace {

constexpr std::chrono::milliseconds kWatchInterval{200};
constexpr std::size_t kMostWaiting = 8;  ///< results and running jobs for each that runs at once

/// Workers in the order of their jobs, the first being the next to deliver.
class Line {
 public:
  Line(const std::vector<Job>& jobs, SharedCounters& counters, const SignalWatch& signals)
      : jobs_(jobs), counters_(counters), signals_(signals) {}

  [[nodiscard]] bool is_done() const { return started_ == jobs_.size() && waiting_.empty(); }

  void start_up_to(std::size_t at_once) {
    auto running = static_cast<std::size_t>(
        std::count_if(waiting_.begin(), waiting_.end(), [](const Waiting& each) { return !each.ended; }));
    // Results that wait behind a slow one take memory, so that not too many may.
    const std::size_t most = kMostWaiting * at_once;
    for (; running < at_once && started_ < jobs_.size() && waiting_.size() < most; ++running, ++started_) {
      waiting_.push_back({Worker(jobs_[started_], counters_[started_], signals_), false});
    }
  }

  /// Looks which workers have ended; whether any has since the last time.
  bool look() {
    bool any = false;
    for (Waiting& each : waiting_) {
      if (!each.ended && each.worker.has_ended()) {
        each.ended = true;
        any = true;
      }
    }
    return any;
  }

  void deliver_in_order(const std::function<void(results::RunResult)>& deliver) {
    while (!waiting_.empty() && waiting_.front().ended) {
      results::RunResult result = waiting_.front().worker.take_result();
      waiting_.pop_front();  // frees the worker's copy first
      deliver(std::move(result));
    }
  }

 private:
  struct Waiting {
    Worker worker;
    bool ended = false;
  };

  const std::vector<Job>& jobs_;
  SharedCounters& counters_;
  const SignalWatch& signals_;
  std::deque<Waiting> waiting_;
  std::size_t started_ = 0;
};

}  // namespace

void run_jobs(const std::vector<Job>& jobs, std::size_t at_once, SharedCounters& counters,
              const SignalWatch& signals, const std::function<void(results::RunResult)>& deliver,
              const std::function<void()>& watch) {
  Line line(jobs, counters, signals);
  while (!line.is_done()) {
    line.start_up_to(at_once);
    if (!line.look()) {
      signals.wait(kWatchInterval);
    }
    line.start_up_to(at_once);  // before the results, whose writing takes time
    line.deliver_in_order(deliver);
    watch();
  }
  signals.check();
}

}  // namespace dimsim::study
