#pragma once

#include "dimsim/base/random.hpp"
#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dimsim::workload {

// Declarations of parameters, and their resolved values.
using language::Field;
using language::Node;

/// A device as a source of requests.
struct Source {
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
  Entity entity;          ///< whose random numbers it has
  double rate_per_s = 0;  ///< mean rate of its requests [1/s]

  [[nodiscard]] RandomStream stream(Purpose purpose) const { return {seed, replication, purpose, entity}; }
};

/// When the requests of a device arrive.
///
/// Contract: one object for all devices of a run; next_s() is called once for each arrival of a device, in
/// rising order of `number`, and devices take turns in any order. Dates never go back. Random numbers come
/// from the source's own streams, by the arrival's number, so that a device more, or another policy, changes
/// nobody else's arrivals. It throws nothing.
class ArrivalProcess {
 public:
  virtual ~ArrivalProcess() = default;
  /// Date of the device's arrival `number`, counted from 0, whose predecessor came at `last_s` (0 for the
  /// first); infinite if none comes any more [s].
  [[nodiscard]] virtual double next_s(const Source& source, std::uint64_t number, double last_s) = 0;
};

/// An arrival process as the registry and the scenario language know it.
struct ArrivalEntry {
  std::string name;
  std::string summary;     ///< one line
  std::string definition;  ///< of the dates, in full
  std::vector<Field> parameters;
  /// Makes the process. Parameters are checked against `parameters`.
  std::function<std::unique_ptr<ArrivalProcess>(const Node& parameters)> make;
};

/// All arrival processes, in the order in which documentation shows them. One line each in
/// arrival_registry.cpp.
[[nodiscard]] const std::vector<ArrivalEntry>& arrival_processes();

/// Entry by name, or nullptr.
[[nodiscard]] const ArrivalEntry* find_arrival_process(std::string_view name);

/// Their names, in that order.
[[nodiscard]] std::vector<std::string> arrival_process_names();

/// The process of that name. Throws InvariantError if there is none.
[[nodiscard]] std::unique_ptr<ArrivalProcess> make_arrival_process(std::string_view name,
                                                                   const Node& parameters);

}  // namespace dimsim::workload
