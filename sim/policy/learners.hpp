#pragma once

#include "dimsim/policy/decision.hpp"
#include "dimsim/policy/parameters.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dimsim::policy {

/// What learns in a run: one for each device, or one for the fleet. That of the fleet knows what any device
/// found as soon as that device does, and at no cost: no fleet has that, so it is an optimistic bound.
template <class Learner>
class Learners {
 public:
  /// As many as are needed, all like `fresh`.
  void make(bool shared, std::uint32_t devices, const Learner& fresh) {
    all_.assign(shared ? 1 : devices, fresh);
  }
  [[nodiscard]] Learner& of(const Request& request) { return all_[all_.size() == 1 ? 0 : request.device]; }
  [[nodiscard]] const std::vector<Learner>& all() const { return all_; }

 private:
  std::vector<Learner> all_;
};

namespace learners {

inline Field field() {
  return language::defaulted(
      "learner", language::choice({"device", "fleet"}), "device",
      "who learns: each device for itself from its own answers; or all as one, without delay "
      "or cost, an optimistic bound");
}

inline bool are_shared(const Node& parameters) { return parameters.at("learner").string() == "fleet"; }

}  // namespace learners
}  // namespace dimsim::policy
