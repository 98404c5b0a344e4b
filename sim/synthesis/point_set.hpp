#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace dimsim::trace {

/// Points that lie evenly in the unit cube: a Sobol sequence (Joe and Kuo, ACM TOMS 29(1), 2003), its bits
/// turned over by a random word for each dimension, in blocks of 1,024 points that are shuffled each. Even,
/// so that a trace meets its recipe more closely than independent samples would; shuffled, so that nothing
/// can be told from the order. More points change none of those before.
class PointSet {
 public:
  /// `group` names whose points they are; others are independent.
  PointSet(std::size_t points, std::size_t dimensions, std::uint64_t seed, std::string_view group);

  /// Coordinates of a point, each in (0, 1).
  [[nodiscard]] std::span<const double> operator[](std::size_t point) const;

 private:
  std::size_t dimensions_;
  std::vector<std::size_t> order_;
  std::vector<double> coordinates_;
};

}  // namespace dimsim::trace
