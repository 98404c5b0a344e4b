#pragma once

#include "dimsim/base/random.hpp"
#include "dimsim/synthesis/gaussian.hpp"
#include "dimsim/synthesis/recipe.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace dimsim::trace {

/// Which random numbers of a sample's stream are for what; each has room for 1,024. Fixed for good, since
/// they are part of "same seed, same bytes".
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

/// What the exits make of one sample.
struct ExitOutcome {
  std::vector<double> margin;      ///< [L] how clearly each exit is right, standard normal
  std::vector<bool> is_right;      ///< [L]
  std::vector<double> confidence;  ///< [L]
  double ease = 0;                 ///< margins together, standard normal
};

/// Answers of exits that are right as often, as surely and as much alike as a recipe says: a Gaussian copula
/// whose latent correlations are solved for (docs/methods.md has the formulas).
class ExitModel {
 public:
  explicit ExitModel(const Recipe::Exits& target, double chance);

  [[nodiscard]] std::size_t exits() const { return thresholds_.size(); }

  /// `point`: exits() coordinates in (0, 1).
  void draw(std::span<const double> point, const RandomStream& stream, ExitOutcome& outcome) const;

 private:
  struct Population;

  void solve_margins(const Recipe::Exits& target);
  void solve_confidences(const Recipe::Exits& target);
  void draw_margins(std::span<const double> point, ExitOutcome& outcome) const;
  [[nodiscard]] double rank_score(std::size_t exit, double margin) const;
  [[nodiscard]] double confidence(std::size_t exit, bool is_right, double rank, double own) const;

  std::vector<double> thresholds_;  ///< an exit is right above it
  std::vector<double> latent_;      ///< correlation of an exit's margin with the last one's
  std::vector<double> rest_;        ///< correlation of what the last exit leaves open, exits l and l + 1
  std::vector<double> own_;         ///< the same of confidence's own part
  std::vector<BetaByScore> right_;
  std::vector<BetaByScore> wrong_;
  double margin_weight_ = 0;
  double ease_scale_ = 1;
};

}  // namespace dimsim::trace
