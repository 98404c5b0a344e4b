#pragma once

#include "dimsim/policy/decision.hpp"
#include "dimsim/policy/read_parameters.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dimsim::policy {

/// The learners of a run: one per device, or one for the fleet. A fleet-wide learner receives the feedback of
/// all devices without delay or cost, which no real fleet achieves: it is an optimistic bound.
template <class Learner>
class Learners {
 public:
  /// Creates the learners as copies of `fresh`.
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
      "who learns: each device from its own answers; or the fleet as one, without delay or cost, "
      "which is an optimistic bound");
}

inline bool are_shared(const Node& parameters) { return parameters.at("learner").string() == "fleet"; }

}  // namespace learners
}  // namespace dimsim::policy
