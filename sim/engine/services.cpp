#include "dimsim/engine/services.hpp"

#include <algorithm>

namespace dimsim::engine {

std::uint32_t Services::start(std::uint32_t station, std::span<const std::uint32_t> slots) {
  const std::uint32_t index = start(station, slots.front());
  services_[index].members = static_cast<std::uint32_t>(slots.size());
  for (std::size_t i = 0; i + 1 < slots.size(); ++i) {
    // Services of one member, by far the most, never touch this table.
    if (slots[i] >= next_member_.size()) {
      next_member_.resize(slots[i] + 1, kNone);
    }
    next_member_[slots[i]] = slots[i + 1];
  }
  return index;
}

void Services::link(std::uint32_t index) {
  Service& service = services_[index];
  if (service.station >= first_at_.size()) {
    first_at_.resize(service.station + 1, kNone);
  }
  service.previous = kNone;
  service.next = first_at_[service.station];
  if (service.next != kNone) {
    services_[service.next].previous = index;
  }
  first_at_[service.station] = index;
}

void Services::unlink(const Service& service) {
  (service.previous == kNone ? first_at_[service.station] : services_[service.previous].next) = service.next;
  if (service.next != kNone) {
    services_[service.next].previous = service.previous;
  }
}

Share Services::settle(std::uint32_t index, double now) {
  Service& service = services_[index];
  const double elapsed_s = now - service.since_s;
  // Rounding of the dates may exceed the rest of the work by an ulp.
  service.left_s = std::max(0.0, service.left_s - service.pace.rate * elapsed_s);
  service.since_s = now;
  return share_of(service, elapsed_s);
}

Services::End Services::retime(std::uint32_t index, const Pace& pace, double now) {
  Service& service = services_[index];
  service.since_s = now;
  service.pace = pace;
  // A new generation: the end that was expected before is stale, and its event is ignored when it comes.
  return schedule(service);
}

}  // namespace dimsim::engine
