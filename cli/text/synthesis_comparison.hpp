#pragma once

#include "dimsim/synthesis/recipe.hpp"
#include "dimsim/trace/exit_statistics.hpp"
#include "dimsim/trace/writer.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dimsim::cli {

/// Accepted deviations of a generated trace from its recipe, independent of its number of samples.
inline constexpr double kAccuracyTolerance = 0.01;
inline constexpr double kCorrelationTolerance = 0.05;

/// A figure of a generated trace and its target. NaN if undefined (too few samples).
struct Compared {
  std::string name;
  double generated = 0;
  double target = 0;
};

/// A figure of every exit and its targets.
struct ComparedExits {
  std::vector<double> generated;
  std::vector<double> target;

  struct Worst {
    double deviation = 0;  ///< NaN if a figure is undefined
    int exit = 1;          ///< counted from 1
  };
  [[nodiscard]] Worst worst() const;
};

/// The outcome of early exit by a threshold, on generated and on real samples.
struct ComparedCheck {
  synthesis::Recipe::Check real;
  trace::ThresholdExit generated;
};

/// A generated trace compared with its recipe. Members for splits that were not generated are empty.
struct SynthesisComparison {
  std::string split;  ///< the split of the compared exits: test, or dev without it
  std::size_t samples = 0;
  ComparedExits accuracy;
  ComparedExits confidence_right;
  ComparedExits confidence_wrong;
  ComparedExits correlation_with_last;
  ComparedExits confidence_correlation;
  std::vector<Compared> tokens;
  std::vector<Compared> map;
  std::vector<Compared> correctness;  ///< shares of samples
  std::vector<ComparedCheck> checks;

  /// Whether accuracies and correlations of the exits are within the tolerances above.
  [[nodiscard]] bool is_within_tolerance() const;
};

[[nodiscard]] SynthesisComparison compare(const synthesis::Recipe& recipe,
                                          const std::vector<trace::NamedSplit>& splits);

}  // namespace dimsim::cli
