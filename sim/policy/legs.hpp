#pragma once

#include "dimsim/policy/decision.hpp"
#include "dimsim/policy/fleet.hpp"

#include <cstdint>
#include <limits>
#include <vector>

namespace dimsim::policy {

inline constexpr std::uint32_t kNowhere = std::numeric_limits<std::uint32_t>::max();

/// How far a request has got.
struct Standing {
  std::uint32_t tier = kNowhere;  ///< present tier
  int layer = 0;                  ///< layer whose hidden state it has; 0 = only its text
};

/// A range of layers that a tier runs for a request without interruption.
struct Leg {
  std::uint32_t tier = 0;
  int first_layer = 1;
  int last_layer = 1;
  bool exit = false;  ///< the exit head after the last layer is evaluated

  /// Whether it starts from the text, which is then also what is sent to an entered tier.
  [[nodiscard]] bool from_text() const { return first_layer == 1; }
};

/// The next leg of a request towards the given action. The present tier continues after the last layer. A
/// tier above starts at layer 1 if the policy wants that and the tier has it, otherwise after the last layer
/// run; if its layers start later, the tiers with the layers in between come first, without exit heads.
/// Throws InvariantError for an impossible action: a tier below, or layers already run.
[[nodiscard]] Leg next_leg(const std::vector<Tier>& tiers, const Standing& standing, const Action& action);

/// Cost of a leg [λ]: layers, exit head, and offloading if it enters the tier.
[[nodiscard]] double lambda_of(const Tier& tier, const Leg& leg, bool enters);

/// A sequence of legs.
struct Path {
  std::vector<Leg> legs;
  double lambda = 0;  ///< total cost [λ]
};

/// All legs from `standing` until `action` is done. Throws InvariantError as next_leg().
[[nodiscard]] Path path_of(const std::vector<Tier>& tiers, Standing standing, const Action& action);

}  // namespace dimsim::policy
