#pragma once

#include "dimsim/synthesis/recipe.hpp"
#include "dimsim/trace/exit_statistics.hpp"
#include "dimsim/trace/writer.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace dimsim::cli {

/// What deviation of a generated trace from its recipe is accepted, whatever its number of samples.
inline constexpr double kAccuracyTolerance = 0.01;
inline constexpr double kCorrelationTolerance = 0.05;

/// A figure of a generated trace beside what it should be. NaN where the trace has none (too few samples).
struct Compared {
  std::string name;
  double generated = 0;
  double target = 0;
};

/// A figure of each exit.
struct ComparedExits {
  std::vector<double> generated;
  std::vector<double> target;

  struct Worst {
    double deviation = 0;  ///< NaN when a figure is not defined
    int exit = 1;          ///< counted from 1
  };
  [[nodiscard]] Worst worst() const;
};

/// Early exit by a threshold on the generated samples beside real ones.
struct ComparedCheck {
  synthesis::Recipe::Check real;
  trace::ThresholdExit generated;
};

/// A generated trace against its recipe. Parts of splits that were not generated are empty.
struct SynthesisComparison {
  std::string split;  ///< whose exits are compared: test, or dev where there is no test
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

  /// Accuracies and correlations of the exits are within the tolerances above.
  [[nodiscard]] bool is_within_tolerance() const;
};

[[nodiscard]] SynthesisComparison compare(const synthesis::Recipe& recipe,
                                          const std::vector<trace::NamedSplit>& splits);

}  // namespace dimsim::cli
