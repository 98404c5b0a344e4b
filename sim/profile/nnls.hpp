#pragma once

#include <Eigen/Core>

namespace dimsim::profile {

/// The x >= 0 that minimises |A x − b|². Contract: x is the unique minimum if A's columns are independent,
/// otherwise one of the minima. Zero columns get 0. Active-set method of Lawson and Hanson, Solving Least
/// Squares Problems, 1974, chapter 23.
[[nodiscard]] Eigen::VectorXd non_negative_least_squares(const Eigen::MatrixXd& a, const Eigen::VectorXd& b);

}  // namespace dimsim::profile
