#pragma once

#include <cmath>
#include <string>
#include <vector>

#include <fmt/core.h>
#include <gtest/gtest.h>

/// Expectations whose tolerance is a standard error.
namespace dimsim::expect {

struct Estimate {
  double mean = 0;
  double standard_error = 0;
};

/// Mean of an autocorrelated series and its standard error from the means of 40 batches (Law, Simulation
/// Modeling and Analysis, section 9.5.3); the batches must be much longer than the correlation time.
inline Estimate batch_means(const std::vector<double>& series) {
  constexpr std::size_t kBatches = 40;
  const std::size_t length = series.size() / kBatches;
  std::vector<double> means(kBatches, 0);
  double grand = 0;
  for (std::size_t batch = 0; batch < kBatches; ++batch) {
    for (std::size_t i = 0; i < length; ++i) {
      means[batch] += series[batch * length + i] / static_cast<double>(length);
    }
    grand += means[batch] / kBatches;
  }
  double squares = 0;
  for (const double mean : means) {
    squares += (mean - grand) * (mean - grand);
  }
  return {grand, std::sqrt(squares / (kBatches - 1) / kBatches)};
}

/// Expects `measured` within 4 standard errors of `expected`, and that the standard error is at most
/// `precision` of the expected value, so that the test has power. The error is itself estimated from 40
/// batches, so the deviation divided by it follows Student's t with 39 degrees of freedom: it exceeds 4 with
/// a probability of 2.7e-4, one false alarm in about 3,650 seeds.
inline void near(const std::string& what, double expected, const Estimate& measured,
                 double precision = 0.02) {
  const double deviation = measured.mean - expected;
  const std::string report = fmt::format(
      "{}: expected {:.6g}, measured {:.6g} ± {:.2g}, deviation {:+.2f} % = {:+.1f} standard errors", what,
      expected, measured.mean, measured.standard_error, 100 * deviation / expected,
      deviation / measured.standard_error);
  fmt::print("{}\n", report);  // `ctest -V -L theory` lists all deviations
  EXPECT_LE(std::abs(deviation), 4 * measured.standard_error) << report;
  EXPECT_LE(measured.standard_error, precision * std::abs(expected)) << report;
}

}  // namespace dimsim::expect
