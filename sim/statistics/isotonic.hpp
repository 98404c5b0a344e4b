#pragma once

#include <cstddef>
#include <vector>

namespace dimsim::statistics {

/// Isotonic regression: the values that never fall and are nearest to the given ones by weighted squares.
/// Pool adjacent violators (Barlow et al., Statistical Inference under Order Restrictions, 1972).
/// Contract: as many weights as values, all above 0. Values that never fall are returned unchanged.
[[nodiscard]] std::vector<double> isotonic(const std::vector<double>& values,
                                           const std::vector<double>& weights);

/// The same over a grid of rows and columns, stored row by row: the result falls neither along a row nor
/// along a column. Alternating projections after Dykstra and Robertson, Annals of Statistics 10(3), 1982;
/// exact to 1e-12 of the largest value. Contract: `columns` divides the number of values.
[[nodiscard]] std::vector<double> isotonic_grid(const std::vector<double>& values,
                                                const std::vector<double>& weights, std::size_t columns);

}  // namespace dimsim::statistics
