#pragma once

#include "model/device.hpp"
#include "scenario/scenario.hpp"
#include "trace/trace.hpp"

#include <cstdint>
#include <vector>

namespace dimsim::engine {

/// One tier's part in answering a request.
struct Step {
  std::uint32_t tier = 0;
  model::Piece piece;
  bool from_text = true;  ///< starts at layer 1, so the text is sent; otherwise the hidden state before it
  bool answers = false;   ///< the exit of this step gives the answer
};

/// What happens when a given tier is to answer.
struct Plan {
  std::vector<Step> steps;
  int exit_layer = 0;
  double lambda = 0;  ///< λ per layer × layers run + offloading cost of each tier entered
};

/// One plan per tier. A tier whose layers begin at 1 starts from the text; another one continues from the
/// tier that ends where it begins. The answer comes from a tier's deepest exit.
[[nodiscard]] std::vector<Plan> make_plans(const scenario::Scenario& scenario, int classes);

/// Expected service times [s] of every host group, by step and tokens, computed once.
class ServiceTimes {
 public:
  ServiceTimes(const scenario::Scenario& scenario, const std::vector<Plan>& plans,
               const trace::Split& samples);

  [[nodiscard]] double expected_s(std::uint32_t tier, std::uint32_t group, bool answers, int tokens) const {
    return by_tier_[tier][group * 2 + (answers ? 1 : 0)][static_cast<std::size_t>(tokens)];
  }

 private:
  std::vector<std::vector<std::vector<double>>> by_tier_;  ///< [tier][group × 2 + answers][tokens]
};

}  // namespace dimsim::engine
