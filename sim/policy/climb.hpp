#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/policy/decision.hpp"
#include "dimsim/policy/fleet.hpp"
#include "dimsim/policy/legs.hpp"

#include <cstddef>
#include <vector>

namespace dimsim::policy {

/// An exit that may answer a request.
struct Rung {
  std::size_t tier = 0;
  int layer = 0;
};

/// The deepest exit of each tier, from the device upwards.
[[nodiscard]] std::vector<Rung> deepest_exits(const Fleet& fleet);

/// All exits from the device upwards, except those that are not deeper than an earlier one.
[[nodiscard]] std::vector<Rung> every_exit(const Fleet& fleet);

/// The path of a cascade: from exit to exit upwards, evaluating each of them.
class Climb {
 public:
  /// Throws InputError at `place` if a request cannot get from one rung to the next.
  Climb(Fleet fleet, std::vector<Rung> rungs, const Place& place);

  [[nodiscard]] const Fleet& fleet() const { return fleet_; }
  [[nodiscard]] const std::vector<Rung>& rungs() const { return rungs_; }
  /// Runs a request to the exit of a rung.
  [[nodiscard]] Action to(std::size_t rung) const;
  /// Goes to the next rung, or answers at the last one.
  [[nodiscard]] Action next_after(const Progress& progress) const;
  /// The rung that a request has reached.
  [[nodiscard]] std::size_t rung_of(const Progress& progress) const;
  /// Cost of a request that starts at rung `first` and climbs to `last` [λ].
  [[nodiscard]] double lambda(std::size_t first, std::size_t last) const;

 private:
  void check(const Standing& standing, std::size_t rung, const Place& place) const;

  Fleet fleet_;
  std::vector<Rung> rungs_;
};

}  // namespace dimsim::policy
