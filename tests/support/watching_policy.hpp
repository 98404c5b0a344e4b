#pragma once

#include "dimsim/policy/policy.hpp"
#include "dimsim/scenario/scenario.hpp"

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace dimsim {

/// A policy that records every call of the engine and decides with functions of the test.
class WatchingPolicy : public policy::Policy {
 public:
  /// Arguments of a call of start() or next().
  struct Call {
    policy::Request request;
    policy::Progress progress;        ///< of next(); its exits are copied below
    std::vector<policy::Exit> exits;  ///< evaluated so far
    bool is_start = false;
  };
  /// Outlives the policy, which the engine owns.
  struct Log {
    std::vector<Call> calls;
    std::function<void(const policy::Knowledge&)> on_begin;
    std::function<policy::Action(const policy::Request&)> start;
  };

  explicit WatchingPolicy(Log& log) : log_(log) {}

  void begin(const policy::Knowledge& knowledge) override {
    if (log_.on_begin) {
      log_.on_begin(knowledge);
    }
  }
  [[nodiscard]] policy::Action start(const policy::Request& request) override {
    log_.calls.push_back({.request = request, .progress = {}, .exits = {}, .is_start = true});
    return log_.start(request);
  }
  [[nodiscard]] policy::Action next(const policy::Request& request,
                                    const policy::Progress& progress) override {
    log_.calls.push_back({.request = request,
                          .progress = progress,
                          .exits = {progress.exits.begin(), progress.exits.end()},
                          .is_start = false});
    return policy::Action::answer();
  }

  /// The policy as the choice of a scenario, without an entry in the registry.
  [[nodiscard]] static scenario::PolicyChoice choice(Log& log, const policy::Needs& needs = {}) {
    const auto create = [&log](const policy::Fleet&) { return std::make_unique<WatchingPolicy>(log); };
    return {.policy = "watching",
            .label = "watching",
            .parameters = std::make_shared<const policy::Parameters>(needs, create)};
  }

 private:
  Log& log_;
};

}  // namespace dimsim
