#pragma once

#include "dimsim/base/random.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace dimsim {

/// An M/M/1 station with a mean service time of 1 s, by Lindley's recursion (Proceedings of the Cambridge
/// Philosophical Society 48(2), 1952): W(i+1) = max(0, W(i) + S(i) − A(i)).
class SingleServer {
 public:
  /// AtRest: the queue is empty. Steady: the first wait is drawn from the stationary distribution, 0 with
  /// probability 1 − ρ, otherwise exponential with mean 1 / (1 − ρ).
  enum class Start { AtRest, Steady };

  SingleServer(double load, Start start, std::uint32_t replication)
      : load_(load),
        arrivals_(kSeed, replication, Purpose::Arrival, 0),
        services_(kSeed, replication, Purpose::Jitter, 0) {
    const RandomStream first(kSeed, replication, Purpose::Phase, 0);
    if (start == Start::Steady && first.uniform(0) < load) {
      wait_s_ = first.exponential(1, 1 / (1 - load));
    }
  }

  /// Waiting times of the first requests, in order [s]; mean in steady state ρ / (1 − ρ).
  std::vector<double> waits_s(std::size_t requests) {
    return series(requests, [](double wait_s, double) { return wait_s; });
  }
  /// Sojourn times of the first requests [s]; mean in steady state 1 / (1 − ρ).
  std::vector<double> sojourns_s(std::size_t requests) {
    return series(requests, [](double wait_s, double service_s) { return wait_s + service_s; });
  }

 private:
  static constexpr std::uint64_t kSeed = 20240521;

  template <class Value>
  std::vector<double> series(std::size_t requests, Value value) {
    std::vector<double> values;
    values.reserve(requests);
    double wait_s = wait_s_;
    for (std::size_t i = 0; i < requests; ++i) {
      const double service_s = services_.exponential(i, 1);
      values.push_back(value(wait_s, service_s));
      wait_s = std::max(0.0, wait_s + service_s - arrivals_.exponential(i, 1 / load_));
    }
    return values;
  }

  double load_;
  double wait_s_ = 0;  ///< of the first request
  RandomStream arrivals_;
  RandomStream services_;
};

}  // namespace dimsim
