#pragma once

#include "base/language.hpp"
#include "base/node.hpp"
#include "base/random.hpp"
#include "trace/trace.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dimsim::policy {

/// What a policy may know of a request when it decides on the device.
struct Request {
  std::uint64_t number = 0;         ///< order of arrival in the run
  std::uint32_t device = 0;         ///< 0, 1, … in the order of the scenario
  Entity entity;                    ///< the device's key to random numbers
  std::uint64_t device_number = 0;  ///< how many requests this device had before
  int tokens = 0;
  int text_bytes = 0;
  trace::Complexity complexity = trace::Complexity::Unknown;  ///< precomputed label
};

/// What a policy may know of the fleet before the run.
struct Fleet {
  std::vector<std::string> tiers;  ///< names, from the device upwards
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
};

/// Decides which tier answers a request.
/// Contract: route() is called once per request, at its arrival on the device, in order of arrival; it
/// returns an index into Fleet::tiers. It may keep state and draws random numbers from its own streams only,
/// keyed by the request's entity, so that policies never change each other's or the workload's numbers. It
/// throws nothing.
class Policy {
 public:
  virtual ~Policy() = default;
  [[nodiscard]] virtual std::size_t route(const Request& request) = 0;
};

/// A policy as the registry and the scenario language know it.
struct Entry {
  std::string name;
  std::string summary;  ///< one line
  std::string rule;     ///< the decision rule, in full
  std::string source;   ///< paper, section; or "baseline"
  std::vector<Field> parameters;
  bool needs_complexity = false;  ///< refuses a trace without labels
  /// Makes the policy. Parameters are checked against `parameters`; what depends on the fleet (a tier's name)
  /// is checked here: throws InputError with the parameter's place.
  std::function<std::unique_ptr<Policy>(const Node& parameters, const Fleet& fleet)> make;
};

/// All policies, in the order in which `dimsim list policies` shows them. One line each in registry.cpp.
[[nodiscard]] const std::vector<Entry>& registry();

/// Entry by name, or nullptr.
[[nodiscard]] const Entry* find(std::string_view name);

}  // namespace dimsim::policy
