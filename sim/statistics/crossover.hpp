#pragma once

#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace dimsim::statistics {

/// Where two policies change places along an axis.
struct Crossover {
  double at = 0;                 ///< where their mean difference is 0
  bool is_below_before = false;  ///< the first is the smaller one below, the larger one above
  bool has_interval = false;     ///< with one replication there is none
  double low = -std::numeric_limits<double>::infinity();  ///< ends of the 95 % confidence set; infinite where
  double high = std::numeric_limits<double>::infinity();  ///< it goes on beyond the axis
};

/// Crossings of two policies, from the differences first − second at each place of an axis, one a replication
/// under common random numbers: `differences[i][r]` at `x[i]`.
///
/// Between neighbouring places every replication's difference is interpolated linearly, in x or in log x, so
/// that at any place it is a fixed combination of two of its values. Student's t interval of its mean is
/// exact there, and the places whose interval holds 0 are a 95 % confidence set for the crossing: Fieller's
/// construction (Biometrics 10(2), 1954), piece by piece. The set belongs to the crossing that it holds;
/// where two crossings are nearer than their sets are wide, both have the same one. Contract: x rises, x > 0
/// when logarithmic, all lists of differences have the same length.
[[nodiscard]] std::vector<Crossover> crossovers(std::span<const double> x,
                                                std::span<const std::vector<double>> differences,
                                                bool is_logarithmic);

}  // namespace dimsim::statistics
