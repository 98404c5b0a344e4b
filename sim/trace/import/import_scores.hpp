#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace dimsim::trace {

/// How far a confidence may lie below 1 / classes and pass for it: files print four decimals.
inline constexpr double kConfidenceRounding = 5e-5;

/// How far probabilities may be from adding up to 1.
inline constexpr double kSumTolerance = 1e-3;

/// Logits of which softmax gives the predicted class the confidence, and what is left to the other classes in
/// equal parts: ln((classes - 1) c / (1 - c)) for the predicted class, 0 for the others. It is kept between
/// 1e-6, so that the predicted class stays the largest, and 40, where softmax is 1 in double precision.
/// Either changes a confidence of 1/classes or more by less than 1e-6. `logits` has one element a class.
void confidence_to_logits(double confidence, std::int32_t prediction, std::span<float> logits);

/// Smallest confidence that the largest of so many probabilities can have, less rounding.
[[nodiscard]] double least_confidence(int classes);

/// Turns probabilities into logits, their logarithms; 0 becomes 1e-30. Says what is wrong with them, if
/// anything is: "1.2 is no probability; expected 0 to 1".
[[nodiscard]] std::optional<std::string> probabilities_to_logits(std::span<float> values);

}  // namespace dimsim::trace
