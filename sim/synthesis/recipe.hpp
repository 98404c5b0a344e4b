#pragma once

#include "dimsim/synthesis/piecewise_linear.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dimsim::synthesis {

struct Moments {
  double mean = 0;
  double standard_deviation = 0;
};

/// Number of samples in each split.
struct Sizes {
  std::size_t train = 0;
  std::size_t dev = 0;
  std::size_t test = 0;
};

/// Target statistics of a generated trace, which synthesize() meets. L exits, C classes.
struct Recipe {
  /// Targets for the answers of the exits.
  struct Exits {
    std::vector<double> accuracy;                ///< [L], from 1/C to below 1
    std::vector<double> confidence_right;        ///< [L] mean confidence of right answers, above 1/C
    std::vector<double> confidence_wrong;        ///< [L] the same for wrong answers
    std::vector<double> highest_confidence;      ///< [L] upper end of the distribution of confidences
    std::vector<double> concentration;           ///< [L] a + b of their Beta distribution
    std::vector<double> correlation_with_last;   ///< [L-1] correctness with correctness at exit L
    std::vector<double> confidence_correlation;  ///< [L-1] confidences of exits l and l + 1
    double margin_weight = 0;      ///< correlation of a confidence with the margin of correctness
    double wrong_persistence = 0;  ///< fraction of wrong answers that give the sample's preferred wrong class
  };

  /// Targets for the length of texts.
  struct Tokens {
    PiecewiseLinear quantiles;      ///< tokens at each probability
    double mean = 0;                ///< for comparison; follows from the quantiles
    double standard_deviation = 0;  ///< the same
    double bytes_per_token = 0;     ///< [B]
  };

  /// Targets for the training dynamics (Swayamdipta et al., EMNLP 2020).
  struct Map {
    /// Variability relative to the maximum that confidence and epochs allow, as a function of confidence.
    struct Relative {
      std::vector<double> confidences;          ///< rising
      std::vector<double> means;                ///< one for each
      std::vector<double> standard_deviations;  ///< one for each
    };

    int epochs = 0;
    PiecewiseLinear confidence_quantiles;  ///< confidence at each probability
    Relative relative;
    /// Of a sample's confidence on the map with the margins of its exits, as normal scores.
    double difficulty_correlation = 0;
    // Consequences of the other targets, for comparison:
    Moments confidence;
    Moments variability;
    double correlation = 0;           ///< of confidence with variability
    std::vector<double> correctness;  ///< [epochs + 1] fractions
  };

  /// A published variant of the model on this task.
  struct Variant {
    std::string model;
    int layers = 0;
    double accuracy = 0;  ///< of its last exit
    std::string source;
  };

  /// Early exit by a threshold, measured on real data; for comparison only.
  struct Check {
    std::vector<int> exits;  ///< counted from 1
    double threshold = 0;
    std::vector<double> shares;  ///< [exits]
    double accuracy = 0;
  };

  std::string name;
  std::string description;
  std::string task;
  std::string model;
  std::string training;
  std::vector<std::string> classes;
  std::vector<double> class_shares;  ///< [C]
  Exits exits;
  Tokens tokens;
  Map map;
  int embedding_dimensions = 0;
  double separation = 0;  ///< fraction of samples whose nearest centroid is that of their own pool
  Sizes samples;
  std::vector<Variant> variants;
  std::vector<Check> checks;
  std::vector<std::string> assumed;  ///< paths of assumed figures
  std::string text;                  ///< of the file

  [[nodiscard]] std::size_t depth() const { return exits.accuracy.size(); }
  /// Confidence of a random guess, 1/C.
  [[nodiscard]] double chance() const { return 1 / static_cast<double>(classes.size()); }
};

/// The recipe of a published variant of the model: an exit after each of its layers, with the figures of the
/// exits at the same relative depth (linear interpolation). Accuracies and confidences above chance are
/// scaled so that the last exit has the published accuracy; latent correlations are kept. Throws InputError
/// for a model without a published accuracy in the recipe, with the names of those that have one.
[[nodiscard]] Recipe variant_recipe(const Recipe& recipe, const std::string& model);

}  // namespace dimsim::synthesis
