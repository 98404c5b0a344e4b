#pragma once

#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"
#include "dimsim/policy/decision.hpp"
#include "dimsim/policy/fleet.hpp"
#include "dimsim/policy/legs.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace dimsim::policy {

/// How what was measured becomes what is expected.
struct Habits {
  double memory = 0.3;  ///< weight of a new measurement, 0..1
  double forget_s = 5;  ///< time in which a measurement loses all but 1/e of its weight [s]
};

/// Both as parameters of a policy, and as read from them.
[[nodiscard]] std::vector<Field> habit_fields();
[[nodiscard]] Habits read_habits(const Node& parameters);

/// What the policies that predict delay say of it in their rule.
[[nodiscard]] const std::string& estimates_rule();

/// What each device expects of the network and of the queues, from profiles, nominal figures and its own
/// measurements. docs/policies.md, "What a policy knows", has the formulas.
///
/// Contract: a device's estimates change by its own calls to sent() and learn() alone, in order of time;
/// without any they are nominal links and empty queues.
class Estimates {
 public:
  Estimates(const Fleet& fleet, const Habits& habits) : tiers_(fleet.tiers.size()), habits_(habits) {}

  void begin(const Knowledge& knowledge);

  /// From now until the answer of the last leg is on the device [s].
  [[nodiscard]] double delay_s(const Request& request, const Standing& from, const std::vector<Leg>& legs,
                               double now_s) const;
  /// A payload's way from one tier, or from the device, to another above [s].
  [[nodiscard]] double message_s(std::uint32_t device, std::uint32_t from, std::size_t to, double payload,
                                 double now_s) const;
  /// In the queue of a tier, before a service of so long begins, if one joined it now [s].
  [[nodiscard]] double wait_s(const Request& request, std::size_t tier, double service_s, double now_s) const;
  /// Service of a leg by a free server [s].
  [[nodiscard]] double service_s(const Request& request, const Leg& leg) const;
  /// An answer's way to the device [s].
  [[nodiscard]] double answer_s(std::uint32_t device, std::size_t tier, double now_s) const;

  /// A request leaves the device for a tier, and its answer is expected after so long, the wait in that
  /// tier's queue included. What is overdue, that wait left out, is put down to the queue.
  void sent(const Request& request, std::size_t tier, double now_s, double delay_s);
  /// An answer has come.
  void learn(const Request& request, const Feedback& feedback);

 private:
  /// A message takes delay + slowness × what it would take over nominal idle links.
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
    Seen answer_excess;    ///< of the way back over its nominal time
    Seen wait;             ///< behind those that were left in the queue
    double service_s = 0;  ///< mean of own services; 0: none yet
  };
  /// A request of which there is no news yet.
  struct InFlight {
    std::uint64_t number = 0;
    std::size_t tier = 0;
    double since_s = 0;
    double expected_s = 0;  ///< until its answer, without any wait at the tier
  };

  [[nodiscard]] const OfTier& of(std::uint32_t device, std::size_t tier) const {
    return of_tier_[device * tiers_ + tier];
  }
  /// What is left of a measurement's weight.
  [[nodiscard]] double weight_left(double seen_s, double now_s) const;
  [[nodiscard]] Link faded(const Link& link, double now_s) const;
  [[nodiscard]] double nominal_s(std::uint32_t device, std::uint32_t from, std::size_t to,
                                 double payload) const;
  [[nodiscard]] double silence_s(std::uint32_t device, std::size_t tier, double now_s) const;
  void learn_link(Link& link, double nominal_s, double measured_s, double seen_s) const;
  void learn_value(Seen& seen, double measured_s, double seen_s) const;
  void learn_queue(OfTier& of_tier, const Stay& stay) const;

  std::size_t tiers_;
  Habits habits_;
  const Forecast* forecast_ = nullptr;
  std::vector<OfTier> of_tier_;                   ///< [devices][tiers]
  std::vector<std::vector<InFlight>> in_flight_;  ///< by device, in order of sending
};

}  // namespace dimsim::policy
