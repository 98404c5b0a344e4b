#include "dimsim/synthesis/gaussian.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>

namespace dimsim::synthesis {
namespace {

constexpr double kSqrt2 = 1.4142135623730950488;
constexpr double kPi = 3.14159265358979323846;
constexpr double kLargestLatent = 0.999999;  // the integrand has no limit at 1

// Table of BetaByScore: a sample in three million lies beyond 5 standard deviations.
constexpr double kLastScore = 5;
constexpr std::size_t kKnots = 401;
constexpr double kMargin = 1e-4;

}  // namespace

// By erfc, not 1 + erf: in the lower tail the latter cancels.
double normal_distribution(double score) { return std::erfc(-score / kSqrt2) / 2; }

double normal_quantile(double probability) { return -kSqrt2 * boost::math::erfc_inv(2 * probability); }

// Plackett: the derivative of P(X <= a, Y <= b) with respect to the correlation r is the density at (a, b).
// Its factor 1 / sqrt(1 - r²) is infinite at r = 1; with r = sin θ it cancels against dr = cos θ dθ, and the
// integrand stays bounded (Genz, Statistics and Computing 14, 2004, section 2).
double bivariate_normal(double a, double b, double correlation) {
  const auto density = [a, b](double angle) {
    const double cosine = std::cos(angle);
    return std::exp(-(a * a + b * b - 2 * a * b * std::sin(angle)) / (2 * cosine * cosine));
  };
  const double limit = std::asin(correlation);
  constexpr unsigned kDepth = 12;
  constexpr double kTolerance = 1e-10;
  return normal_distribution(a) * normal_distribution(b) +
         boost::math::quadrature::gauss_kronrod<double, 31>::integrate(density, 0.0, limit, kDepth,
                                                                       kTolerance) /
             (2 * kPi);
}

double independent_part(double correlation) {
  return std::sqrt(std::max(0.0, 1 - correlation * correlation));
}

double binary_correlation(double latent, double p, double q) {
  const double both = bivariate_normal(normal_quantile(p), normal_quantile(q), latent);
  return (both - p * q) / std::sqrt(p * (1 - p) * q * (1 - q));
}

// By bisection, since the binary correlation rises with the latent one: its derivative is a density.
double latent_correlation(double binary, double p, double q) {
  double low = 0;
  double high = kLargestLatent;
  if (binary_correlation(high, p, q) <= binary) {
    return high;
  }
  constexpr int kHalvings = 40;  // 2^-40: well below the tolerance of the integral
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (low + high) / 2;
    (binary_correlation(middle, p, q) < binary ? low : high) = middle;
  }
  return (low + high) / 2;
}

// A table, since ibeta_inv() iterates and is called for each exit of each sample, in solve_confidences() even
// for each step of a bisection. Interpolating in the score, not in the probability, puts many knots into the
// tails.
BetaByScore::BetaByScore(double low, double high, double mean, double concentration) {
  const double relative = std::clamp((mean - low) / (high - low), kMargin, 1 - kMargin);
  values_.reserve(kKnots);
  for (std::size_t knot = 0; knot < kKnots; ++knot) {
    const double score = kLastScore * (2 * static_cast<double>(knot) / static_cast<double>(kKnots - 1) - 1);
    const double quantile = boost::math::ibeta_inv(relative * concentration, (1 - relative) * concentration,
                                                   normal_distribution(score));
    values_.push_back(low + (high - low) * std::clamp(quantile, kMargin, 1 - kMargin));
  }
}

double BetaByScore::operator()(double score) const {
  const double last = static_cast<double>(kKnots - 1);
  const double position = std::clamp((score / kLastScore + 1) / 2, 0.0, 1.0) * last;
  const auto knot = std::min(static_cast<std::size_t>(position), kKnots - 2);
  const double part = position - static_cast<double>(knot);
  return values_[knot] + part * (values_[knot + 1] - values_[knot]);
}

}  // namespace dimsim::synthesis
