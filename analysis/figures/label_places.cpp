#include "dimsim/analysis/figures/label_places.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace dimsim::analysis {

namespace {

constexpr std::array kDistances{0.05, 0.13, 0.24, 0.36, 0.5};  // [in] from the point to the label
// Moves of two labels could otherwise alternate endlessly.
constexpr int kMostRounds = 20;

double overlap(const Box& a, const Box& b) {
  const double width = std::min(a.right, b.right) - std::max(a.left, b.left);
  const double height = std::min(a.top, b.top) - std::max(a.bottom, b.bottom);
  return width > 0 && height > 0 ? width * height : 0;
}

double area_of(const Box& box) { return (box.right - box.left) * (box.top - box.bottom); }

/// A box of this size that touches a circle around the point, in one of 16 directions. The box shifts
/// continuously with the direction, so that its nearest side or corner faces the point.
Box beside(const Labelled& point, double width, double height, double distance, int direction) {
  constexpr int kDirections = 16;
  const double angle = 2 * std::acos(-1.0) * direction / kDirections;
  const double x = point.x + distance * std::cos(angle);
  const double y = point.y + distance * std::sin(angle);
  const double left = x - width * (1 - std::cos(angle)) / 2;
  const double bottom = y - height * (1 - std::sin(angle)) / 2;
  return {left, bottom, left + width, bottom + height};
}

/// Greedy placement among a fixed set of candidates around each point, then local improvement. An optimum
/// over all labels together would need a search that the few labels of a figure do not justify.
class Placement {
 public:
  Placement(std::span<const Labelled> points, const LabelSize& size, const Box& area)
      : points_(points), size_(size), area_(area), places_(points.size()) {}

  std::vector<LabelPlace> places() {
    for (placed_ = 0; placed_ < points_.size(); ++placed_) {
      places_[placed_] = best(placed_);
    }
    bool has_moved = true;
    for (int round = 0; has_moved && round < kMostRounds; ++round) {
      has_moved = false;
      for (std::size_t i = 0; i < points_.size(); ++i) {
        const LabelPlace place = best(i);
        has_moved |= place.box.left != places_[i].box.left || place.box.bottom != places_[i].box.bottom;
        places_[i] = place;
      }
    }
    return places_;
  }

 private:
  [[nodiscard]] LabelPlace best(std::size_t label) const {
    constexpr int kDirections = 16;
    const Labelled& point = points_[label];
    const double width = size_.per_character * static_cast<double>(point.text.size());
    LabelPlace best_place;
    double least = std::numeric_limits<double>::infinity();
    for (const double distance : kDistances) {
      for (int direction = 0; direction < kDirections; ++direction) {
        const Box box = beside(point, width, size_.height, distance, direction);
        const double cost = cost_of(label, box) + distance / 1000;  // the nearest of equal ones
        if (cost < least) {
          least = cost;
          best_place = {box, distance > kDistances.front()};
        }
      }
    }
    return best_place;
  }

  /// Area where the label covers others or lies outside, weighted by how much that disturbs the reader [in²].
  [[nodiscard]] double cost_of(std::size_t label, const Box& box) const {
    constexpr double kOutside = 100;
    constexpr double kOnLabel = 3;
    double cost = kOutside * (area_of(box) - overlap(box, area_));
    for (std::size_t other = 0; other < points_.size(); ++other) {
      for (const Box& occupied : points_[other].occupied) {
        cost += overlap(box, occupied);
      }
      if (other != label && other < placed_) {
        cost += kOnLabel * overlap(box, places_[other].box);
      }
    }
    return cost;
  }

  std::span<const Labelled> points_;
  LabelSize size_;
  Box area_;
  std::vector<LabelPlace> places_;
  std::size_t placed_ = 0;  ///< number of labels that have a place; later ones do not count yet
};

}  // namespace

std::vector<LabelPlace> label_places(std::span<const Labelled> points, const LabelSize& size,
                                     const Box& area) {
  return Placement(points, size, area).places();
}

}  // namespace dimsim::analysis
