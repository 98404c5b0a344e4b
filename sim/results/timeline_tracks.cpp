#include "dimsim/results/timeline_tracks.hpp"

namespace dimsim::results {

std::size_t Lanes::take(std::int64_t begin_ns, std::int64_t end_ns) {
  while (!busy_.empty() && busy_.top().first <= begin_ns) {
    free_.insert(busy_.top().second);
    busy_.pop();
  }
  if (free_.empty()) {
    free_.insert(count_++);
  }
  // The lowest lane, so that a track without overlap stays on one line.
  const std::size_t lane = *free_.begin();
  free_.erase(free_.begin());
  busy_.emplace(end_ns, lane);
  return lane;
}

Threads::Place Threads::place(const Track& track, std::int64_t begin_ns, std::int64_t end_ns) {
  OfTrack& of = tracks_[track];
  const std::size_t lane = of.lanes.take(begin_ns, end_ns);
  const bool is_new = lane == of.threads.size();
  if (is_new) {
    of.threads.push_back(++threads_);
  }
  return {of.threads[lane], lane, is_new};
}

void Counters::raise(const std::string& name, std::int64_t begin_ns, std::int64_t end_ns,
                     std::int64_t change) {
  if (end_ns <= begin_ns || change == 0) {  // rounded to nanoseconds, a short wait has no length
    return;
  }
  const auto [found, is_new] = numbers_.emplace(name, names_.size());
  if (is_new) {
    names_.push_back(&found->first);
    values_.push_back(0);
  }
  // Two changes instead of a value over an interval: intervals of one counter overlap freely.
  changes_.push({{begin_ns, found->second}, change});
  changes_.push({{end_ns, found->second}, -change});
}

void Counters::advance(std::int64_t date_ns, const Take& take) {
  while (!changes_.empty() && changes_.top().first.first < date_ns) {
    const auto [date_of_change_ns, which] = changes_.top().first;
    // All changes of one instant first: one request that leaves as another comes is no change.
    const std::int64_t before = values_[which];
    while (!changes_.empty() && changes_.top().first == std::pair(date_of_change_ns, which)) {
      values_[which] += changes_.top().second;
      changes_.pop();
    }
    if (values_[which] != before) {
      take({*names_[which], date_of_change_ns, values_[which]});
    }
  }
}

}  // namespace dimsim::results
