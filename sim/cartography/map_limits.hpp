#pragma once

#include "dimsim/trace/trace.hpp"

#include <optional>
#include <string_view>

namespace dimsim::cartography {

/// A standard deviation of probabilities is at most 1/2; with --include_ci sqrt(1/4 + 1/16).
inline constexpr double kMostVariability = 0.56;

/// The pool that a file calls so; nothing for another word.
[[nodiscard]] inline std::optional<trace::Complexity> complexity_of(std::string_view word) {
  using trace::Complexity;
  for (const Complexity label : {Complexity::Easy, Complexity::Medium, Complexity::Hard}) {
    if (word == trace::to_string(label)) {
      return label;
    }
  }
  return std::nullopt;
}

}  // namespace dimsim::cartography
