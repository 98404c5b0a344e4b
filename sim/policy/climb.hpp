#pragma once

#include "dimsim/base/error.hpp"
#include "dimsim/policy/decision.hpp"
#include "dimsim/policy/fleet.hpp"
#include "dimsim/policy/legs.hpp"

#include <cstddef>
#include <vector>

namespace dimsim::policy {

/// An exit at which a request may be answered.
struct Rung {
  std::size_t tier = 0;
  int layer = 0;
};

/// The deepest exit of each tier, from the device upwards.
[[nodiscard]] std::vector<Rung> deepest_exits(const Fleet& fleet);

/// All exits from the device upwards, but those that are no deeper than one before.
[[nodiscard]] std::vector<Rung> every_exit(const Fleet& fleet);

/// The way up over exits that cascades take: from a rung to the next, each evaluated.
class Climb {
 public:
  /// Throws InputError at `place` where a request cannot get from a rung to the next.
  Climb(Fleet fleet, std::vector<Rung> rungs, const Place& place);

  [[nodiscard]] const Fleet& fleet() const { return fleet_; }
  [[nodiscard]] const std::vector<Rung>& rungs() const { return rungs_; }
  /// Up to the exit of a rung, and no further.
  [[nodiscard]] Action to(std::size_t rung) const;
  /// To the next rung; at the last one, the answer.
  [[nodiscard]] Action on_from(const Progress& progress) const;
  /// The rung at which a request is.
  [[nodiscard]] std::size_t rung_of(const Progress& progress) const;
  /// λ of a request that begins at rung `first` and climbs to `last`.
  [[nodiscard]] double lambda(std::size_t first, std::size_t last) const;

 private:
  void check(const Standing& standing, std::size_t rung, const Place& place) const;

  Fleet fleet_;
  std::vector<Rung> rungs_;
};

}  // namespace dimsim::policy
