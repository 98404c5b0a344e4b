#include "dimsim/policy/exponential_weights.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace dimsim::policy {

std::vector<double> ExponentialWeights::shares() const {
  // Exponents fall without bound; relative to the largest one the sum neither underflows nor overflows.
  const double largest = *std::max_element(exponents_.begin(), exponents_.end());
  std::vector<double> shares(exponents_.size());
  std::transform(exponents_.begin(), exponents_.end(), shares.begin(),
                 [largest](double exponent) { return std::exp(exponent - largest); });
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) {
    share /= sum;
  }
  return shares;
}

std::size_t draw(const std::vector<double>& shares, double number) {
  double sum = 0;
  std::size_t last = 0;
  for (std::size_t expert = 0; expert < shares.size(); ++expert) {
    sum += shares[expert];
    last = shares[expert] > 0 ? expert : last;
    if (number < sum) {
      return expert;
    }
  }
  return last;  // only if rounding leaves the sum of the shares below `number`
}

}  // namespace dimsim::policy
