#pragma once

#include "dimsim/trace/trace.hpp"

#include <cstdint>
#include <vector>

namespace dimsim::engine {

/// What each exit answers for each sample, computed from the logits when first asked for.
class Answers {
 public:
  struct Answer {
    std::int32_t prediction = -1;  ///< -1: not computed yet
    float entropy = 0;             ///< share of the largest possible
    double confidence = 0;
  };

  explicit Answers(const trace::Split& samples)
      : samples_(samples), answers_(samples.samples * static_cast<std::size_t>(samples.exits)) {}

  [[nodiscard]] const Answer& at(std::uint32_t sample, int layer);

 private:
  const trace::Split& samples_;
  std::vector<Answer> answers_;  ///< [samples][exits]
};

}  // namespace dimsim::engine
