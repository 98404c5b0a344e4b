#include "study/pool.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace dimsim::study {

Pool::Pool(std::size_t places, std::optional<double> time_limit_s, const SignalWatch& signals)
    : time_limit_s_(time_limit_s), signals_(signals), counters_(places), workers_(places) {}

std::size_t Pool::running() const {
  return static_cast<std::size_t>(
      std::count_if(workers_.begin(), workers_.end(), [](const auto& each) { return each.has_value(); }));
}

void Pool::start(const Job& job, std::size_t number) {
  const auto free =
      std::find_if(workers_.begin(), workers_.end(), [](const auto& each) { return !each.has_value(); });
  SharedCounters::Counter& counter = counters_[static_cast<std::size_t>(free - workers_.begin())];
  counter = 0;
  free->emplace(Running{Worker(job, counter, signals_), number});
}

bool Pool::collect(const std::function<void(std::size_t, const std::optional<Failure>&)>& ended) {
  bool any = false;
  for (std::size_t place = 0; place < workers_.size(); ++place) {
    std::optional<Running>& each = workers_[place];
    if (!each) {
      continue;
    }
    bool has_ended = each->worker.has_ended();
    if (!has_ended && time_limit_s_ && each->worker.age_s() > *time_limit_s_) {
      each->worker.end(fmt::format("ran for longer than {:.6g} s (--time-limit)", *time_limit_s_));
      has_ended = true;
    }
    if (has_ended) {
      const Running done = std::move(*each);
      each.reset();
      counters_[place] = 0;
      ended(done.number, done.worker.failure());
      any = true;
    }
  }
  return any;
}

const Worker* Pool::longest() const {
  const Worker* longest = nullptr;
  for (const std::optional<Running>& each : workers_) {
    if (each && (longest == nullptr || each->worker.age_s() > longest->age_s())) {
      longest = &each->worker;
    }
  }
  return longest;
}

}  // namespace dimsim::study
