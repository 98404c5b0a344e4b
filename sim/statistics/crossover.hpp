#pragma once

#include <limits>
#include <span>
#include <vector>

namespace dimsim::statistics {

/// Where the order of two policies changes along an axis.
struct Crossover {
  double at = 0;                 ///< position at which their mean difference is 0
  bool is_below_before = false;  ///< the first policy is smaller below the crossing and larger above it
  bool has_interval = false;     ///< false with a single replication
  /// Ends of the 95 % confidence set; infinite where it extends beyond the axis.
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};

/// Crossings of two policies, from the differences first − second of each replication under common random
/// numbers: `differences[i][r]` at `x[i]`.
///
/// Between neighbouring points the difference of each replication is interpolated linearly, in x or in log x,
/// so that it is a fixed linear combination of two values. Student's t interval of its mean is exact there,
/// and the positions whose interval contains 0 form a 95 % confidence set for the crossing: Fieller's
/// construction (JRSS B 16(2), 1954), segment by segment. A crossing has the part of the set that
/// contains it; two crossings that are closer than their sets are wide share one. Contract: x rises; x > 0 if
/// logarithmic; all lists of differences have the same length.
[[nodiscard]] std::vector<Crossover> crossovers(std::span<const double> x,
                                                std::span<const std::vector<double>> differences,
                                                bool is_logarithmic);

}  // namespace dimsim::statistics
