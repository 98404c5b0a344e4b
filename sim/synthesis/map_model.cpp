#include "dimsim/synthesis/map_model.hpp"

#include "dimsim/statistics/statistics.hpp"
#include "dimsim/synthesis/exit_model.hpp"
#include "dimsim/synthesis/point_set.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace dimsim::synthesis {
namespace {

/// As the population of exit_model.cpp, but with random numbers of its own.
constexpr std::size_t kMapPopulation = 4096;
constexpr const char* kMapPopulationName = "map population";

/// The epochs with the largest variability for a given mean: zeros, at most one value in between, then ones.
/// The sum of squares is convex, so that its maximum over values from 0 to 1 with a given sum is at a vertex,
/// where at most one value is neither 0 nor 1.
double most_varied(double mean, int epochs, int epoch) {
  return std::clamp(mean * epochs - (epochs - 1 - epoch), 0.0, 1.0);
}

double largest_variability(double mean, int epochs) {
  double squares = 0;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    const double value = most_varied(mean, epochs, epoch);
    squares += value * value;
  }
  return std::sqrt(std::max(0.0, squares / epochs - mean * mean));
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return statistics::quantile(values, 0.5);
}

}  // namespace

MapModel::MapModel(const Recipe::Map& target)
    : epochs_(target.epochs),
      difficulty_correlation_(target.difficulty_correlation),
      confidence_(target.confidence_quantiles),
      knot_{target.relative.confidences, {}} {
  for (std::size_t i = 0; i < target.relative.means.size(); ++i) {
    const double mean = target.relative.means[i];
    const double deviation = target.relative.standard_deviations[i];
    // The variance of a Beta distribution is mean (1 - mean) / (a + b + 1).
    relative_.emplace_back(0, 1, mean, mean * (1 - mean) / (deviation * deviation) - 1);
    knot_.y.push_back(static_cast<double>(i));
  }
  find_medians();
}

MapPlace MapModel::place_of(double difficulty_score, double noise) const {
  constexpr double kMargin = 1e-4;  // the logits of probabilities 0 and 1 are infinite
  MapPlace place;
  place.confidence = std::clamp(confidence_(normal_distribution(difficulty_score)), kMargin, 1 - kMargin);
  const double position = knot_(place.confidence);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, relative_.size() - 1);
  place.relative =
      std::lerp(relative_[below](noise), relative_[above](noise), position - static_cast<double>(below));
  place.variability = place.relative * largest_variability(place.confidence, epochs_);
  return place;
}

/// The medians that separate the pools are those of a fixed population, so that they depend on the recipe
/// only.
void MapModel::find_medians() {
  const PointSet points(kMapPopulation, 2, 0, kMapPopulationName);
  std::vector<double> confidence;
  std::vector<double> variability;
  for (std::size_t i = 0; i < kMapPopulation; ++i) {
    const MapPlace place = place_of(normal_quantile(points[i][0]), normal_quantile(points[i][1]));
    confidence.push_back(place.confidence);
    variability.push_back(place.variability);
  }
  median_confidence_ = median(confidence);
  median_variability_ = median(variability);
  // Medium and hard are divided by the median confidence of the samples that are not easy, as cartography
  // does by default.
  std::vector<double> others;
  for (std::size_t i = 0; i < kMapPopulation; ++i) {
    if (!is_easy(confidence[i], variability[i])) {
      others.push_back(confidence[i]);
    }
  }
  median_of_others_ = median(std::move(others));
}

bool MapModel::is_easy(double confidence, double variability) const {
  return confidence >= median_confidence_ && variability <= median_variability_;
}

MapPlace MapModel::place(double ease, const RandomStream& stream) const {
  const double own = stream.normal(draw_index(Draw::Place, 0));
  const double noise = stream.normal(draw_index(Draw::Place, 1));
  return place_of(difficulty_correlation_ * ease + independent_part(difficulty_correlation_) * own, noise);
}

trace::Complexity MapModel::pool(const MapPlace& place) const {
  if (is_easy(place.confidence, place.variability)) {
    return trace::Complexity::Easy;
  }
  return place.confidence >= median_of_others_ ? trace::Complexity::Medium : trace::Complexity::Hard;
}

std::vector<double> MapModel::epochs(const MapPlace& place) const {
  // The extreme epochs, moved towards their mean: this keeps the mean and scales the deviation by `relative`.
  std::vector<double> result;
  for (int epoch = 0; epoch < epochs_; ++epoch) {
    result.push_back(place.confidence +
                     place.relative * (most_varied(place.confidence, epochs_, epoch) - place.confidence));
  }
  return result;
}

}  // namespace dimsim::synthesis
