#include "dimsim/engine/arrivals.hpp"

#include "dimsim/base/random.hpp"

#include <cmath>
#include <numeric>
#include <utility>

namespace dimsim::engine {

// Each device draws from a stream of its own, so adding a device, or a policy that answers sooner, shifts the
// arrivals of no other. The heap holds the next arrival of each device; building it from a full vector takes
// linear time, which matters with a million devices.
Arrivals::Arrivals(const scenario::Scenario& scenario, const std::vector<platform::DevicePlace>& devices,
                   std::uint32_t replication)
    : scenario_(scenario),
      devices_(devices),
      replication_(replication),
      process_(workload::make_arrival_process(scenario.workload.arrival_process)),
      numbers_(devices.size(), 0) {
  std::vector<Upcoming> first;
  first.reserve(devices.size());
  for (std::uint32_t device = 0; device < devices.size(); ++device) {
    first.push_back({process_->next_s(source_of(device), 0, 0), device});
  }
  upcoming_ = decltype(upcoming_)(Later{}, std::move(first));
}

workload::Source Arrivals::source_of(std::uint32_t device) const {
  const scenario::HostGroup& group = scenario_.tiers.front().hosts[devices_[device].group];
  return {.seed = scenario_.seed,
          .replication = replication_,
          .entity = devices_[device].entity,
          .rate_per_s = group.rate_per_s.value_or(scenario_.workload.rate_per_s)};
}

std::optional<Arrival> Arrivals::next() {
  const scenario::Workload& limits = scenario_.workload;
  // A process that has ended names infinity, and the heap then has nothing earlier.
  const Upcoming upcoming = upcoming_.top();
  if ((limits.requests && given_ >= *limits.requests) ||
      (limits.duration_s && upcoming.date_s > *limits.duration_s) || !std::isfinite(upcoming.date_s)) {
    return std::nullopt;
  }
  ++given_;
  upcoming_.pop();
  const std::uint32_t number = numbers_[upcoming.device]++;
  upcoming_.push({process_->next_s(source_of(upcoming.device), number + std::uint64_t{1}, upcoming.date_s),
                  upcoming.device});
  return Arrival{upcoming.date_s, upcoming.device, number};
}

Samples::Samples(const scenario::Scenario& scenario, std::size_t count, std::uint32_t replication)
    : sampling_(scenario.workload.sampling), seed_(scenario.seed), replication_(replication), count_(count) {
  if (sampling_ == scenario::Sampling::Shuffled) {
    order_.resize(count);
    shuffle(0);
  }
}

/// Fisher–Yates, each round on numbers of its own.
void Samples::shuffle(std::uint64_t round) {
  // From the identity, not from the last round's order: a round depends on its number alone.
  std::iota(order_.begin(), order_.end(), 0U);
  const RandomStream stream(seed_, replication_, Purpose::Shuffle, static_cast<std::uint32_t>(round));
  for (std::uint64_t last = count_ - 1; last > 0; --last) {
    std::swap(order_[last], order_[stream.below(last, last + 1)]);
  }
  round_ = round;
}

std::uint32_t Samples::pick(std::uint64_t number, const Entity& entity, std::uint64_t device_number) {
  if (sampling_ == scenario::Sampling::Random) {
    // Keyed by the device and its own count, so that the sample of a request does not depend on what other
    // devices do.
    return static_cast<std::uint32_t>(
        RandomStream(seed_, replication_, Purpose::Sample, entity).below(device_number, count_));
  }
  if (sampling_ == scenario::Sampling::InOrder) {
    return static_cast<std::uint32_t>(number % count_);
  }
  if (number / count_ != round_) {
    shuffle(number / count_);
  }
  return order_[number % count_];
}

}  // namespace dimsim::engine
