#pragma once

#include "model/variant.hpp"
#include "trace/trace.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dimsim::policy {

/// A tier as a policy knows it.
struct Tier {
  std::string name;
  int first_layer = 1;  ///< 1: it can start from the text
  int last_layer = 1;
  std::vector<int> exits = {};  ///< layers with an exit head, rising
  double layer_lambda = 0;      ///< for each layer run here [λ]
  double exit_lambda = 0;       ///< for each exit head evaluated here [λ]
  double offload_lambda = 0;    ///< for entering from below [λ]
};

/// What a policy may know of the fleet before the run.
struct Fleet {
  std::vector<Tier> tiers;  ///< from the device upwards
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
  bool restarts = true;  ///< a request that moves up begins again from the text, where the tier can
};

/// What profiles and the network's nominal figures predict.
/// Contract: nothing in it changes in a run; what a policy measured itself is for it to add.
class Forecast {
 public:
  virtual ~Forecast() = default;
  /// Service time of layers at a tier for a request of `device`, the mean over the hosts that it can reach
  /// [s].
  [[nodiscard]] virtual double service_s(std::uint32_t device, std::size_t tier, const model::Piece& piece,
                                         int tokens) const = 0;
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
  /// Of all hosts of a tier that the device reaches.
  [[nodiscard]] virtual int servers(std::uint32_t device, std::size_t tier) const = 0;
};

/// What a policy is given when the run begins.
struct Knowledge {
  std::uint32_t devices = 0;
  int layers = 0;   ///< of the model
  int classes = 0;  ///< of the task
  const Forecast& forecast;
  const trace::Split* calibration = nullptr;  ///< for policies that need it
  const trace::Split* hindsight = nullptr;    ///< for policies that need it
};

}  // namespace dimsim::policy
