#pragma once

#include "dimsim/platform/topology.hpp"
#include "dimsim/scenario/scenario.hpp"
#include "dimsim/workload/arrival_process.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <queue>
#include <vector>

namespace dimsim::engine {

struct Arrival {
  double date_s = 0;
  std::uint32_t device = 0;
  std::uint64_t device_number = 0;  ///< how many the device had before
};

/// The requests' arrivals: each device is a source of its own, and this merges them in order of date, then
/// device.
class Arrivals {
 public:
  Arrivals(const scenario::Scenario& scenario, const std::vector<platform::DevicePlace>& devices,
           std::uint32_t replication);

  /// The next arrival, or nothing when the workload's requests or duration are over.
  [[nodiscard]] std::optional<Arrival> next();

 private:
  struct Upcoming {
    double date_s;
    std::uint32_t device;
  };
  struct Later {
    bool operator()(const Upcoming& a, const Upcoming& b) const {
      return a.date_s != b.date_s ? a.date_s > b.date_s : a.device > b.device;
    }
  };

  [[nodiscard]] workload::Source source_of(std::uint32_t device) const;

  const scenario::Scenario& scenario_;
  const std::vector<platform::DevicePlace>& devices_;
  std::uint32_t replication_;
  std::unique_ptr<workload::ArrivalProcess> process_;
  std::priority_queue<Upcoming, std::vector<Upcoming>, Later> upcoming_;  ///< the next of each device
  std::vector<std::uint32_t> numbers_;                                    ///< by device: how many it had
  std::uint64_t given_ = 0;
};

/// Which sample each request carries.
class Samples {
 public:
  Samples(const scenario::Scenario& scenario, std::size_t count, std::uint32_t replication);

  /// `number` is the request's place in the run, `device_number` in those of its device. When samples are
  /// shuffled, calls come in rising order.
  [[nodiscard]] std::uint32_t pick(std::uint64_t number, const Entity& entity, std::uint64_t device_number);

 private:
  void shuffle(std::uint64_t round);

  scenario::Sampling sampling_;
  std::uint64_t seed_;
  std::uint32_t replication_;
  std::uint64_t count_;
  std::uint64_t round_ = 0;
  std::vector<std::uint32_t> order_;  ///< of the current round, when shuffled
};

}  // namespace dimsim::engine
