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

/// Generates training dynamics: places on the data map with the distribution of a recipe, and epochs that
/// lead to them.
class MapModel {
 public:
  explicit MapModel(const Recipe::Map& target);

  /// Place of a sample, which is correlated with its ease (ExitOutcome::ease).
  [[nodiscard]] MapPlace place(double ease, const RandomStream& stream) const;
  /// Pool by the default cuts of cartography, with the medians of a fixed population instead of the samples
  /// of one trace.
  [[nodiscard]] trace::Complexity pool(const MapPlace& place) const;
  /// Probability of the gold class after each epoch, rising, with exactly this mean and standard deviation.
  [[nodiscard]] std::vector<double> epochs(const MapPlace& place) const;

 private:
  [[nodiscard]] MapPlace place_of(double difficulty_score, double noise) const;
  [[nodiscard]] bool is_easy(double confidence, double variability) const;
  void find_medians();

  int epochs_;
  double difficulty_correlation_;
  PiecewiseLinear confidence_;
  PiecewiseLinear knot_;               ///< from a confidence to a fractional index of relative_
  std::vector<BetaByScore> relative_;  ///< relative variability at each knot
  double median_confidence_ = 0;
  double median_variability_ = 0;
  double median_of_others_ = 0;
};

}  // namespace dimsim::synthesis
