#pragma once

#include <cstddef>
#include <vector>

namespace dimsim::statistics {

/// Isotonic regression: the non-decreasing sequence with the smallest weighted squared distance from the
/// given values, by pooling adjacent violators (Barlow et al., Statistical Inference under Order
/// Restrictions, 1972). Contract: as many weights as values, all > 0. A non-decreasing sequence is returned
/// unchanged.
[[nodiscard]] std::vector<double> isotonic(const std::vector<double>& values,
                                           const std::vector<double>& weights);

/// The same over a grid in row-major order: the result is non-decreasing along rows and columns. Alternating
/// projections after Dykstra and Robertson, Annals of Statistics 10(3), 1982; exact to 1e-12 of the largest
/// value. Contract: `columns` divides the number of values.
[[nodiscard]] std::vector<double> isotonic_grid(const std::vector<double>& values,
                                                const std::vector<double>& weights, std::size_t columns);

}  // namespace dimsim::statistics
