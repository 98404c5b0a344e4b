#include "dimsim/engine/arrivals.hpp"

#include "dimsim/base/random.hpp"

#include <numeric>
#include <utility>

namespace dimsim::engine {

Arrivals::Arrivals(const scenario::Scenario& scenario, const std::vector<platform::DevicePlace>& devices,
                   std::uint32_t replication)
    : scenario_(scenario), devices_(devices), replication_(replication), numbers_(devices.size(), 0) {
  std::vector<Upcoming> first;
  first.reserve(devices.size());
  for (std::uint32_t device = 0; device < devices.size(); ++device) {
    double date = gap_s(device, 0);
    if (scenario.workload.arrivals == scenario::ArrivalProcess::Constant) {
      // A random phase: otherwise all devices would send at the same instants.
      date *= RandomStream(scenario.seed, replication, Purpose::Phase, devices[device].entity).uniform(0);
    }
    first.push_back({date, device});
  }
  upcoming_ = decltype(upcoming_)(Later{}, std::move(first));
}

double Arrivals::rate_per_s(std::uint32_t device) const {
  const scenario::HostGroup& group = scenario_.tiers.front().hosts[devices_[device].group];
  return group.rate_per_s.value_or(scenario_.workload.rate_per_s);
}

double Arrivals::gap_s(std::uint32_t device, std::uint64_t number) const {
  const double mean = 1 / rate_per_s(device);
  if (scenario_.workload.arrivals == scenario::ArrivalProcess::Constant) {
    return mean;
  }
  return RandomStream(scenario_.seed, replication_, Purpose::Arrival, devices_[device].entity)
      .exponential(number, mean);
}

std::optional<Arrival> Arrivals::next() {
  const scenario::Workload& workload = scenario_.workload;
  const Upcoming upcoming = upcoming_.top();
  if ((workload.requests && given_ >= *workload.requests) ||
      (workload.duration_s && upcoming.date_s > *workload.duration_s)) {
    return std::nullopt;
  }
  ++given_;
  upcoming_.pop();
  const std::uint32_t number = numbers_[upcoming.device]++;
  upcoming_.push({upcoming.date_s + gap_s(upcoming.device, number + std::uint64_t{1}), upcoming.device});
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
  std::iota(order_.begin(), order_.end(), 0U);
  const RandomStream stream(seed_, replication_, Purpose::Shuffle, static_cast<std::uint32_t>(round));
  for (std::uint64_t last = count_ - 1; last > 0; --last) {
    std::swap(order_[last], order_[stream.below(last, last + 1)]);
  }
  round_ = round;
}

std::uint32_t Samples::pick(std::uint64_t number, const Entity& entity, std::uint64_t device_number) {
  if (sampling_ == scenario::Sampling::Random) {
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
