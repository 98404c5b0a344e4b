#pragma once

#include "dimsim/cartography/learning.hpp"
#include "dimsim/trace/trace.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Data cartography: training dynamics show how hard each training sample is (Swayamdipta et al., Dataset
/// Cartography, EMNLP 2020). This room turns dynamics into labels.
namespace dimsim::cartography {

inline constexpr std::string_view kSource =
    "Swayamdipta et al., Dataset Cartography: Mapping and Diagnosing Datasets with Training Dynamics, EMNLP "
    "2020";
inline constexpr std::size_t kPools = 3;  ///< easy, medium, hard: trace::Complexity 0, 1, 2

/// Coordinates of the training samples on the map (section 2 of the paper).
struct Coordinates {
  std::vector<double> confidence;   ///< mean probability of the gold class over the epochs
  std::vector<double> variability;  ///< its population standard deviation over the epochs
  std::vector<int> correctness;     ///< epochs in which the gold class was predicted
  /// Number of times that a wrong prediction followed a right one; kNeverLearnt if none is right. Empty if
  /// unknown.
  std::vector<int> forgetfulness = {};
};

/// Throws InputError without a place: include_ci with a single epoch.
[[nodiscard]] Coordinates coordinates(const trace::Dynamics& dynamics, const MapOptions& options = {});

/// confidence · (1 − confidence): largest for samples on which the model was undecided (Chang et al., Active
/// Bias, NIPS 2017).
[[nodiscard]] inline double threshold_closeness(double confidence) { return confidence * (1 - confidence); }

/// A limit between pools: a value, or a quantile of the samples that it divides.
struct Cut {
  enum class Kind { Quantile, Absolute };
  Kind kind = Kind::Quantile;
  double value = 0.5;

  friend bool operator==(const Cut&, const Cut&) = default;
};

/// "q0.5" is the median, "0.75" the value itself. Throws InputError without a place.
[[nodiscard]] Cut parse_cut(std::string_view text);
/// The inverse of parse_cut().
[[nodiscard]] std::string to_string(const Cut& cut);

/// easy: confidence >= easy_confidence and variability <= easy_variability. Of the other samples, medium:
/// confidence >= hard_confidence (a quantile refers to those other samples); hard: the rest.
struct Cuts {
  Cut easy_confidence;
  Cut easy_variability;
  Cut hard_confidence;
  bool hard_of_all = false;  ///< the quantile hard_confidence refers to all samples

  friend bool operator==(const Cuts&, const Cuts&) = default;
};

/// Fixed cuts: easy needs a probability of at least 3/4 and a deviation of at most 0.2; hard is a probability
/// below 1/4 (assumed: quarters of the scale; 0.2 is assumed too).
inline constexpr Cuts kAbsoluteCuts{
    {Cut::Kind::Absolute, 0.75}, {Cut::Kind::Absolute, 0.2}, {Cut::Kind::Absolute, 0.25}};

/// The paper's regions, each a third of all samples: hard to learn (lowest confidence), ambiguous (highest
/// variability), easy to learn (highest confidence). The regions overlap and do not cover all samples. Labels
/// are assigned in the order hard (hard to learn), medium (ambiguous), easy (easy to learn); samples in no
/// region are medium.
inline constexpr Cuts kThirds{
    {Cut::Kind::Quantile, 2.0 / 3}, {Cut::Kind::Quantile, 2.0 / 3}, {Cut::Kind::Quantile, 1.0 / 3}, true};

/// Named cuts: quantile (medians), absolute, thirds.
struct NamedCuts {
  const char* name = "";
  Cuts cuts;
};
[[nodiscard]] std::span<const NamedCuts> standard_cuts();
inline constexpr const char* kDefaultCuts = "quantile";  ///< name of Cuts{}

/// Cuts resolved to values.
struct Thresholds {
  double easy_confidence = 0;
  double easy_variability = 0;
  double hard_confidence = 0;
};

[[nodiscard]] Thresholds thresholds(const Coordinates& map, const Cuts& cuts);
[[nodiscard]] std::vector<trace::Complexity> pools(const Coordinates& map, const Thresholds& limits);

/// Number of samples in each pool: easy, medium, hard.
using PoolSizes = std::array<std::size_t, kPools>;
[[nodiscard]] PoolSizes sizes(std::span<const trace::Complexity> labels);

/// Overlap of the paper's thirds, in samples.
struct ThirdsOverlap {
  std::size_t hard = 0;
  std::size_t hard_and_ambiguous = 0;
  std::size_t in_none = 0;
};
[[nodiscard]] ThirdsOverlap overlap_of_thirds(const Coordinates& map);

/// The mean embedding of each pool.
struct Centroids {
  int dimensions = 0;
  std::vector<double> values;  ///< [kPools][dimensions]

  [[nodiscard]] bool operator==(const Centroids&) const = default;
};

/// Mean embedding of each pool. `embedding` is [labels][dimensions]. Throws InputError without a place if a
/// pool is empty.
[[nodiscard]] Centroids centroids(std::span<const float> embedding, int dimensions,
                                  std::span<const trace::Complexity> labels);

/// For each sample the pool with the nearest centroid (Euclidean distance); ties go to the lower pool.
[[nodiscard]] std::vector<trace::Complexity> nearest(std::span<const float> embedding,
                                                     const Centroids& centroids);

/// Fraction of samples that are nearest to the centroid of their own pool. Contract: `own` and `nearest`
/// refer to the same samples, with at least one in each pool.
[[nodiscard]] trace::PoolSeparation pool_separation(std::span<const trace::Complexity> own,
                                                    std::span<const trace::Complexity> nearest);

}  // namespace dimsim::cartography
