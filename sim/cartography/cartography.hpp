#pragma once

#include "dimsim/cartography/learning.hpp"
#include "dimsim/trace/trace.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <Eigen/Core>

/// Data cartography: how a model learnt each training sample tells how hard the sample is (Swayamdipta et
/// al., Dataset Cartography, EMNLP 2020).
namespace dimsim::cartography {

inline constexpr std::string_view kSource =
    "Swayamdipta et al., Dataset Cartography: Mapping and Diagnosing Datasets with Training Dynamics, EMNLP "
    "2020";
inline constexpr std::size_t kPools = 3;  ///< easy, medium, hard: trace::Complexity 0, 1, 2

/// Where the training samples lie on the map (section 2 of the paper).
struct Coordinates {
  std::vector<double> confidence;   ///< mean probability of the gold class over the epochs
  std::vector<double> variability;  ///< its population standard deviation over the epochs
  std::vector<int> correctness;     ///< epochs in which the gold class was predicted
  /// How often a wrong epoch followed a right one, kNeverLearnt where none is right; empty: not known.
  std::vector<int> forgetfulness = {};
};

/// Throws InputError without a place: include_ci with a single epoch.
[[nodiscard]] Coordinates coordinates(const trace::Dynamics& dynamics, const MapOptions& options = {});

/// confidence · (1 − confidence): largest where the model was undecided (Chang et al., Active Bias, NIPS
/// 2017).
[[nodiscard]] inline double threshold_closeness(double confidence) { return confidence * (1 - confidence); }

/// A limit between pools: a value, or the quantile of the samples it cuts.
struct Cut {
  enum class Kind { Quantile, Absolute };
  Kind kind = Kind::Quantile;
  double value = 0.5;

  friend bool operator==(const Cut&, const Cut&) = default;
};

/// "q0.5" is the median, "0.75" the value itself. Throws InputError without a place.
[[nodiscard]] Cut parse_cut(std::string_view text);
/// What parse_cut reads.
[[nodiscard]] std::string to_string(const Cut& cut);

/// easy: confidence >= easy_confidence and variability <= easy_variability. Of the others, medium: confidence
/// >= hard_confidence (as a quantile: of those others); hard: the rest.
struct Cuts {
  Cut easy_confidence;
  Cut easy_variability;
  Cut hard_confidence;
  bool hard_of_all = false;  ///< hard_confidence, as a quantile, is one of all samples

  friend bool operator==(const Cuts&, const Cuts&) = default;
};

/// Fixed cuts: confident is a probability of at least 3/4, doubtful of less than 1/4 (assumed: the quarters
/// of the scale), steady a deviation of at most 0.2 (assumed).
inline constexpr Cuts kAbsoluteCuts{
    {Cut::Kind::Absolute, 0.75}, {Cut::Kind::Absolute, 0.2}, {Cut::Kind::Absolute, 0.25}};

/// The paper's regions, a third of all samples each: hard to learn (lowest confidence), ambiguous (highest
/// variability), easy to learn (highest confidence). They overlap and leave samples out, so: hard is who is
/// hard to learn; of the others, medium who is ambiguous; of the others, easy who is easy to learn; who is in
/// no third is medium.
inline constexpr Cuts kThirds{
    {Cut::Kind::Quantile, 2.0 / 3}, {Cut::Kind::Quantile, 2.0 / 3}, {Cut::Kind::Quantile, 1.0 / 3}, true};

/// Cuts that have a name: quantile (medians), absolute, thirds.
struct NamedCuts {
  const char* name = "";
  Cuts cuts;
};
[[nodiscard]] std::span<const NamedCuts> standard_cuts();
inline constexpr const char* kDefaultCuts = "quantile";  ///< name of Cuts{}

/// The cuts as values.
struct Thresholds {
  double easy_confidence = 0;
  double easy_variability = 0;
  double hard_confidence = 0;
};

[[nodiscard]] Thresholds thresholds(const Coordinates& map, const Cuts& cuts);
[[nodiscard]] std::vector<trace::Complexity> pools(const Coordinates& map, const Thresholds& limits);

/// Samples in each pool: easy, medium, hard.
using PoolSizes = std::array<std::size_t, kPools>;
[[nodiscard]] PoolSizes sizes(std::span<const trace::Complexity> labels);

/// How the paper's thirds lie to each other, in samples.
struct ThirdsOverlap {
  std::size_t hard = 0;
  std::size_t hard_and_ambiguous = 0;
  std::size_t in_none = 0;
};
[[nodiscard]] ThirdsOverlap overlap_of_thirds(const Coordinates& map);

/// One row per pool: [kPools][dimensions].
using Centroids = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Mean embedding of each pool. `embedding` is [labels][dimensions]. Throws InputError without a place when a
/// pool is empty.
[[nodiscard]] Centroids centroids(std::span<const float> embedding, int dimensions,
                                  std::span<const trace::Complexity> labels);

/// The pool with the nearest centroid (Euclid) of each sample; the lower one among equals.
[[nodiscard]] std::vector<trace::Complexity> nearest(std::span<const float> embedding,
                                                     const Centroids& centroids);

/// How many samples are nearest to their own pool's centroid. `own` and `nearest` are of the same samples, at
/// least one of each pool.
[[nodiscard]] trace::PoolSeparation pool_separation(std::span<const trace::Complexity> own,
                                                    std::span<const trace::Complexity> nearest);

}  // namespace dimsim::cartography
