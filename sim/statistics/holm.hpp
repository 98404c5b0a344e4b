#pragma once

#include <span>
#include <vector>

namespace dimsim::statistics {

/// Adjusted p-values of Holm's step-down procedure (Scandinavian Journal of Statistics 6(2), 1979), in the
/// order of `p_values`: rejecting all hypotheses whose adjusted value is at most α keeps the family-wise
/// error rate at α, whatever their dependence. The i-th smallest of m becomes
///     max over j <= i of min(1, (m − j + 1) p(j)),
/// so adjusted values rise with the raw ones. NaN stays NaN and is not counted as a test.
[[nodiscard]] std::vector<double> holm_adjusted(std::span<const double> p_values);

}  // namespace dimsim::statistics
