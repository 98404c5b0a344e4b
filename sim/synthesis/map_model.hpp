#pragma once

#include "dimsim/base/random.hpp"
#include "dimsim/synthesis/gaussian.hpp"
#include "dimsim/synthesis/piecewise_linear.hpp"
#include "dimsim/synthesis/recipe.hpp"
#include "dimsim/trace/trace.hpp"

#include <vector>

namespace dimsim::synthesis {

/// Where a sample lies on the data map.
struct MapPlace {
  double confidence = 0;   ///< mean probability of the gold class over the epochs
  double variability = 0;  ///< its population standard deviation
  double relative = 0;     ///< variability over the largest one that confidence and epochs allow
};

/// How samples are learnt: places on the data map as a recipe has them, and epochs that lead to them.
class MapModel {
 public:
  explicit MapModel(const Recipe::Map& target);

  /// Place of a sample whose exits find it that easy (ExitOutcome::ease).
  [[nodiscard]] MapPlace place(double ease, const RandomStream& stream) const;
  /// Pool by the default cuts of cartography, at the medians of all samples that could be.
  [[nodiscard]] trace::Complexity pool(const MapPlace& place) const;
  /// Probability of the gold class after each epoch, with exactly this mean and standard deviation: rising.
  [[nodiscard]] std::vector<double> epochs(const MapPlace& place) const;

 private:
  [[nodiscard]] MapPlace place_of(double difficulty_score, double noise) const;
  [[nodiscard]] bool is_easy(double confidence, double variability) const;
  void find_medians();

  int epochs_;
  double difficulty_correlation_;
  PiecewiseLinear confidence_;
  PiecewiseLinear knot_;               ///< a confidence as a position among those of relative_
  std::vector<BetaByScore> relative_;  ///< relative variability at each knot
  double median_confidence_ = 0;
  double median_variability_ = 0;
  double median_of_others_ = 0;
};

}  // namespace dimsim::synthesis
