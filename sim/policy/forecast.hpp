#pragma once

#include "dimsim/policy/legs.hpp"

#include <cstddef>
#include <cstdint>

namespace dimsim::policy {

/// What profiles and the network's nominal figures predict.
/// Contract: nothing in it changes in a run; what a policy measured itself is for it to add.
class Forecast {
 public:
  virtual ~Forecast() = default;
  /// Service time of a leg for a request of `device`, the mean over the hosts that it can reach [s].
  [[nodiscard]] virtual double service_s(std::uint32_t device, const Leg& leg, int tokens) const = 0;
  /// A message of `payload` bytes from the device to a tier over idle links of nominal bandwidth, on an open
  /// connection: transmission, slow start and propagation [s].
  [[nodiscard]] virtual double upload_s(std::uint32_t device, std::size_t tier, double payload) const = 0;
  /// An answer from a tier to the device, likewise [s].
  [[nodiscard]] virtual double answer_s(std::uint32_t device, std::size_t tier) const = 0;
  /// Propagation from the device to a tier, one way [s].
  [[nodiscard]] virtual double propagation_s(std::uint32_t device, std::size_t tier) const = 0;
  /// Payload of the hidden state of so many tokens [B].
  [[nodiscard]] virtual double hidden_state_bytes(int tokens) const = 0;
  /// What a payload takes on the wire, headers included [B].
  [[nodiscard]] virtual double wire_bytes(double payload) const = 0;
  /// What the device's processor takes above idle for a service of this length [J].
  [[nodiscard]] virtual double compute_j(std::uint32_t device, double service_s) const = 0;
  /// What the device's radio takes for a message that lasts so long [J].
  [[nodiscard]] virtual double upload_j(std::uint32_t device, double bytes, double duration_s) const = 0;
  /// Inferences that the device runs at the same time.
  [[nodiscard]] virtual int device_servers(std::uint32_t device) const = 0;
};

}  // namespace dimsim::policy
