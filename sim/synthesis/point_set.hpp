#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace dimsim::synthesis {

/// Low-discrepancy points in the unit cube: a Sobol sequence (Joe and Kuo, ACM TOMS 29(1), 2003) with a
/// random digital shift in each dimension, shuffled within blocks of 1,024 points. Low discrepancy, so that a
/// trace meets its recipe more closely than independent samples would; shuffled, so that the order carries no
/// information. Adding points does not change earlier ones.
class PointSet {
 public:
  /// Point sets with different `group` names are independent.
  PointSet(std::size_t points, std::size_t dimensions, std::uint64_t seed, std::string_view group);

  /// Coordinates of a point, each in (0, 1).
  [[nodiscard]] std::span<const double> operator[](std::size_t point) const;

 private:
  std::size_t dimensions_;
  std::vector<std::size_t> order_;
  std::vector<double> coordinates_;
};

}  // namespace dimsim::synthesis
