#pragma once

#include "dimsim/profile/measurements.hpp"

#include <array>
#include <limits>
#include <optional>
#include <vector>

#include <Eigen/Core>

namespace dimsim::profile {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// A part of a model that the roofline is applied to as one.
struct Part {
  double flops = 0;  ///< [FLOP]
  double bytes = 0;  ///< [B]
  double count = 1;  ///< how many there are of it
};

/// What one measured row says: seconds = overhead + layers · layer overhead + Σ count · max(FLOP / rate,
/// bytes / bandwidth).
struct Equation {
  double seconds = 0;
  double layers = 0;
  std::vector<Part> parts;
};

[[nodiscard]] Equation equation_of(const Measurement& row);

/// The unknowns, all of them >= 0: overhead [s], layer overhead [s], 1/rate [s/FLOP], 1/bandwidth [s/B].
using Unknowns = Eigen::Vector4d;

enum : Eigen::Index { kOverhead = 0, kLayerOverhead = 1, kPerFlop = 2, kPerByte = 3 };

/// Which unknowns are fitted; the others keep the value they have here.
struct Task {
  Unknowns given = Unknowns::Zero();
  std::array<bool, 4> is_free{};

  [[nodiscard]] std::size_t free_count() const;
};

/// Time that the unknowns give to a row [s].
[[nodiscard]] double seconds_of(const Unknowns& x, const Equation& equation);

/// The unknowns with the least sum of squared relative deviations that was found; nothing where the rate
/// would be infinite.
[[nodiscard]] std::optional<Unknowns> solve(const std::vector<Equation>& equations, const Task& task);

/// By how much noise in the times may grow in the unknowns that are fitted, all in shares of their parts of
/// the times: the condition number of the system at a solution; infinite where they cannot be told apart.
[[nodiscard]] double condition_of(const std::vector<Equation>& equations, const Task& task,
                                  const Unknowns& x);

/// For each equation its time by a fit to all others [s]; nothing where that fit fails.
[[nodiscard]] std::vector<std::optional<double>> leave_one_out(const std::vector<Equation>& equations,
                                                               const Task& task);

}  // namespace dimsim::profile
