#pragma once

#include "dimsim/profile/measurements.hpp"

#include <array>
#include <limits>
#include <optional>
#include <vector>

#include <Eigen/Core>

namespace dimsim::profile {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Number of classes of the single head of a measured model.
inline constexpr int kMeasuredClasses = 2;

/// A part of a model to which the roofline applies as a whole.
struct Part {
  double flops = 0;  ///< [FLOP]
  double bytes = 0;  ///< [B]
  double count = 1;  ///< multiplicity
};

/// The equation of one measured row: seconds = overhead + layers · layer overhead + Σ count · max(FLOP /
/// rate, bytes / bandwidth).
struct Equation {
  double seconds = 0;
  double layers = 0;
  std::vector<Part> parts;
};

[[nodiscard]] Equation equation_of(const Measurement& row);

/// The unknowns, all of them >= 0: overhead [s], layer overhead [s], 1/rate [s/FLOP], 1/bandwidth [s/B].
using Unknowns = Eigen::Vector4d;

enum : Eigen::Index { kOverhead = 0, kLayerOverhead = 1, kPerFlop = 2, kPerByte = 3 };

/// The unknowns to fit; the others keep their given values.
struct Task {
  Unknowns given = Unknowns::Zero();
  std::array<bool, 4> is_free{};

  [[nodiscard]] std::size_t free_count() const;
};

/// Predicted time of a row [s].
[[nodiscard]] double seconds_of(const Unknowns& x, const Equation& equation);

/// The unknowns with the smallest sum of squared relative deviations found; empty if the rate would be
/// infinite.
[[nodiscard]] std::optional<Unknowns> solve(const std::vector<Equation>& equations, const Task& task);

/// Condition number of the system at a solution: the amplification of relative noise in the times by the
/// fitted unknowns, relative to their contributions to the times. Infinite if they cannot be distinguished.
[[nodiscard]] double condition_of(const std::vector<Equation>& equations, const Task& task,
                                  const Unknowns& x);

/// For each equation its time predicted by a fit to all others [s]; empty if that fit fails.
[[nodiscard]] std::vector<std::optional<double>> leave_one_out(const std::vector<Equation>& equations,
                                                               const Task& task);

}  // namespace dimsim::profile
