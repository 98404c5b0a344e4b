#pragma once

#include <vector>

/// Functions of the normal and the Beta distribution for the generator of traces.
namespace dimsim::synthesis {

/// Φ(score).
[[nodiscard]] double normal_distribution(double score);
/// Its inverse, for 0 < probability < 1.
[[nodiscard]] double normal_quantile(double probability);

/// P(X <= a, Y <= b) of standard normal X and Y with a correlation from -1 to 1: Φ(a)Φ(b) plus the integral
/// of the density over the correlation (Plackett, Biometrika 41, 1954).
[[nodiscard]] double bivariate_normal(double a, double b, double correlation);

/// sqrt(1 - correlation²): the standard deviation of the part of a standard normal variable that is
/// independent of another one with which it has this correlation.
[[nodiscard]] double independent_part(double correlation);

/// Pearson correlation of the indicators of two events of probability p and q, which occur when normal
/// variables with the given correlation are below their p and q quantiles.
[[nodiscard]] double binary_correlation(double latent, double p, double q);

/// Its inverse for correlations >= 0 (tetrachoric correlation); 0.999999 if `binary` is larger than p and q
/// allow.
[[nodiscard]] double latent_correlation(double binary, double p, double q);

/// The quantile function of a Beta distribution on low..high, given by its mean and a + b, as a function of a
/// standard normal score. Interpolated in a table; values stay 1e-4 of the range away from both ends.
class BetaByScore {
 public:
  BetaByScore(double low, double high, double mean, double concentration);
  [[nodiscard]] double operator()(double score) const;

 private:
  std::vector<double> values_;
};

}  // namespace dimsim::synthesis
