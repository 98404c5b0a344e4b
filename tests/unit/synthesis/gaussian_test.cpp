#include "dimsim/synthesis/gaussian.hpp"

#include "dimsim/synthesis/piecewise_linear.hpp"
#include "dimsim/synthesis/point_set.hpp"

#include <cmath>
#include <numbers>
#include <vector>

#include <gtest/gtest.h>

namespace dimsim::synthesis {
namespace {

// The tolerance of the quadrature.
constexpr double kExact = 1e-9;

TEST(BivariateNormal, HasItsClosedFormAtTheOrigin) {
  for (const double rho : {-0.9, -0.3, 0.0, 0.5, 0.99, 0.999999}) {
    EXPECT_NEAR(bivariate_normal(0, 0, rho), 0.25 + std::asin(rho) / (2 * std::numbers::pi), kExact) << rho;
  }
}

TEST(BivariateNormal, IsTheProductWithoutCorrelationAndTheMinimumWithFullCorrelation) {
  const double p = normal_distribution(-0.4);
  const double q = normal_distribution(1.2);
  EXPECT_NEAR(bivariate_normal(-0.4, 1.2, 0), p * q, kExact);
  // At 0.999999 the variables differ by normal noise of 0.0014, which never bridges 1.6.
  EXPECT_NEAR(bivariate_normal(-0.4, 1.2, 0.999999), p, kExact);
}

TEST(BinaryCorrelation, HasItsClosedFormForProbabilitiesOfOneHalf) {
  EXPECT_NEAR(binary_correlation(0.6, 0.5, 0.5), 2 * std::asin(0.6) / std::numbers::pi, kExact);
}

TEST(LatentCorrelation, InvertsBinaryCorrelation) {
  for (const double latent : {0.05, 0.4, 0.9, 0.95}) {
    EXPECT_NEAR(latent_correlation(binary_correlation(latent, 0.8, 0.9), 0.8, 0.9), latent, 1e-7) << latent;
  }
}

TEST(LatentCorrelation, IsBelowOneIfTheBinaryCorrelationIsOutOfReach) {
  EXPECT_LT(latent_correlation(0.99, 0.6, 0.9), 1);
  EXPECT_GT(latent_correlation(0.99, 0.6, 0.9), 0.99);
}

TEST(BetaByScore, IsTheNormalDistributionFunctionIfTheBetaIsUniform) {
  const BetaByScore uniform(2, 4, 3, 2);  // a = b = 1
  for (const double score : {-2.0, -0.3, 0.0, 1.7}) {
    // Linear interpolation between knots 0.025 apart: error at most 0.025² / 8 times the curvature, 2 ×
    // 0.242.
    EXPECT_NEAR(uniform(score), 2 + 2 * normal_distribution(score), 4e-5) << score;
  }
}

TEST(BetaByScore, StaysInsideItsRange) {
  const BetaByScore beta(0, 1, 0.9, 0.5);
  EXPECT_GT(beta(-30), 0);
  EXPECT_LT(beta(30), 1);
}

TEST(PiecewiseLinear, InterpolatesAndIsConstantBeyondTheEnds) {
  const PiecewiseLinear line{{1, 2, 4}, {10, 20, 0}};
  EXPECT_EQ(line(0), 10);
  EXPECT_EQ(line(1.5), 15);
  EXPECT_EQ(line(2), 20);
  EXPECT_EQ(line(3), 10);
  EXPECT_EQ(line(9), 0);
}

TEST(PointSet, KeepsItsFirstPointsWhenItGrows) {
  const PointSet few(100, 3, 7, "test");
  const PointSet many(3000, 3, 7, "test");
  for (std::size_t point = 0; point < 100; ++point) {
    for (std::size_t i = 0; i < 3; ++i) {
      ASSERT_EQ(few[point][i], many[point][i]);
    }
  }
}

TEST(PointSet, CoversEveryCellOfThePlaneEvenly) {
  constexpr std::size_t kCells = 16;
  const PointSet points(1024, 2, 1, "test");
  std::vector<int> counts(kCells * kCells);
  for (std::size_t point = 0; point < 1024; ++point) {
    const auto cell = [&](std::size_t i) { return static_cast<std::size_t>(points[point][i] * kCells); };
    ++counts[cell(0) * kCells + cell(1)];
  }
  for (const int count : counts) {
    EXPECT_NEAR(count, 4, 1);  // 1024 points in 256 cells; the sequence omits its origin
  }
}

TEST(PointSet, DiffersByGroupAndSeed) {
  const double here = PointSet(1, 1, 1, "test")[0][0];
  EXPECT_NE(here, PointSet(1, 1, 1, "dev")[0][0]);
  EXPECT_NE(here, PointSet(1, 1, 2, "test")[0][0]);
}

}  // namespace
}  // namespace dimsim::synthesis
