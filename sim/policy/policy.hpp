#pragma once

#include "dimsim/policy/decision.hpp"
#include "dimsim/policy/fleet.hpp"
#include "dimsim/policy/report.hpp"

#include <functional>
#include <memory>
#include <utility>

namespace dimsim::policy {

/// Decides where a request is processed and which exit answers it.
///
///     start(request) ─► layers run ─► next(request, progress) ─► layers run … ─► answer ─► feedback
///
/// Contract: start() is called once per request, at its arrival on the device, in order of arrival; next()
/// each time an action is completed, until it answers; feedback() when the answer is on the device, if the
/// policy learns(). No call follows for a request that is dropped, times out or fails. A request stays at its
/// tier or moves up, never down. A policy uses only the arguments of these calls, so that it knows only what
/// could be known at that place and time. It may keep state. It draws random numbers only from its own
/// streams, keyed by the request's entity, so that policies never change each other's or the workload's
/// numbers. It does not throw after begin().
class Policy {
 public:
  virtual ~Policy() = default;
  /// Called once, before the first request. Throws InputError without a place for an unsuitable calibration
  /// split.
  virtual void begin(const Knowledge& /*knowledge*/) {}
  [[nodiscard]] virtual Action start(const Request& request) = 0;
  [[nodiscard]] virtual Action next(const Request& /*request*/, const Progress& /*progress*/) {
    return Action::answer();
  }
  [[nodiscard]] virtual bool learns() const { return false; }
  virtual void feedback(const Request& /*request*/, const Feedback& /*feedback*/) {}
  /// Results of the policy after the run; the review maps requests to samples.
  [[nodiscard]] virtual Report report(const Review& /*review*/) const { return {}; }
};

/// Data that a policy needs in addition to the scenario.
struct Needs {
  bool complexity = false;   ///< each sample's precomputed label
  bool calibration = false;  ///< samples other than the reported ones, with answers of all exits
  bool hindsight = false;    ///< the answers of the reported samples: a bound, not a usable policy
};

/// The typed parameters of a policy, from which each run creates it. Registry entries make them from the
/// scenario (registry.hpp). Immutable, so that a scenario, its copies and its runs share one object.
class Parameters {
 public:
  using Create = std::function<std::unique_ptr<Policy>(const Fleet& fleet)>;

  /// `create` holds the typed values.
  Parameters(const Needs& needs, Create create) : needs_(needs), create_(std::move(create)) {}

  /// What the policy needs with these parameters.
  [[nodiscard]] const Needs& needs() const { return needs_; }
  /// Creates the policy. Throws InputError for parameters that do not suit the fleet, such as the name of a
  /// tier that it does not have, with the place of the parameter.
  [[nodiscard]] std::unique_ptr<Policy> create(const Fleet& fleet) const { return create_(fleet); }

 private:
  Needs needs_;
  Create create_;
};

}  // namespace dimsim::policy
