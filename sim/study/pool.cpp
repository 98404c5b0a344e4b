#include "dimsim/study/pool.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace dimsim::study {

Pool::Pool(std::size_t workers, const Work& work, std::optional<double> time_limit_s,
           const SignalWatch& signals)
    : time_limit_s_(time_limit_s), counters_(workers) {
  for (std::size_t i = 0; i < workers; ++i) {
    // Behind a pointer, because a Worker cannot move: its process has a copy of it, with the same
    // descriptors.
    workers_.push_back(std::make_unique<Worker>(work, counters_[i], signals));
  }
}

// A scan of the workers instead of lists of idle and busy ones: there are at most some hundred, and a list
// could contradict the state of a worker that died.
bool Pool::is_full() const {
  return std::all_of(workers_.begin(), workers_.end(),
                     [](const auto& worker) { return worker->is_running(); });
}

void Pool::start(const results::RunKey& key, std::string name) {
  const auto free = std::find_if(workers_.begin(), workers_.end(),
                                 [](const auto& worker) { return !worker->is_running(); });
  (*free)->start(key, std::move(name));
}

bool Pool::collect(const std::function<void(const results::RunKey&, const std::optional<Failure>&)>& ended) {
  bool any = false;
  for (const std::unique_ptr<Worker>& worker : workers_) {
    if (!worker->is_running()) {
      continue;
    }
    // has_ended() comes first: a run that finished in time must not fail because it is collected late.
    if (!worker->has_ended() && time_limit_s_ && worker->age_s() > *time_limit_s_) {
      worker->end(fmt::format("ran for longer than {:.6g} s (--time-limit)", *time_limit_s_));
    }
    if (!worker->is_running()) {
      ended(worker->key(), worker->failure());
      any = true;
    }
  }
  return any;
}

std::uint64_t Pool::finished_requests() const {
  std::uint64_t count = 0;
  for (const std::unique_ptr<Worker>& worker : workers_) {
    // The counter of an idle worker still has the value of its last run, which the caller has counted
    // already.
    count += worker->is_running() ? worker->progress() : 0;
  }
  return count;
}

const Worker* Pool::longest() const {
  const Worker* longest = nullptr;
  for (const std::unique_ptr<Worker>& worker : workers_) {
    if (worker->is_running() && (longest == nullptr || worker->age_s() > longest->age_s())) {
      longest = worker.get();
    }
  }
  return longest;
}

}  // namespace dimsim::study
