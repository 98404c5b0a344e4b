#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace dimsim::trace {

/// Tolerance for a confidence below 1 / classes: files often print four decimals.
inline constexpr double kConfidenceRounding = 5e-5;

/// Tolerance for the sum of probabilities, which should be 1.
inline constexpr double kSumTolerance = 1e-3;

/// Logits whose softmax gives the predicted class the confidence c and the other classes equal parts of the
/// rest: ln((classes - 1) c / (1 - c)) for the predicted class, 0 for the others. The value is clamped to
/// 1e-6, so that the predicted class stays the largest, and to 40, where softmax is 1 in double precision.
/// Clamping changes a confidence of 1/classes or more by less than 1e-6. `logits` has one element per class.
void confidence_to_logits(double confidence, std::int32_t prediction, std::span<float> logits);

/// Smallest value that the largest of `classes` probabilities can have, less the rounding tolerance.
[[nodiscard]] double least_confidence(int classes);

/// Replaces probabilities by logits, which are their logarithms; 0 is treated as 1e-30. Returns the error, if
/// there is one: "1.2 is not a probability; expected 0 to 1".
[[nodiscard]] std::optional<std::string> probabilities_to_logits(std::span<float> values);

}  // namespace dimsim::trace
