#include "dimsim/cartography/cartography.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/base/number.hpp"
#include "dimsim/statistics/statistics.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <Eigen/Core>
#include <fmt/format.h>

namespace dimsim::cartography {
namespace {

// The chain from training dynamics to labels: probabilities of the gold class → coordinates on the map → cuts
// → pools of the training samples → centroids of the pools in the embedding → labels of all other samples,
// which have an embedding but no dynamics.

/// Pools × dimensions, of Centroids.
using Means = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Embedding = Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

Embedding as_matrix(std::span<const float> values, Eigen::Index dimensions) {
  return {values.data(), static_cast<Eigen::Index>(values.size()) / dimensions, dimensions};
}

std::size_t index_of(trace::Complexity pool) { return static_cast<std::size_t>(pool); }

double resolve(const Cut& cut, std::vector<double> values) {
  if (cut.kind == Cut::Kind::Absolute) {
    return cut.value;
  }
  // Without values any limit will do: there is no sample on either side of it.
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : statistics::quantile(values, cut.value);
}

bool is_easy(const Coordinates& map, std::size_t sample, const Thresholds& limits) {
  return map.confidence[sample] >= limits.easy_confidence &&
         map.variability[sample] <= limits.easy_variability;
}

}  // namespace

Coordinates coordinates(const trace::Dynamics& dynamics, const MapOptions& options) {
  const auto stride = static_cast<std::size_t>(dynamics.epochs);
  const int epochs = std::min(dynamics.epochs, options.burn_out.value_or(dynamics.epochs));
  const auto classes = static_cast<std::size_t>(dynamics.classes);
  if (options.include_ci && epochs < 2) {  // the formula divides by epochs − 1
    throw InputError("one epoch has no confidence interval", "omit --include-ci, or give more epochs");
  }
  Coordinates map;
  for (std::size_t sample = 0; sample < dynamics.samples; ++sample) {
    const std::int32_t gold = dynamics.gold[sample];
    Eigen::ArrayXd of_gold(epochs);
    Learning learning;
    for (int epoch = 0; epoch < epochs; ++epoch) {
      const std::size_t row = sample * stride + static_cast<std::size_t>(epoch);
      const auto scores = std::span(dynamics.logits).subspan(row * classes, classes);
      of_gold[epoch] = trace::probability(scores, gold);
      learning.add(of_gold[epoch], std::max_element(scores.begin(), scores.end()) - scores.begin() == gold);
    }
    // Not the running mean and variance of `learning`: their last bits differ from those in existing labelled
    // traces.
    const double mean = of_gold.mean();
    map.confidence.push_back(mean);
    map.variability.push_back(variability((of_gold - mean).square().mean(), epochs, options.include_ci));
    map.correctness.push_back(learning.correctness());
    map.forgetfulness.push_back(learning.forgetfulness());
  }
  return map;
}

Cut parse_cut(std::string_view text) {
  const bool is_quantile = text.starts_with('q');
  const auto value = parse_number<double>(text.substr(is_quantile ? 1 : 0));
  if (!value || !(*value >= 0 && *value <= 1)) {  // negated for NaN
    throw InputError(fmt::format(
        "'{}' is not a cut; expected a value from 0 to 1 such as 0.75, or a quantile such as q0.5", text));
  }
  return {is_quantile ? Cut::Kind::Quantile : Cut::Kind::Absolute, *value};
}

std::string to_string(const Cut& cut) {
  return fmt::format("{}{}", cut.kind == Cut::Kind::Quantile ? "q" : "", cut.value);
}

std::span<const NamedCuts> standard_cuts() {
  static constexpr std::array<NamedCuts, 3> kAll{
      {{kDefaultCuts, {}}, {"absolute", kAbsoluteCuts}, {"thirds", kThirds}}};
  return kAll;
}

// The easy limits are resolved first, because they decide to which samples the quantile of the hard one
// refers.
Thresholds thresholds(const Coordinates& map, const Cuts& cuts) {
  Thresholds limits{.easy_confidence = resolve(cuts.easy_confidence, map.confidence),
                    .easy_variability = resolve(cuts.easy_variability, map.variability)};
  // A hard cut given as a quantile refers to the samples that are not easy, unless the cuts say otherwise.
  std::vector<double> others;
  for (std::size_t sample = 0; sample < map.confidence.size(); ++sample) {
    if (cuts.hard_of_all || !is_easy(map, sample, limits)) {
      others.push_back(map.confidence[sample]);
    }
  }
  limits.hard_confidence = resolve(cuts.hard_confidence, others);
  return limits;
}

std::vector<trace::Complexity> pools(const Coordinates& map, const Thresholds& limits) {
  std::vector<trace::Complexity> labels;
  labels.reserve(map.confidence.size());
  for (std::size_t sample = 0; sample < map.confidence.size(); ++sample) {
    if (is_easy(map, sample, limits)) {
      labels.push_back(trace::Complexity::Easy);
    } else {
      labels.push_back(map.confidence[sample] >= limits.hard_confidence ? trace::Complexity::Medium
                                                                        : trace::Complexity::Hard);
    }
  }
  return labels;
}

PoolSizes sizes(std::span<const trace::Complexity> labels) {
  PoolSizes counts{};
  for (const trace::Complexity label : labels) {
    ++counts.at(index_of(label));
  }
  return counts;
}

ThirdsOverlap overlap_of_thirds(const Coordinates& map) {
  const Thresholds limits = thresholds(map, kThirds);
  ThirdsOverlap overlap;
  for (std::size_t sample = 0; sample < map.confidence.size(); ++sample) {
    // Membership in each region by itself, not the label: the regions overlap.
    const bool is_hard = map.confidence[sample] < limits.hard_confidence;
    const bool is_sure = map.confidence[sample] >= limits.easy_confidence;
    const bool is_ambiguous = map.variability[sample] > limits.easy_variability;
    overlap.hard += is_hard ? 1U : 0U;
    overlap.hard_and_ambiguous += is_hard && is_ambiguous ? 1U : 0U;
    overlap.in_none += is_hard || is_sure || is_ambiguous ? 0U : 1U;
  }
  return overlap;
}

Centroids centroids(std::span<const float> embedding, int dimensions,
                    std::span<const trace::Complexity> labels) {
  const Embedding points = as_matrix(embedding, dimensions);
  Centroids result{dimensions, std::vector<double>(kPools * static_cast<std::size_t>(dimensions))};
  Eigen::Map<Means> sums(result.values.data(), kPools, dimensions);
  std::array<std::size_t, kPools> counts{};
  for (std::size_t sample = 0; sample < labels.size(); ++sample) {
    const std::size_t pool = index_of(labels[sample]);
    // Summed in double: floats would lose digits over 100,000 samples.
    sums.row(static_cast<Eigen::Index>(pool)) += points.row(static_cast<Eigen::Index>(sample)).cast<double>();
    ++counts.at(pool);
  }
  for (std::size_t pool = 0; pool < kPools; ++pool) {
    if (counts[pool] == 0) {  // it would have no centroid, and no sample could ever be assigned to it
      throw InputError(
          fmt::format("with these cuts no training sample is {} (easy, medium, hard: {}, {}, {} samples)",
                      trace::to_string(static_cast<trace::Complexity>(pool)), counts[0], counts[1],
                      counts[2]),
          "choose cuts that leave samples in every pool");
    }
    sums.row(static_cast<Eigen::Index>(pool)) /= static_cast<double>(counts[pool]);
  }
  return result;
}

std::vector<trace::Complexity> nearest(std::span<const float> embedding, const Centroids& centroids) {
  const Embedding points = as_matrix(embedding, centroids.dimensions);
  const Eigen::Map<const Means> means(centroids.values.data(), kPools, centroids.dimensions);
  std::vector<trace::Complexity> labels;
  labels.reserve(static_cast<std::size_t>(points.rows()));
  for (Eigen::Index sample = 0; sample < points.rows(); ++sample) {
    const Eigen::VectorXd distances =
        (means.rowwise() - points.row(sample).cast<double>()).rowwise().squaredNorm();
    // Squared distances have the same minimum; the first of equal ones is the lower pool.
    const auto closest = std::min_element(distances.begin(), distances.end()) - distances.begin();
    labels.push_back(static_cast<trace::Complexity>(closest));
  }
  return labels;
}

trace::PoolSeparation pool_separation(std::span<const trace::Complexity> own,
                                      std::span<const trace::Complexity> nearest) {
  const PoolSizes samples = sizes(own);
  PoolSizes returned{};
  for (std::size_t sample = 0; sample < own.size(); ++sample) {
    returned.at(index_of(own[sample])) += own[sample] == nearest[sample] ? 1U : 0U;
  }
  trace::PoolSeparation separation;
  for (std::size_t pool = 0; pool < kPools; ++pool) {
    const auto count = static_cast<double>(returned[pool]);
    separation.own_pool_share += count / static_cast<double>(own.size());
    // The mean over pools, in which a large pool does not hide that the others are not separated.
    separation.own_pool_share_balanced += count / static_cast<double>(samples[pool]) / kPools;
  }
  return separation;
}

}  // namespace dimsim::cartography
