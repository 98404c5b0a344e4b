#include "dimsim/statistics/paired_difference.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/statistics/replications.hpp"
#include "dimsim/statistics/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <vector>

#include <boost/math/distributions/students_t.hpp>

namespace dimsim::statistics {
namespace {

double variance(std::span<const double> values) {
  const double deviation = standard_deviation(values);
  return deviation * deviation;
}

/// Two-sided p-value of the hypothesis that the mean is 0. Contract: at least two values, none of them NaN.
double p_value(std::span<const double> differences) {
  const double centre = std::abs(mean(differences));
  const double deviation = standard_deviation(differences);
  if (deviation == 0) {  // the quotient below would be 0/0 or infinite
    return centre == 0 ? 1 : 0;
  }
  const auto count = static_cast<double>(differences.size());
  const boost::math::students_t student(count - 1);
  return 2 * boost::math::cdf(boost::math::complement(student, centre / deviation * std::sqrt(count)));
}

}  // namespace

PairedDifference paired_difference(std::span<const double> a, std::span<const double> b, double confidence) {
  if (a.size() != b.size()) {
    throw InvariantError("paired values differ in number");
  }
  std::vector<double> differences;
  std::transform(a.begin(), a.end(), b.begin(), std::back_inserter(differences), std::minus<>());
  PairedDifference result;
  result.difference = across_replications(differences, confidence);
  if (!std::isfinite(result.difference.half_width)) {  // a single replication, or a NaN among the values
    return result;
  }
  result.p_value = p_value(differences);
  const double independent = variance(a) + variance(b);
  if (independent > 0) {
    result.variance_cut = 1 - variance(differences) / independent;
  }
  return result;
}

}  // namespace dimsim::statistics
