#pragma once

#include "dimsim/statistics/estimate.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace dimsim::statistics {

/// Arithmetic mean; NaN if there are no values.
[[nodiscard]] double mean(std::span<const double> values);

/// Sample standard deviation (divisor n − 1); NaN for fewer than two values.
[[nodiscard]] double standard_deviation(std::span<const double> values);

/// Quantile of values in rising order, 0 <= p <= 1, by linear interpolation between order statistics: type 7
/// of Hyndman and Fan (The American Statistician 50(4), 1996), NumPy's default. NaN if there are no values.
[[nodiscard]] double quantile(std::span<const double> sorted, double p);

struct Interval {
  double low = 0;
  double high = 0;
};

/// Distribution-free 95 % confidence interval of the median from values in rising order: from the k-th
/// smallest to the k-th largest, with the largest k for which a binomial variable (n trials, p = 1/2) is
/// below k with a probability of at most 2.5 % (David and Nagaraja, Order Statistics, 2003, section 7.1).
/// Empty for fewer than six values.
[[nodiscard]] std::optional<Interval> median_interval(std::span<const double> sorted);

/// The (1 + confidence) / 2 quantile of Student's t: the half width of a two-sided interval in standard
/// errors. `degrees` of freedom > 0, not necessarily an integer; confidence in (0, 1).
[[nodiscard]] double student_quantile(double degrees, double confidence = kConfidence);

/// Half width of the two-sided confidence interval of the mean of independent, roughly normal values:
/// Student's t with n − 1 degrees of freedom. Empty for fewer than two values.
[[nodiscard]] std::optional<double> student_half_width(std::span<const double> values,
                                                       double confidence = kConfidence);

/// Number of batches of batch_means_half_width: 10 to 30 are recommended, and more do not pay (Schmeiser,
/// Operations Research 30(3), 1982).
inline constexpr std::size_t kBatches = 20;

/// Smallest usable number of values in a batch.
inline constexpr std::size_t kShortestBatch = 10;

/// Lag-1 autocorrelation, Σ (x(i) − m)(x(i − 1) − m) / Σ (x(i) − m)² (Box, Jenkins and Reinsel, Time Series
/// Analysis, section 2.1.5). −1/n on average for n independent values; 0 if all values are equal.
[[nodiscard]] double lag_one_correlation(std::span<const double> values);

/// Half width of the 95 % confidence interval of the mean of one stationary, autocorrelated series, by the
/// method of batch means: the series is cut into kBatches contiguous batches of equal length (the first n mod
/// kBatches values are dropped), and Student's t is applied to their means, whose standard deviation is s.
///
/// If batches are not much longer than the correlation time, their means are correlated too, and an interval
/// that assumes independence would be too narrow. So the means are treated as an autoregressive series of
/// order 1 with the correlation φ = max(0, lag_one_correlation + 1 / kBatches), whose mean is as uncertain as
/// that of
///     k = kBatches (1 − φ) / (1 + φ)
/// independent values (Bayley and Hammersley, Supplement to the Journal of the Royal Statistical Society
/// 8(2), 1946); the half width is t(0.975, k − 1) s / √k. The correction of the variance is that of the
/// batch-means procedure N-Skart (Tafazzoli, Steiger and Wilson, IEEE Transactions on Automatic Control
/// 56(2), 2011).
///
/// Empty for series shorter than kBatches × kShortestBatch, and if k < 2: then there is no second independent
/// batch to compare with, as in a series with a trend. The interval is still too narrow for a short series
/// from a busy queue: a run without a long queue contains no information about them (docs/validation.md
/// states the measured coverage). It has no meaning for an overloaded station.
[[nodiscard]] std::optional<double> batch_means_half_width(std::span<const double> series);

}  // namespace dimsim::statistics
