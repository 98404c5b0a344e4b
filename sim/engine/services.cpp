#include "dimsim/engine/services.hpp"

#include <algorithm>
#include <limits>

namespace dimsim::engine {

std::uint32_t Services::take() {
  if (free_.empty()) {
    services_.emplace_back();
    return static_cast<std::uint32_t>(services_.size() - 1);
  }
  const std::uint32_t service = free_.back();
  free_.pop_back();
  return service;
}

std::uint32_t Services::start(std::uint32_t station, std::span<const std::uint32_t> slots) {
  const std::uint32_t index = take();
  Service& service = services_[index];
  service.station = station;
  service.members = static_cast<std::uint32_t>(slots.size());
  service.first_member = kNone;
  for (auto slot = slots.rbegin(); slot != slots.rend(); ++slot) {
    if (*slot >= next_member_.size()) {
      next_member_.resize(*slot + 1, kNone);
    }
    next_member_[*slot] = service.first_member;
    service.first_member = *slot;
  }
  if (station >= first_at_.size()) {
    first_at_.resize(station + 1, kNone);
  }
  service.previous = kNone;
  service.next = first_at_[station];
  if (service.next != kNone) {
    services_[service.next].previous = index;
  }
  first_at_[station] = index;
  return index;
}

/// Makes earlier ends stale.
void Services::age(Service& service) { service.generation = (service.generation + 1) % kGenerations; }

/// A new end.
Services::End Services::schedule(Service& service) {
  age(service);
  const double date_s = service.pace.rate > 0 ? service.since_s + service.left_s / service.pace.rate
                                              : std::numeric_limits<double>::infinity();
  return {date_s, service.generation};
}

Services::End Services::begin_piece(std::uint32_t index, double work_s, const Pace& pace, double now) {
  Service& service = services_[index];
  service.left_s = work_s;
  service.since_s = now;
  service.pace = pace;
  return schedule(service);
}

Share Services::share_of(const Service& service, double elapsed_s) {
  const double members = service.members;
  return {elapsed_s / members, service.pace.power_w * elapsed_s / members};
}

Share Services::settle(std::uint32_t index, double now) {
  Service& service = services_[index];
  const double elapsed_s = now - service.since_s;
  service.left_s = std::max(0.0, service.left_s - service.pace.rate * elapsed_s);
  service.since_s = now;
  return share_of(service, elapsed_s);
}

Services::End Services::retime(std::uint32_t index, const Pace& pace, double now) {
  Service& service = services_[index];
  service.since_s = now;
  service.pace = pace;
  return schedule(service);
}

/// From the work itself, not from the dates: a piece that was never re-timed takes its time exactly.
Share Services::finish_piece(std::uint32_t index) {
  Service& service = services_[index];
  const Share share = share_of(service, service.left_s / service.pace.rate);
  service.left_s = 0;
  return share;
}

void Services::leave(std::uint32_t index, std::uint32_t slot) {
  Service& service = services_[index];
  std::uint32_t* link = &service.first_member;
  while (*link != slot) {
    link = &next_member_[*link];
  }
  *link = next_member_[slot];
  --service.members;
}

void Services::end(std::uint32_t index) {
  Service& service = services_[index];
  (service.previous == kNone ? first_at_[service.station] : services_[service.previous].next) = service.next;
  if (service.next != kNone) {
    services_[service.next].previous = service.previous;
  }
  age(service);
  free_.push_back(index);
}

}  // namespace dimsim::engine
