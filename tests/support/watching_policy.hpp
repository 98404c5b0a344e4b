#pragma once

#include "dimsim/policy/policy.hpp"

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

  /// A registry entry that creates it.
  [[nodiscard]] static policy::Entry entry(Log& log, policy::Needs needs = {}) {
    return {.name = "watching",
            .summary = "",
            .rule = "",
            .source = "",
            .parameters = {},
            .needs = needs,
            .tunes = nullptr,
            .make = [&log](const language::Node&, const policy::Fleet&) {
              return std::make_unique<WatchingPolicy>(log);
            }};
  }

 private:
  Log& log_;
};

}  // namespace dimsim
