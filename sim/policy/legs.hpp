#pragma once

#include "dimsim/policy/decision.hpp"
#include "dimsim/policy/fleet.hpp"

#include <cstdint>
#include <limits>
#include <vector>

namespace dimsim::policy {

inline constexpr std::uint32_t kNowhere = std::numeric_limits<std::uint32_t>::max();

/// How far a request is.
struct Standing {
  std::uint32_t tier = kNowhere;  ///< where it is
  int layer = 0;                  ///< whose hidden state it has; 0: its text alone
};

/// Layers that a tier runs in one go for a request.
struct Leg {
  std::uint32_t tier = 0;
  int first_layer = 1;
  int last_layer = 1;
  bool exit = false;  ///< the exit head after the last layer is evaluated

  /// What it starts from, and so what is sent to a tier that is entered.
  [[nodiscard]] bool from_text() const { return first_layer == 1; }
};

/// The leg that brings a request nearer to what its policy asked for. A tier that the request is at goes on
/// where it is. A tier above begins at layer 1 where the policy wants that and the tier has it, else after
/// the last layer that was run; if its layers begin beyond that, the tiers that run those between come first,
/// without exit heads. Throws InvariantError for an action that cannot be done: a tier below, or layers that
/// are behind.
[[nodiscard]] Leg next_leg(const std::vector<Tier>& tiers, const Standing& standing, const Action& action);

/// Cost of a leg [λ]: layers, exit head, and offloading where the tier is entered with it.
[[nodiscard]] double lambda_of(const Tier& tier, const Leg& leg, bool enters);

/// Legs one after another.
struct Way {
  std::vector<Leg> legs;
  double lambda = 0;  ///< what they cost together [λ]
};

/// From `standing` until `action` is done. Throws InvariantError as next_leg().
[[nodiscard]] Way way_of(const std::vector<Tier>& tiers, Standing standing, const Action& action);

}  // namespace dimsim::policy
