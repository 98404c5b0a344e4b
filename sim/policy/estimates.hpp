#pragma once

#include "dimsim/policy/decision.hpp"
#include "dimsim/policy/fleet.hpp"
#include "dimsim/policy/legs.hpp"
#include "dimsim/policy/read_parameters.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace dimsim::policy {

/// How measurements update estimates.
struct Smoothing {
  double memory = 0.3;  ///< weight of a new measurement, 0..1
  double forget_s = 5;  ///< time constant of the decay of a measurement's weight [s]
};

/// The parameters of a policy that hold these values, and their values.
[[nodiscard]] std::vector<Field> smoothing_fields();
[[nodiscard]] Smoothing read_smoothing(const Node& parameters);

/// The part of the rule that all delay-predicting policies share.
[[nodiscard]] const std::string& estimates_rule();

/// Each device's estimates of the network and the queues, from profiles, nominal figures and its own
/// measurements. docs/policies.md, "What a policy knows", has the formulas.
///
/// Contract: a device's estimates change only through its own calls to sent() and learn(), in order of time;
/// before any call they assume nominal links and empty queues.
class Estimates {
 public:
  Estimates(const Fleet& fleet, const Smoothing& smoothing)
      : tiers_(fleet.tiers.size()), smoothing_(smoothing) {}

  void begin(const Knowledge& knowledge);

  /// Predicted delay from now until the answer of the last leg is on the device [s].
  [[nodiscard]] double delay_s(const Request& request, const Standing& from, const std::vector<Leg>& legs,
                               double now_s) const;
  /// Predicted time of a message from a tier or the device to a tier above [s].
  [[nodiscard]] double message_s(std::uint32_t device, std::uint32_t from, std::size_t to, double payload,
                                 double now_s) const;
  /// Predicted wait in the queue of a tier for a request with the given service time that joins now [s].
  [[nodiscard]] double wait_s(const Request& request, std::size_t tier, double service_s, double now_s) const;
  /// Service time of a leg [s].
  [[nodiscard]] double service_s(const Request& request, const Leg& leg) const;
  /// Predicted time of an answer to the device [s].
  [[nodiscard]] double answer_s(std::uint32_t device, std::size_t tier, double now_s) const;

  /// Records that a request leaves the device for a tier with the given predicted delay, including the wait
  /// in the queue of the tier. An overdue answer is attributed to that queue.
  void sent(const Request& request, std::size_t tier, double now_s, double delay_s);
  /// Updates the estimates from an answer.
  void learn(const Request& request, const Feedback& feedback);

 private:
  /// A message takes delay + slowness × its nominal time over idle links.
  struct Link {
    double delay_s = 0;
    double slowness = 1;
    double seen_s = 0;
  };
  struct Seen {
    double value_s = 0;
    double seen_s = 0;
  };
  struct OfTier {
    Link direct;           ///< from the device
    Link relayed;          ///< from the tier visited before
    Seen answer_excess;    ///< of the answer's time over its nominal time
    Seen wait;             ///< behind the requests that remained in the queue
    double service_s = 0;  ///< mean of own service times; 0 if there is none yet
  };
  /// A request without an answer so far.
  struct InFlight {
    std::uint64_t number = 0;
    std::size_t tier = 0;
    double since_s = 0;
    double expected_s = 0;  ///< predicted delay without a wait at the tier
  };

  [[nodiscard]] const OfTier& of(std::uint32_t device, std::size_t tier) const {
    return of_tier_[device * tiers_ + tier];
  }
  /// Remaining weight of a measurement.
  [[nodiscard]] double remaining_weight(double seen_s, double now_s) const;
  [[nodiscard]] Link decayed(const Link& link, double now_s) const;
  [[nodiscard]] double nominal_s(std::uint32_t device, std::uint32_t from, std::size_t to,
                                 double payload) const;
  [[nodiscard]] double overdue_s(std::uint32_t device, std::size_t tier, double now_s) const;
  void learn_link(Link& link, double nominal_s, double measured_s, double seen_s) const;
  void learn_value(Seen& seen, double measured_s, double seen_s) const;
  void learn_queue(OfTier& of_tier, const Stay& stay) const;

  std::size_t tiers_;
  Smoothing smoothing_;
  const Forecast* forecast_ = nullptr;
  std::vector<OfTier> of_tier_;                   ///< [devices][tiers]
  std::vector<std::vector<InFlight>> in_flight_;  ///< by device, in order of sending
};

}  // namespace dimsim::policy
