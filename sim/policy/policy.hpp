#pragma once

#include "dimsim/policy/decision.hpp"
#include "dimsim/policy/fleet.hpp"
#include "dimsim/policy/parameters.hpp"
#include "dimsim/policy/report.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dimsim::policy {

/// Decides where a request is processed and which exit answers it.
///
///     start(request) ─► layers run ─► next(request, progress) ─► layers run … ─► answer ─► feedback
///
/// Contract: start() is called once per request, at its arrival on the device, in order of arrival; next()
/// each time an action is completed, until it answers; feedback() when the answer is on the device, if the
/// policy learns(). A request stays at its tier or moves up, never down. A policy uses only the arguments of
/// these calls, so that it knows only what could be known at that place and time. It may keep state. It draws
/// random numbers only from its own streams, keyed by the request's entity, so that policies never change
/// each other's or the workload's numbers. It does not throw after begin().
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

/// A policy in the registry and in the scenario language.
struct Entry {
  std::string name;
  std::string summary;  ///< one line
  std::string rule;     ///< the decision rule, in full
  std::string source;   ///< paper, section; or "baseline"
  std::vector<Field> parameters;
  Needs needs = {};
  /// Whether the policy needs calibration with these parameters; null if `needs` decides alone.
  std::function<bool(const Node& parameters)> tunes = nullptr;
  /// Creates the policy. The parameters have been checked against `parameters`; checks that depend on the
  /// fleet (such as the name of a tier) are done here and throw InputError with the parameter's place.
  std::function<std::unique_ptr<Policy>(const Node& parameters, const Fleet& fleet)> make;
};

/// All policies, in the order in which `dimsim list policies` shows them. One line each in registry.cpp.
[[nodiscard]] const std::vector<Entry>& registry();

/// Entry by name, or nullptr.
[[nodiscard]] const Entry* find(std::string_view name);

/// Whether a policy with these parameters needs a calibration split.
[[nodiscard]] bool needs_calibration(const Entry& entry, const Node& parameters);

/// Whether a parameter, or an element of it, is `auto`.
[[nodiscard]] bool contains_auto(const Node& parameters);

/// Concatenates two lists of parameters.
[[nodiscard]] std::vector<Field> joined(std::vector<Field> first, const std::vector<Field>& second);

/// Value of a parameter that the policy chooses itself, on the calibration split.
inline constexpr const char* kAuto = "auto";

}  // namespace dimsim::policy
