#include "dimsim/statistics/pareto.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/random.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dimsim::statistics {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Points = std::vector<std::vector<double>>;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::array kLatencyAndAccuracy{Better::Smaller, Better::Larger};

TEST(ParetoFront, ContainsThePointsThatNoOtherDominates) {
  // Latency, accuracy: the third is slower than the second and no more accurate, the last slower and worse.
  EXPECT_THAT(pareto_front(Points{{5, 0.9}, {3, 0.8}, {4, 0.8}, {1, 0.5}, {6, 0.85}}, kLatencyAndAccuracy),
              ElementsAre(0, 1, 3));
}

TEST(ParetoFront, KeepsTies) {
  EXPECT_THAT(pareto_front(Points{{3, 0.8}, {3, 0.8}, {3, 0.7}, {2, 0.8}, {2, 0.8}}, kLatencyAndAccuracy),
              ElementsAre(3, 4));
}

TEST(ParetoFront, ExcludesNanButNotInfinity) {
  EXPECT_THAT(pareto_front(Points{{kNan, 1}, {3, 0.8}, {2, kNan}, {kInfinity, 0.9}}, kLatencyAndAccuracy),
              ElementsAre(1, 3));
  EXPECT_THAT(pareto_front(Points{{kNan, kNan}}, kLatencyAndAccuracy), IsEmpty());
}

TEST(ParetoFront, ContainsTheBestPointsOfOneMetric) {
  const std::array larger{Better::Larger};
  EXPECT_THAT(pareto_front(Points{{1}, {4}, {2}, {4}}, larger), ElementsAre(1, 3));
  EXPECT_THAT(pareto_front(Points{}, larger), IsEmpty());
}

TEST(ParetoFront, RefusesAPointWithoutAValueForEachMetric) {
  EXPECT_THROW(static_cast<void>(pareto_front(Points{{1}}, kLatencyAndAccuracy)), InvariantError);
}

/// The definition: compares all pairs.
std::vector<std::size_t> by_brute_force(const Points& points, const std::vector<Better>& directions) {
  std::vector<std::size_t> front;
  for (std::size_t i = 0; i < points.size(); ++i) {
    bool is_dominated = false;
    bool has_nan = false;
    for (std::size_t metric = 0; metric < directions.size(); ++metric) {
      has_nan = has_nan || std::isnan(points[i][metric]);
    }
    for (const std::vector<double>& other : points) {
      bool no_worse = true;
      bool better = false;
      for (std::size_t metric = 0; metric < directions.size(); ++metric) {
        const double gain =
            (other[metric] - points[i][metric]) * (directions[metric] == Better::Larger ? 1 : -1);
        no_worse = no_worse && gain >= 0;
        better = better || gain > 0;
      }
      is_dominated = is_dominated || (no_worse && better);
    }
    if (!is_dominated && !has_nan) {
      front.push_back(i);
    }
  }
  return front;
}

TEST(ParetoFront, EqualsBruteForceOnRandomPoints) {
  // A coarse grid makes ties, and every 17th value is a NaN.
  const RandomStream random(20240521, 0, Purpose::Policy, 3);
  std::uint64_t drawn = 0;
  for (int repeat = 0; repeat < 300; ++repeat) {
    const std::size_t metrics = 1 + random.below(drawn++, 4);
    std::vector<Better> directions;
    for (std::size_t i = 0; i < metrics; ++i) {
      directions.push_back(random.below(drawn++, 2) == 0 ? Better::Smaller : Better::Larger);
    }
    Points points(random.below(drawn++, 60));
    for (std::vector<double>& point : points) {
      for (std::size_t i = 0; i < metrics; ++i) {
        const auto value = static_cast<double>(random.below(drawn++, 8));
        point.push_back(random.below(drawn++, 17) == 0 ? kNan : value);
      }
    }
    EXPECT_EQ(pareto_front(points, directions), by_brute_force(points, directions)) << repeat;
  }
}

}  // namespace
}  // namespace dimsim::statistics
