#pragma once

#include "dimsim/platform/topology.hpp"
#include "dimsim/results/run_result.hpp"
#include "dimsim/scenario/scenario.hpp"

#include <cstdint>
#include <vector>

namespace dimsim::engine {

/// The radios of all devices as state machines: asleep, promoted, active, in the tail (scenario::Radio).
///
///     asleep ─ message ─► promotion ─► active ─ last message ends ─► tail ─► asleep
///                                        ▲──────── message ────────────┘
///
/// Who pays: the message that wakes a radio for the promotion; those on the link for active power, in equal
/// parts; the last one for the tail behind it, until the next message comes. So the parts of all requests add
/// up to what the radios took awake; sleep belongs to nobody.
///
/// Contract: begin() when a message gets onto a device's access link, end() when it has left; settle() before
/// the device is attached in another way; dates of one device never go back. close() once, at the end of the
/// run, when no message is on a link.
class Radios {
 public:
  Radios(const scenario::Scenario& scenario, const platform::Topology& topology,
         std::vector<results::RequestRecord>& requests);

  /// Whether any radio has states. If not, begin() and end() are not to be called.
  [[nodiscard]] bool have_states() const { return !states_.empty(); }
  /// How long the message must wait for the radio [s].
  [[nodiscard]] double begin(std::uint32_t device, std::uint64_t request, double now);
  void end(std::uint32_t device, std::uint64_t request, double now);
  /// Accounts for the energy until now, before the device's radio becomes another one.
  void settle(std::uint32_t device, double now);
  void close(double now);

  /// Energy awake of all radios, by state, integrated apart from what requests were charged [J].
  [[nodiscard]] const results::RadioEnergy& awake() const { return awake_; }
  /// Energy asleep by group of the first tier [J].
  [[nodiscard]] const std::vector<double>& sleep_j() const { return sleep_j_; }

 private:
  struct State {
    std::vector<std::uint64_t> on_link;  ///< requests whose messages are on the link
    double accounted_s = 0;              ///< energy is accounted for until then [s]
    double ready_s = 0;                  ///< end of the last promotion [s]
    double tail_end_s = 0;               ///< [s]
    std::uint64_t tail_owner = 0;
  };

  [[nodiscard]] const scenario::Radio& radio(std::uint32_t device) const {
    return topology_.access(device).radio;
  }
  void charge(std::uint64_t request, double joules) { requests_[request].radio_j += joules; }
  void account_active(State& state, const scenario::Radio& radio, double now);
  void account_idle(State& state, std::uint32_t device, double now);

  const platform::Topology& topology_;
  std::vector<results::RequestRecord>& requests_;
  std::vector<State> states_;  ///< by device; empty when no radio has states
  results::RadioEnergy awake_;
  std::vector<double> sleep_j_;
};

}  // namespace dimsim::engine
