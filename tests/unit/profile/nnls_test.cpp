#include "dimsim/profile/nnls.hpp"

#include "dimsim/base/random.hpp"

#include <gtest/gtest.h>

namespace dimsim::profile {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// 1e-12 below: rounding of a few operations on numbers near 1.

TEST(NonNegativeLeastSquares, IsThePlainSolutionIfThatIsPositive) {
  MatrixXd a(3, 2);
  a << 1, 0, 0, 1, 1, 1;
  // Normal equations: [2 1; 1 2] x = [1 + 4, 2 + 4], hence x = (4/3, 7/3).
  const VectorXd x = non_negative_least_squares(a, Eigen::Vector3d(1, 2, 4));
  EXPECT_NEAR(x[0], 4.0 / 3, 1e-12);
  EXPECT_NEAR(x[1], 7.0 / 3, 1e-12);
}

TEST(NonNegativeLeastSquares, ClipsAtZeroIfColumnsAreOrthogonal) {
  const VectorXd x = non_negative_least_squares(MatrixXd::Identity(3, 3), Eigen::Vector3d(-1, 2, 0));
  EXPECT_EQ(x[0], 0);
  EXPECT_NEAR(x[1], 2, 1e-12);
  EXPECT_EQ(x[2], 0);
}

TEST(NonNegativeLeastSquares, RefitsTheOtherUnknownsIfOneIsZero) {
  MatrixXd a(3, 2);
  a << 1, 1, 1, 2, 1, 3;
  // The line through 3, 2, 1 falls; with a slope of 0 the best constant is the mean.
  const VectorXd x = non_negative_least_squares(a, Eigen::Vector3d(3, 2, 1));
  EXPECT_NEAR(x[0], 2, 1e-12);
  EXPECT_EQ(x[1], 0);
}

TEST(NonNegativeLeastSquares, IsZeroIfNoPositiveUnknownImprovesTheFit) {
  EXPECT_EQ(non_negative_least_squares(MatrixXd::Identity(2, 2), VectorXd::Zero(2)), VectorXd::Zero(2));
  EXPECT_EQ(non_negative_least_squares(MatrixXd::Zero(2, 2), VectorXd::Ones(2)), VectorXd::Zero(2));
  EXPECT_EQ(non_negative_least_squares(MatrixXd::Identity(2, 2), -VectorXd::Ones(2)), VectorXd::Zero(2));
}

TEST(NonNegativeLeastSquares, AcceptsDependentColumns) {
  MatrixXd a(3, 3);
  a << 1, 2, 1, 2, 4, 0, 3, 6, 1;  // the second is twice the first
  const VectorXd x = non_negative_least_squares(a, Eigen::Vector3d(2, 2, 4));
  EXPECT_GE(x.minCoeff(), 0);
  EXPECT_NEAR(x[0] + 2 * x[1], 1, 1e-12);
  EXPECT_NEAR(x[2], 1, 1e-12);
}

TEST(NonNegativeLeastSquares, DoesNotDependOnUnits) {
  MatrixXd a(3, 2);
  a << 1e-12, 5e11, 2e-12, 5e11, 3e-12, 8e11;
  const VectorXd x = non_negative_least_squares(a, a * Eigen::Vector2d(3e9, 4e-15));
  EXPECT_NEAR(x[0] / 3e9, 1, 1e-9);  // 1e-9: the condition of the two columns, some 10, and of the units
  EXPECT_NEAR(x[1] / 4e-15, 1, 1e-9);
}

// Karush, Kuhn and Tucker: x is the minimum exactly when x >= 0, the gradient is 0 where x > 0, and the error
// does not fall along any column at 0.
TEST(NonNegativeLeastSquares, MeetsTheKarushKuhnTuckerConditionsOnRandomProblems) {
  int at_zero = 0;
  int above = 0;
  for (std::uint32_t problem = 0; problem < 500; ++problem) {
    const RandomStream random(1, 0, Purpose::Sample, problem);
    const auto rows = static_cast<Index>(2 + random.below(0, 30));
    const auto columns = static_cast<Index>(1 + random.below(1, 8));
    std::uint64_t next = 2;
    const MatrixXd a = MatrixXd::NullaryExpr(rows, columns, [&] { return random.normal(next++); });
    const VectorXd b = VectorXd::NullaryExpr(rows, [&] { return random.normal(next++); });
    const VectorXd x = non_negative_least_squares(a, b);
    const VectorXd gradient = a.transpose() * (b - a * x);
    for (Index i = 0; i < columns; ++i) {
      EXPECT_GE(x[i], 0) << "problem " << problem;
      EXPECT_LE(gradient[i], 1e-10) << "problem " << problem;  // 1e-10: rounding of sums of 30 products
      if (x[i] > 0) {
        EXPECT_GE(gradient[i], -1e-10) << "problem " << problem;
      }
      ++(x[i] > 0 ? above : at_zero);
    }
  }
  EXPECT_GT(at_zero, 500);  // both cases are there
  EXPECT_GT(above, 500);
}

}  // namespace
}  // namespace dimsim::profile
