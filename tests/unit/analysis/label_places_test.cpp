#include "dimsim/analysis/figures/label_places.hpp"

#include <gtest/gtest.h>

namespace dimsim::analysis {
namespace {

constexpr LabelSize kSize{0.05, 0.1};
constexpr Box kArea{0, 0, 3, 2};

bool overlap(const Box& a, const Box& b) {
  return a.left < b.right && b.left < a.right && a.bottom < b.top && b.bottom < a.top;
}

Labelled point(double x, double y) { return {x, y, "a trace", {{x - 0.04, y - 0.04, x + 0.04, y + 0.04}}}; }

TEST(LabelPlaces, AreNextToThePoint) {
  const LabelPlace place = label_places(std::vector{point(1, 1)}, kSize, kArea).front();
  EXPECT_FALSE(place.is_far);
  EXPECT_FALSE(overlap(place.box, {0.96, 0.96, 1.04, 1.04}));
  EXPECT_NEAR(place.box.left, 1.05, 1e-12) << "to the right, where readers look first";
}

TEST(LabelPlaces, StayInsideTheAreaAndDoNotOverlap) {
  std::vector<Labelled> points{point(2.95, 1.95), point(0.05, 0.05)};
  for (int i = 0; i < 6; ++i) {
    points.push_back(point(1 + 0.03 * i, 1));
  }
  const auto places = label_places(points, kSize, kArea);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Box& box = places[i].box;
    EXPECT_TRUE(box.left >= 0 && box.bottom >= 0 && box.right <= 3 && box.top <= 2) << i;
    for (std::size_t j = 0; j < places.size(); ++j) {
      EXPECT_FALSE(i != j && overlap(box, places[j].box)) << i << " and " << j;
      EXPECT_FALSE(overlap(box, points[j].occupied.front())) << i << " on " << j;
    }
  }
}

}  // namespace
}  // namespace dimsim::analysis
