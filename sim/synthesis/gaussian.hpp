#pragma once

#include <vector>

/// What the generator of traces needs of the normal distribution and of the Beta distribution.
namespace dimsim::synthesis {

[[nodiscard]] double normal_distribution(double score);
/// 0 < probability < 1.
[[nodiscard]] double normal_quantile(double probability);

/// P(X <= a, Y <= b) of standard normal X and Y with a correlation from -1 to 1: Φ(a)Φ(b) plus the integral
/// of the density over the correlation (Plackett, Biometrika 41, 1954).
[[nodiscard]] double bivariate_normal(double a, double b, double correlation);

/// Standard deviation of what a standard normal variable adds to another one with which it has this
/// correlation.
[[nodiscard]] double independent_part(double correlation);

/// Pearson correlation of two events of probability p and q that happen where normal variables with the given
/// correlation stay below their quantiles.
[[nodiscard]] double binary_correlation(double latent, double p, double q);

/// Its inverse for correlations from 0 on (tetrachoric correlation); the largest below 1 where `binary` is
/// beyond what p and q allow.
[[nodiscard]] double latent_correlation(double binary, double p, double q);

/// A Beta distribution on low..high by its mean and a + b, as a function of a standard normal score, from a
/// table. It keeps a ten-thousandth of the range away from both ends.
class BetaByScore {
 public:
  BetaByScore(double low, double high, double mean, double concentration);
  [[nodiscard]] double operator()(double score) const;

 private:
  std::vector<double> values_;
};

}  // namespace dimsim::synthesis
