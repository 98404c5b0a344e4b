#pragma once

#include "dimsim/policy/legs.hpp"

#include <cstddef>
#include <cstdint>

namespace dimsim::policy {

/// Predictions from profiles and nominal network figures. Contract: during a run they change only if the
/// device is connected in another way, never with the state of links or hosts; policies add their own
/// measurements.
class Forecast {
 public:
  virtual ~Forecast() = default;
  /// Service time of a leg for a request of `device`: the mean over the hosts it can reach [s].
  [[nodiscard]] virtual double service_s(std::uint32_t device, const Leg& leg, int tokens) const = 0;
  /// Time of a message of `payload` bytes from the device to a tier over idle links of nominal bandwidth and
  /// an open connection: transmission, slow start and propagation [s].
  [[nodiscard]] virtual double upload_s(std::uint32_t device, std::size_t tier, double payload) const = 0;
  /// Time of an answer from a tier to the device, likewise [s].
  [[nodiscard]] virtual double answer_s(std::uint32_t device, std::size_t tier) const = 0;
  /// One-way propagation delay from the device to a tier [s].
  [[nodiscard]] virtual double propagation_s(std::uint32_t device, std::size_t tier) const = 0;
  /// Size of the hidden state of a number of tokens [B].
  [[nodiscard]] virtual double hidden_state_bytes(int tokens) const = 0;
  /// Size of a payload on the wire, including headers [B].
  [[nodiscard]] virtual double wire_bytes(double payload) const = 0;
  /// Energy of the device's processor above idle for a service of this length [J].
  [[nodiscard]] virtual double compute_j(std::uint32_t device, double service_s) const = 0;
  /// Energy of the device's radio for a message of this size and duration [J].
  [[nodiscard]] virtual double upload_j(std::uint32_t device, double bytes, double duration_s) const = 0;
  /// Number of concurrent inferences on the device.
  [[nodiscard]] virtual int device_servers(std::uint32_t device) const = 0;
};

}  // namespace dimsim::policy
