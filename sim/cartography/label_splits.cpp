#include "dimsim/cartography/label_splits.hpp"

#include "dimsim/base/error.hpp"

#include <algorithm>

namespace dimsim::cartography {

trace::PoolSeparation label_splits(std::vector<trace::NamedSplit>& splits, const Cuts& cuts) {
  const auto training = std::find_if(splits.begin(), splits.end(),
                                     [](const auto& named) { return named.dynamics.has_value(); });
  if (training == splits.end() || training->split.embedding.empty()) {
    throw InvariantError("splits to be labelled have no dynamics or no embedding");
  }
  // The same steps as label_trace(), without files: generated traces are labelled before they are written.
  const Coordinates map = coordinates(*training->dynamics);
  training->split.complexity = pools(map, thresholds(map, cuts));
  training->map = {.confidence = {map.confidence.begin(), map.confidence.end()},
                   .variability = {map.variability.begin(), map.variability.end()},
                   .correctness = {map.correctness.begin(), map.correctness.end()}};
  const Centroids centres =
      centroids(training->split.embedding, training->split.embedding_size, training->split.complexity);
  // Only the training split has dynamics; in the others the embedding stands in for them.
  for (trace::NamedSplit& named : splits) {
    if (!named.dynamics) {
      named.split.complexity = nearest(named.split.embedding, centres);
    }
  }
  return pool_separation(training->split.complexity, nearest(training->split.embedding, centres));
}

}  // namespace dimsim::cartography
