#pragma once

#include "dimsim/synthesis/piecewise_linear.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dimsim::trace {

struct Moments {
  double mean = 0;
  double standard_deviation = 0;
};

/// Samples of each split.
struct Sizes {
  std::size_t train = 0;
  std::size_t dev = 0;
  std::size_t test = 0;
};

/// What a generated trace is to be like: the targets that synthesize() meets. L exits, C classes.
struct Recipe {
  /// What each exit answers.
  struct Exits {
    std::vector<double> accuracy;                ///< [L], from 1/C to below 1
    std::vector<double> confidence_right;        ///< [L] mean confidence of right answers, above 1/C
    std::vector<double> confidence_wrong;        ///< [L] the same of wrong ones
    std::vector<double> highest_confidence;      ///< [L] end of the distribution of confidences
    std::vector<double> concentration;           ///< [L] a + b of their Beta distribution
    std::vector<double> correlation_with_last;   ///< [L-1] of being right, with being right at exit L
    std::vector<double> confidence_correlation;  ///< [L-1] of the confidences of exits l and l + 1
    double margin_weight = 0;      ///< correlation of a confidence with how clearly the exit is right
    double wrong_persistence = 0;  ///< share of wrong answers that are the sample's own wrong class
  };

  /// How long texts are.
  struct Tokens {
    PiecewiseLinear quantiles;      ///< tokens at each probability
    double mean = 0;                ///< to compare with; follows from the quantiles
    double standard_deviation = 0;  ///< the same
    double bytes_per_token = 0;     ///< [B]
  };

  /// How training samples were learnt (Swayamdipta et al., EMNLP 2020).
  struct Map {
    /// Variability over the largest that confidence and epochs allow, for samples of some confidences.
    struct Relative {
      std::vector<double> confidences;          ///< rising
      std::vector<double> means;                ///< one for each
      std::vector<double> standard_deviations;  ///< one for each
    };

    int epochs = 0;
    PiecewiseLinear confidence_quantiles;  ///< confidence at each probability
    Relative relative;
    double difficulty_correlation = 0;  ///< of a sample's place on the map with how sure its exits are right
    // What follows from the others, to compare with:
    Moments confidence;
    Moments variability;
    double correlation = 0;           ///< of confidence with variability
    std::vector<double> correctness;  ///< [epochs + 1] shares
  };

  /// A published variant of the model on this task.
  struct Variant {
    std::string model;
    int layers = 0;
    double accuracy = 0;  ///< of its last exit
    std::string source;
  };

  /// Early exit by a threshold as it was measured on real data; not used to generate.
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
  double separation = 0;  ///< share of samples whose own pool has the nearest centroid
  Sizes samples;
  std::vector<Variant> variants;
  std::vector<Check> checks;
  std::vector<std::string> assumed;  ///< paths of figures that are assumptions
  std::string text;                  ///< of the file

  [[nodiscard]] std::size_t depth() const { return exits.accuracy.size(); }
  /// Confidence of a guess, 1/C.
  [[nodiscard]] double chance() const { return 1 / static_cast<double>(classes.size()); }
};

/// The recipe of a published variant of the model: an exit after each of its layers, with the figures of the
/// exits at the same relative depth (straight lines between them), accuracies and confidences above chance
/// scaled so that the last exit has the published accuracy, latent correlations kept. Throws InputError for a
/// model that the recipe has no score of, naming those it has.
[[nodiscard]] Recipe variant_recipe(const Recipe& recipe, const std::string& model);

}  // namespace dimsim::trace
