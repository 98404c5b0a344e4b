// The model has two layers (docs/methods.md, "Synthetic traces"). A latent margin for each exit decides
// whether the exit is right; a Gaussian copula gives these margins the correlations of the recipe and leaves
// the accuracies as they are. Given right or wrong, the confidence follows a Beta distribution, whose
// quantile is a weighted sum of the margin's rank and of independent noise: an exit that is clearly right
// tends to be confident.
//
// All correlations are solved for once, in the constructor. Drawing a sample takes neither a search nor an
// integral.
#include "dimsim/synthesis/exit_model.hpp"

#include "dimsim/synthesis/point_set.hpp"
#include "dimsim/trace/exit_statistics.hpp"

#include <algorithm>
#include <cmath>

namespace dimsim::synthesis {
namespace {

/// Number of samples that confidences are fitted to. They have their own random numbers, so that the model
/// depends on the recipe only and not on the seed or the size of the trace.
constexpr std::size_t kExitPopulation = 4096;
constexpr const char* kExitPopulationName = "population";

/// Bound of the autoregression's coefficient; at 1 an exit would have no noise of its own.
constexpr double kMaxCoefficient = 0.9999;

}  // namespace

ExitModel::ExitModel(const Recipe::Exits& target, double chance) : margin_weight_(target.margin_weight) {
  for (std::size_t exit = 0; exit < target.accuracy.size(); ++exit) {
    thresholds_.push_back(-normal_quantile(target.accuracy[exit]));
    const auto table = [&](double mean) {
      return BetaByScore(chance, target.highest_confidence[exit], mean, target.concentration[exit]);
    };
    right_.push_back(table(target.confidence_right[exit]));
    wrong_.push_back(table(target.confidence_wrong[exit]));
  }
  solve_margins(target);
  solve_confidences(target);
}

/// Margins are m_l = r_l m_L + sqrt(1 - r_l²) e_l, where r_l is solved for the given correlation of
/// correctness with the last exit's. The e_l are an autoregression whose coefficients make the margins a
/// Markov chain, cor(m_l, m_l+1) = r_l / r_l+1, for rising r.
void ExitModel::solve_margins(const Recipe::Exits& target) {
  const std::size_t last = exits() - 1;
  for (std::size_t exit = 0; exit < last; ++exit) {
    latent_.push_back(
        latent_correlation(target.correlation_with_last[exit], target.accuracy[exit], target.accuracy[last]));
  }
  latent_.push_back(1);
  residual_correlation_.assign(exits(), 0);
  for (std::size_t exit = 0; exit + 1 < last; ++exit) {
    const double here = latent_[exit];
    const double next = latent_[exit + 1];
    const double larger = std::max(here, next);
    const double neighbours = larger > 0 ? std::min(here, next) / larger : 0;
    residual_correlation_[exit] =
        std::clamp((neighbours - here * next) / (independent_part(here) * independent_part(next)), 0.0, 1.0);
  }
  // Var Σ m_l is the sum of all covariances r_i r_j + sqrt(1 - r_i²) sqrt(1 - r_j²) cor(e_i, e_j), where the
  // autoregression makes cor(e_i, e_j) the product of the coefficients between i and j.
  double variance = 0;
  for (std::size_t i = 0; i <= last; ++i) {
    double chain = 1;
    for (std::size_t j = i; j <= last; ++j) {
      const double covariance = i == j ? 1
                                       : latent_[i] * latent_[j] + independent_part(latent_[i]) *
                                                                       independent_part(latent_[j]) * chain;
      variance += (i == j ? 1 : 2) * covariance;
      chain *= residual_correlation_[j];
    }
  }
  ease_scale_ = 1 / std::sqrt(variance);
}

void ExitModel::draw_margins(std::span<const double> point, ExitOutcome& outcome) const {
  const std::size_t last = exits() - 1;
  outcome.margin.resize(exits());
  outcome.is_right.resize(exits());
  // The last exit takes the first coordinate: the first dimensions of a Sobol sequence are its most uniform
  // ones, and every other margin depends on this one.
  outcome.margin[last] = normal_quantile(point[0]);
  double residual = 0;
  double sum = 0;
  for (std::size_t exit = last + 1; exit-- > 0;) {
    if (exit < last) {
      residual = residual_correlation_[exit] * residual +
                 independent_part(residual_correlation_[exit]) * normal_quantile(point[last - exit]);
      outcome.margin[exit] =
          latent_[exit] * outcome.margin[last] + independent_part(latent_[exit]) * residual;
    }
    outcome.is_right[exit] = outcome.margin[exit] > thresholds_[exit];
    sum += outcome.margin[exit];
  }
  outcome.ease = sum * ease_scale_;
}

/// Normal score of the rank of a margin among the right answers if the exit is right, otherwise among the
/// wrong ones.
double ExitModel::rank_score(std::size_t exit, double margin) const {
  constexpr double kEnd = 1e-12;
  const double threshold = thresholds_[exit];
  // Computed from the opposite tail to avoid cancellation.
  const double rank = margin > threshold ? 1 - normal_distribution(-margin) / normal_distribution(-threshold)
                                         : 1 - normal_distribution(margin) / normal_distribution(threshold);
  return normal_quantile(std::clamp(rank, kEnd, 1 - kEnd));
}

double ExitModel::confidence(std::size_t exit, bool is_right, double rank, double noise) const {
  const double score = margin_weight_ * rank + independent_part(margin_weight_) * noise;
  return is_right ? right_[exit](score) : wrong_[exit](score);
}

/// Values of the fixed population at each exit.
struct ExitModel::Population {
  std::vector<std::vector<double>> rank;
  std::vector<std::vector<bool>> is_right;
  std::vector<std::vector<double>> noise;
};

ExitModel::Population ExitModel::draw_population() const {
  const PointSet points(kExitPopulation, exits(), 0, kExitPopulationName);
  Population population{.rank = std::vector(exits(), std::vector<double>(kExitPopulation)),
                        .is_right = std::vector(exits(), std::vector<bool>(kExitPopulation)),
                        .noise = std::vector(exits(), std::vector<double>(kExitPopulation))};
  ExitOutcome outcome;
  for (std::size_t sample = 0; sample < kExitPopulation; ++sample) {
    draw_margins(points[sample], outcome);
    const RandomStream stream(0, 0, Purpose::Synthesis,
                              Entity(kExitPopulationName, static_cast<std::uint32_t>(sample)));
    for (std::size_t exit = 0; exit < exits(); ++exit) {
      population.rank[exit][sample] = rank_score(exit, outcome.margin[exit]);
      population.is_right[exit][sample] = outcome.is_right[exit];
      population.noise[exit][sample] = stream.normal(draw_index(Draw::Confidence, exit));
    }
  }
  return population;
}

/// The independent part of the confidence is an autoregression from the last exit down, with the coefficients
/// that give neighbouring confidences the required correlation. Bisection works because the correlation rises
/// with the coefficient.
void ExitModel::solve_confidences(const Recipe::Exits& target) {
  const Population population = draw_population();
  const auto confidences = [&](std::size_t exit, const std::vector<double>& noise) {
    std::vector<double> values(kExitPopulation);
    for (std::size_t sample = 0; sample < kExitPopulation; ++sample) {
      values[sample] =
          confidence(exit, population.is_right[exit][sample], population.rank[exit][sample], noise[sample]);
    }
    return values;
  };
  noise_correlation_.assign(exits(), 0);
  std::vector<double> noise = population.noise.back();
  std::vector<double> above = confidences(exits() - 1, noise);
  for (std::size_t exit = exits() - 1; exit-- > 0;) {
    const auto with = [&](double coefficient) {
      std::vector<double> values(kExitPopulation);
      for (std::size_t sample = 0; sample < kExitPopulation; ++sample) {
        values[sample] =
            coefficient * noise[sample] + independent_part(coefficient) * population.noise[exit][sample];
      }
      return values;
    };
    // 20 halvings leave an interval of 2e-6, well below the 1/64 by which a correlation of 4,096 samples
    // varies.
    double low = -kMaxCoefficient;
    double high = kMaxCoefficient;
    constexpr int kHalvings = 20;
    for (int i = 0; i < kHalvings; ++i) {
      const double middle = (low + high) / 2;
      (trace::correlation(confidences(exit, with(middle)), above) < target.confidence_correlation[exit]
           ? low
           : high) = middle;
    }
    noise_correlation_[exit] = (low + high) / 2;
    noise = with(noise_correlation_[exit]);
    above = confidences(exit, noise);
  }
}

void ExitModel::draw(std::span<const double> point, const RandomStream& stream, ExitOutcome& outcome) const {
  draw_margins(point, outcome);
  outcome.confidence.resize(exits());
  double noise = 0;
  for (std::size_t exit = exits(); exit-- > 0;) {
    noise = noise_correlation_[exit] * noise +
            independent_part(noise_correlation_[exit]) * stream.normal(draw_index(Draw::Confidence, exit));
    outcome.confidence[exit] =
        confidence(exit, outcome.is_right[exit], rank_score(exit, outcome.margin[exit]), noise);
  }
}

}  // namespace dimsim::synthesis
