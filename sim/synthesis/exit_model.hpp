#pragma once

#include "dimsim/base/random.hpp"
#include "dimsim/synthesis/gaussian.hpp"
#include "dimsim/synthesis/recipe.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace dimsim::synthesis {

/// Uses of the random numbers in a sample's stream, with 1,024 numbers each. The order must never change,
/// since the same seed must give the same bytes.
enum class Draw : std::uint64_t {
  Gold,
  WrongClass,
  Confidence,
  Persistence,
  Runner,
  Place,
  Tokens,
  Embedding
};

[[nodiscard]] constexpr std::uint64_t draw_index(Draw draw, std::size_t number = 0) {
  return (static_cast<std::uint64_t>(draw) << 10U) | number;
}

/// The outcome of one sample at all exits.
struct ExitOutcome {
  std::vector<double> margin;      ///< [L] latent margin of correctness at each exit, standard normal
  std::vector<bool> is_right;      ///< [L]
  std::vector<double> confidence;  ///< [L]
  double ease = 0;                 ///< normalised sum of the margins, standard normal
};

/// Generates answers of exits with the accuracies, confidences and correlations of a recipe: a Gaussian
/// copula whose latent correlations are solved for (docs/methods.md has the formulas).
class ExitModel {
 public:
  ExitModel(const Recipe::Exits& target, double chance);

  [[nodiscard]] std::size_t exits() const { return thresholds_.size(); }

  /// `point` has exits() coordinates in (0, 1).
  void draw(std::span<const double> point, const RandomStream& stream, ExitOutcome& outcome) const;

 private:
  struct Population;

  void solve_margins(const Recipe::Exits& target);
  void solve_confidences(const Recipe::Exits& target);
  void draw_margins(std::span<const double> point, ExitOutcome& outcome) const;
  [[nodiscard]] Population draw_population() const;
  [[nodiscard]] double rank_score(std::size_t exit, double margin) const;
  [[nodiscard]] double confidence(std::size_t exit, bool is_right, double rank, double noise) const;

  std::vector<double> thresholds_;            ///< an exit is right if its margin is above the threshold
  std::vector<double> latent_;                ///< correlation of an exit's margin with the last one's
  std::vector<double> residual_correlation_;  ///< of exits l and l + 1, given the margin at the last exit
  std::vector<double> noise_correlation_;     ///< of exits l and l + 1, for the noise of the confidence
  std::vector<BetaByScore> right_;
  std::vector<BetaByScore> wrong_;
  double margin_weight_ = 0;
  double ease_scale_ = 1;
};

}  // namespace dimsim::synthesis
