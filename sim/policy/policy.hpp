#pragma once

#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"
#include "dimsim/policy/decision.hpp"
#include "dimsim/policy/fleet.hpp"
#include "dimsim/policy/report.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dimsim::policy {

/// Decides where a request is worked on, and which exit answers it.
///
///     start(request) ─► layers run ─► next(request, progress) ─► layers run … ─► answer ─► feedback
///
/// Contract: start() is called once a request, at its arrival on the device, in order of arrival; next() each
/// time what it asked for is done, until it answers; feedback() when the answer is on the device, of a policy
/// that learns(). A request goes on at its tier or moves up, never down. A policy uses what these calls hand
/// it and nothing else, so that it knows only what could be known at that place and time. It may keep state,
/// and draws random numbers from its own streams only, keyed by the request's entity, so that policies never
/// change each other's or the workload's numbers. It throws nothing after begin().
class Policy {
 public:
  virtual ~Policy() = default;
  /// Once, before the first request. Throws InputError without a place for a calibration split that it cannot
  /// use.
  virtual void begin(const Knowledge& /*knowledge*/) {}
  [[nodiscard]] virtual Action start(const Request& request) = 0;
  [[nodiscard]] virtual Action next(const Request& /*request*/, const Progress& /*progress*/) {
    return Action::answer();
  }
  [[nodiscard]] virtual bool learns() const { return false; }
  virtual void feedback(const Request& /*request*/, const Feedback& /*feedback*/) {}
  /// What it found, after the run; the review tells which sample each request carried.
  [[nodiscard]] virtual Report report(const Review& /*review*/) const { return {}; }
};

/// What a policy must be given beside the scenario.
struct Needs {
  bool complexity = false;   ///< each sample's precomputed label
  bool calibration = false;  ///< samples beside the reported ones, with answers of all exits
  bool hindsight = false;    ///< the answers of the reported samples: a bound, no policy that one could use
};

/// A policy as the registry and the scenario language know it.
struct Entry {
  std::string name;
  std::string summary;  ///< one line
  std::string rule;     ///< the decision rule, in full
  std::string source;   ///< paper, section; or "baseline"
  std::vector<Field> parameters;
  Needs needs = {};
  /// Whether it needs calibration with these parameters, for one that does not always; null: by `needs`.
  std::function<bool(const Node& parameters)> tunes = nullptr;
  /// Makes the policy. Parameters are checked against `parameters`; what depends on the fleet (a tier's name)
  /// is checked here: throws InputError with the parameter's place.
  std::function<std::unique_ptr<Policy>(const Node& parameters, const Fleet& fleet)> make;
};

/// All policies, in the order in which `dimsim list policies` shows them. One line each in registry.cpp.
[[nodiscard]] const std::vector<Entry>& registry();

/// Entry by name, or nullptr.
[[nodiscard]] const Entry* find(std::string_view name);

/// Whether a policy with these parameters must be given a split to tune itself on.
[[nodiscard]] bool needs_calibration(const Entry& entry, const Node& parameters);

/// Whether a parameter says `auto`.
[[nodiscard]] bool says_auto(const Node& parameters);

/// Two lists of parameters as one.
[[nodiscard]] std::vector<Field> joined(std::vector<Field> first, const std::vector<Field>& second);

/// What a parameter says that the policy is to choose itself, on the calibration split.
inline constexpr const char* kAuto = "auto";

}  // namespace dimsim::policy
