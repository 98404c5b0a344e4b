#pragma once

#include "dimsim/trace/trace.hpp"

#include <optional>
#include <string_view>

namespace dimsim::cartography {

/// Upper bound of the variability: the standard deviation of probabilities is at most 1/2; with --include_ci,
/// sqrt(1/4 + 1/16).
inline constexpr double kMaxVariability = 0.56;

/// The pool with this name; empty for an unknown name.
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
