#pragma once

#include "dimsim/base/random.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::workload {

/// A device as a source of requests.
struct Source {
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
  Entity entity;          ///< selects its random numbers
  double rate_per_s = 0;  ///< mean rate of its requests [1/s]

  [[nodiscard]] RandomStream stream(Purpose purpose) const { return {seed, replication, purpose, entity}; }
};

/// The times at which the requests of devices arrive.
///
/// Contract: there is one object for all devices of a run. next_s() is called once for each arrival of a
/// device, in rising order of `number`; the calls for different devices are interleaved in any order. Dates
/// do not decrease. Random numbers come from the streams of the source, indexed by the arrival's number, so
/// that adding a device or changing the policy does not change the arrivals of other devices. Never throws.
class ArrivalProcess {
 public:
  virtual ~ArrivalProcess() = default;
  /// The date of the device's arrival `number`, counted from 0, after the previous one at `last_s` (0 for the
  /// first); infinite if there are no more arrivals [s].
  [[nodiscard]] virtual double next_s(const Source& source, std::uint64_t number, double last_s) = 0;
};

/// An arrival process as the registry and the scenario language know it.
struct ArrivalEntry {
  std::string name;
  std::string summary;     ///< one line
  std::string definition;  ///< formula of the dates
  std::function<std::unique_ptr<ArrivalProcess>()> make;
};

/// All arrival processes, in the order of the documentation. One line for each in arrival_registry.cpp.
[[nodiscard]] const std::vector<ArrivalEntry>& arrival_processes();

/// The entry with this name, or nullptr.
[[nodiscard]] const ArrivalEntry* find_arrival_process(std::string_view name);

/// The names of all arrival processes, in the same order.
[[nodiscard]] std::vector<std::string> arrival_process_names();

/// Makes the process with this name. Throws InvariantError if there is none.
[[nodiscard]] std::unique_ptr<ArrivalProcess> make_arrival_process(std::string_view name);

}  // namespace dimsim::workload
