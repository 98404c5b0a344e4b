#include "dimsim/statistics/isotonic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::statistics {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::Pointwise;

constexpr double kRounding = 1e-11;

TEST(Isotonic, KeepsMonotoneValues) {
  EXPECT_THAT(isotonic({1, 2, 2, 3}, {1, 5, 1, 1}), ElementsAre(1, 2, 2, 3));
  EXPECT_THAT(isotonic({}, {}), ElementsAre());
  EXPECT_THAT(isotonic({7}, {2}), ElementsAre(7));
}

TEST(Isotonic, PoolsDecreasingNeighboursIntoTheirMean) {
  EXPECT_THAT(isotonic({1, 3, 2, 4}, {1, 1, 1, 1}), ElementsAre(1, 2.5, 2.5, 4));
  EXPECT_THAT(isotonic({3, 2, 1}, {1, 1, 1}), ElementsAre(2, 2, 2));
}

TEST(Isotonic, WeighsTheMean) {
  // (3 · 3 + 1 · 2) / 4
  EXPECT_THAT(isotonic({1, 3, 2, 4}, {1, 3, 1, 1}), ElementsAre(1, 2.75, 2.75, 4));
}

TEST(Isotonic, PoolsBackwardsIfAPoolIsBelowThePrevious) {
  // 4 and 1 make 2.5, below the 3 before: all three make 8 / 3.
  EXPECT_THAT(isotonic({3, 4, 1, 5}, {1, 1, 1, 1}), ElementsAre(8.0 / 3, 8.0 / 3, 8.0 / 3, 5));
}

TEST(Isotonic, KeepsTies) {
  EXPECT_THAT(isotonic({2, 2, 1, 2}, {1, 1, 1, 1}), ElementsAre(5.0 / 3, 5.0 / 3, 5.0 / 3, 2));
}

TEST(IsotonicGrid, EqualsIsotonicForOneRowOrColumn) {
  EXPECT_THAT(isotonic_grid({1, 3, 2, 4}, {1, 3, 1, 1}, 4), ElementsAre(1, 2.75, 2.75, 4));
  EXPECT_THAT(isotonic_grid({1, 3, 2, 4}, {1, 3, 1, 1}, 1), ElementsAre(1, 2.75, 2.75, 4));
}

TEST(IsotonicGrid, KeepsMonotoneValues) {
  EXPECT_THAT(isotonic_grid({1, 2, 2, 3}, {1, 1, 1, 1}, 2), ElementsAre(1, 2, 2, 3));
  EXPECT_THAT(isotonic_grid({}, {}, 3), ElementsAre());
}

TEST(IsotonicGrid, PoolsAcrossBothDirections) {
  // 1 4
  // 3 2   2 is below its left and its upper neighbour: the three make 3.
  EXPECT_THAT(isotonic_grid({1, 4, 3, 2}, {1, 1, 1, 1}, 2),
              Pointwise(DoubleNear(kRounding), {1.0, 3.0, 3.0, 3.0}));
  // Twice as much weight on the 2: (4 + 3 + 2 · 2) / 4.
  EXPECT_THAT(isotonic_grid({1, 4, 3, 2}, {1, 1, 1, 2}, 2),
              Pointwise(DoubleNear(kRounding), {1.0, 2.75, 2.75, 2.75}));
  EXPECT_THAT(isotonic_grid({4, 3, 2, 1}, {1, 1, 1, 1}, 2),
              Pointwise(DoubleNear(kRounding), {2.5, 2.5, 2.5, 2.5}));
}

TEST(IsotonicGrid, KeepsSeparatePoolsApart) {
  // 2 1 0
  // 0 3 2   the first row and the 0 below it make 3 / 4; 3 and 2 make 2.5.
  EXPECT_THAT(isotonic_grid({2, 1, 0, 0, 3, 2}, {1, 1, 1, 1, 1, 1}, 3),
              Pointwise(DoubleNear(kRounding), {0.75, 0.75, 0.75, 0.75, 2.5, 2.5}));
}

constexpr std::size_t kRows = 3;
constexpr std::size_t kColumns = 3;

/// Staircases: how many cells of each row, from the left, a lower set has; rows further down have no more.
std::vector<std::vector<bool>> lower_sets() {
  std::vector<std::vector<bool>> sets;
  for (std::size_t a = 0; a <= kColumns; ++a) {
    for (std::size_t b = 0; b <= a; ++b) {
      for (std::size_t c = 0; c <= b; ++c) {
        std::vector<bool> set(kRows * kColumns);
        const std::size_t lengths[] = {a, b, c};
        for (std::size_t i = 0; i < set.size(); ++i) {
          set[i] = i % kColumns < lengths[i / kColumns];
        }
        sets.push_back(std::move(set));
      }
    }
  }
  return sets;
}

/// The max-min formula (Barlow et al., 1972, theorem 2.9): the largest over upper sets of the smallest over
/// lower sets that hold the cell, of the mean of what both have in common.
double by_all_sets(const std::vector<double>& values, const std::vector<double>& weights, std::size_t cell) {
  const auto sets = lower_sets();
  double largest = -std::numeric_limits<double>::infinity();
  for (const auto& not_upper : sets) {
    double smallest = std::numeric_limits<double>::infinity();
    for (const auto& lower : sets) {
      double sum = 0;
      double weight = 0;
      for (std::size_t i = 0; i < values.size(); ++i) {
        if (lower[i] && !not_upper[i]) {
          sum += weights[i] * values[i];
          weight += weights[i];
        }
      }
      if (lower[cell] && !not_upper[cell]) {
        smallest = std::min(smallest, sum / weight);
      }
    }
    if (!not_upper[cell]) {
      largest = std::max(largest, smallest);
    }
  }
  return largest;
}

TEST(IsotonicGrid, IsTheMaxMinFormulaOverAllStaircases) {
  std::mt19937 random(3);
  std::uniform_int_distribution<int> value(0, 6);  // few, so that there are ties
  std::uniform_real_distribution<double> weight(0.2, 5);
  for (int attempt = 0; attempt < 200; ++attempt) {
    std::vector<double> values;
    std::vector<double> weights;
    for (std::size_t i = 0; i < kRows * kColumns; ++i) {
      const std::size_t steps = i % kColumns + i / kColumns;  // from the first cell, along both axes
      values.push_back(value(random) + 0.5 * static_cast<double>(steps));
      weights.push_back(weight(random));
    }
    const std::vector<double> found = isotonic_grid(values, weights, kColumns);
    std::vector<double> expected;
    for (std::size_t i = 0; i < values.size(); ++i) {
      expected.push_back(by_all_sets(values, weights, i));
      EXPECT_TRUE(i % kColumns == 0 || found[i] >= found[i - 1]) << "exactly, not to rounding";
      EXPECT_TRUE(i < kColumns || found[i] >= found[i - kColumns]) << "exactly, not to rounding";
    }
    EXPECT_THAT(found, Pointwise(DoubleNear(1e-9), expected));
  }
}

}  // namespace
}  // namespace dimsim::statistics
