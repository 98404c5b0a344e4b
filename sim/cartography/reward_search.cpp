#include "dimsim/cartography/reward_search.hpp"

#include "dimsim/base/error.hpp"

#include <algorithm>

namespace dimsim::cartography {
namespace {

constexpr int kTenths = 10;
constexpr double kTieTolerance = 1e-12;  // rewards are means of the same terms, summed in different orders

Cut tenths(int number) { return {Cut::Kind::Quantile, static_cast<double>(number) / kTenths}; }

// 729 combinations, each of which needs the pools, the centroids and a search for thresholds. Quantiles
// instead of values make the grid independent of how the coordinates are distributed.
std::vector<Cuts> grid() {
  std::vector<Cuts> cuts;
  for (int confidence = 1; confidence < kTenths; ++confidence) {
    for (int variability = 1; variability < kTenths; ++variability) {
      for (int hard = 1; hard < kTenths; ++hard) {
        cuts.push_back({tenths(confidence), tenths(variability), tenths(hard)});
      }
    }
  }
  return cuts;
}

}  // namespace

reward::Ladder ladder(const RewardOptions& options) {
  const std::size_t tiers = options.exits.size();
  reward::Ladder result{.exits = options.exits, .cost = {}, .mu = options.mu};
  for (std::size_t first = 0; first < tiers; ++first) {
    std::vector<double>& row = result.cost.emplace_back(tiers, 0.0);
    double cost = 0;
    // Cumulative: a request that climbs has paid for every tier below.
    for (std::size_t tier = first; tier < tiers; ++tier) {
      cost += options.offload[tier] + options.layer_cost * options.exits[tier];
      row[tier] = cost;
    }
  }
  return result;
}

std::optional<CutsEvaluation> evaluate_cuts(const Coordinates& map, const trace::Split& training,
                                            const trace::Split& calibration, const Cuts& cuts,
                                            const reward::Ladder& ladder) {
  const std::vector<trace::Complexity> labels = pools(map, thresholds(map, cuts));
  const PoolSizes samples = sizes(labels);
  if (std::find(samples.begin(), samples.end(), 0U) != samples.end()) {  // no centroid for that pool
    return std::nullopt;
  }
  const Centroids centres = centroids(training.embedding, training.embedding_size, labels);
  std::vector<std::size_t> first_tier;
  CutsEvaluation result;
  for (const trace::Complexity pool : nearest(calibration.embedding, centres)) {
    first_tier.push_back(static_cast<std::size_t>(pool));  // one tier per pool: easy, medium, hard from below
    ++result.first_tier.at(first_tier.back());
  }
  result.choice = reward::best_thresholds(calibration, first_tier, ladder);
  return result;
}

Cuts best_cuts(const Coordinates& map, const trace::Split& training, const trace::Split& calibration,
               const reward::Ladder& ladder) {
  std::optional<Cuts> best;
  double largest = 0;
  for (const Cuts& cuts : grid()) {
    const std::optional<CutsEvaluation> found = evaluate_cuts(map, training, calibration, cuts, ladder);
    if (found && (!best || found->choice.reward > largest + kTieTolerance)) {
      best = cuts;
      largest = found->choice.reward;
    }
  }
  if (!best) {
    throw InputError("no cuts at tenths of the samples leave training samples in every pool",
                     "choose cuts by hand");
  }
  return *best;
}

}  // namespace dimsim::cartography
