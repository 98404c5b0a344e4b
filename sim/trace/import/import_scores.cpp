#include "dimsim/trace/import/import_scores.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace dimsim::trace {

void confidence_to_logits(double confidence, std::int32_t prediction, std::span<float> logits) {
  constexpr double kSmallest = 1e-6;  // a tie would be decided by the order of classes, not by the prediction
  constexpr double kLargest = 40;
  const auto others = static_cast<double>(logits.size() - 1);
  const double log_odds = std::log(others * confidence) - std::log1p(-confidence);  // infinite at 1
  std::fill(logits.begin(), logits.end(), 0.0F);
  logits[static_cast<std::size_t>(prediction)] =
      static_cast<float>(std::clamp(log_odds, kSmallest, kLargest));
}

double least_confidence(int classes) { return 1.0 / classes - kConfidenceRounding; }

std::optional<std::string> probabilities_to_logits(std::span<float> values) {
  constexpr float kSmallest = 1e-30F;  // the logarithm of 0 is not finite
  double sum = 0;
  for (const float value : values) {
    if (!(value >= 0 && value <= 1)) {
      return fmt::format("{} is not a probability; expected 0 to 1", value);
    }
    sum += value;
  }
  if (std::abs(sum - 1) > kSumTolerance) {
    return fmt::format("these add up to {:.6g}; expected probabilities, which add up to 1", sum);
  }
  for (float& value : values) {
    value = std::log(std::max(value, kSmallest));
  }
  return std::nullopt;
}

}  // namespace dimsim::trace
