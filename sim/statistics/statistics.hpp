#pragma once

#include "dimsim/statistics/estimate.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace dimsim::statistics {

/// Arithmetic mean; NaN of nothing.
[[nodiscard]] double mean(std::span<const double> values);

/// Sample standard deviation (divisor n − 1); NaN of fewer than two values.
[[nodiscard]] double standard_deviation(std::span<const double> values);

/// Quantile of values in rising order, 0 <= p <= 1, by linear interpolation between order statistics: type 7
/// of Hyndman and Fan (The American Statistician 50(4), 1996), NumPy's default. NaN of nothing.
[[nodiscard]] double quantile(std::span<const double> sorted, double p);

struct Interval {
  double low = 0;
  double high = 0;
};

/// 95 % confidence interval of the median from values in rising order, whatever their distribution: from the
/// k-th smallest to the k-th largest, with the largest k for which a binomial variable of n trials of 1/2 is
/// below k with a probability of at most 2.5 % (David and Nagaraja, Order Statistics, 2003, section 7.1).
/// Nothing for fewer than six values.
[[nodiscard]] std::optional<Interval> median_interval(std::span<const double> sorted);

/// Student's t that (1 + confidence) / 2 of its distribution are below: half of a two-sided interval of that
/// confidence, in standard errors. `degrees` of freedom above 0, not necessarily whole; confidence in (0, 1).
[[nodiscard]] double student_quantile(double degrees, double confidence = kConfidence);

/// Half width of the two-sided confidence interval of the mean of independent, roughly normal values:
/// Student's t with n − 1 degrees of freedom. Nothing for fewer than two values.
[[nodiscard]] std::optional<double> student_half_width(std::span<const double> values,
                                                       double confidence = kConfidence);

/// Number of batches of batch_means_half_width: between the 10 and the 30 beyond which more batches do not
/// pay (Schmeiser, Operations Research 30(3), 1982).
inline constexpr std::size_t kBatches = 20;

/// Shortest batch that is taken for a batch.
inline constexpr std::size_t kShortestBatch = 10;

/// Correlation of values and those next to them, Σ (x(i) − m)(x(i − 1) − m) / Σ (x(i) − m)² (Box, Jenkins and
/// Reinsel, Time Series Analysis, section 2.1.5). −1/n on average for n independent values; 0 where all are
/// alike.
[[nodiscard]] double lag_one_correlation(std::span<const double> values);

/// Half width of the 95 % confidence interval of the mean of one stationary, autocorrelated series, by the
/// method of batch means: the series is cut into kBatches contiguous batches of equal length (the first n mod
/// kBatches values are left out), and Student's t is applied to their means, whose standard deviation is s.
///
/// Batches that are not much longer than the correlation have means that are correlated too, and the interval
/// of independent ones would be too narrow. So they count as an autoregressive series of order 1 with the
/// correlation φ = max(0, lag_one_correlation + 1 / kBatches), whose mean is as uncertain as that of
///     k = kBatches (1 − φ) / (1 + φ)
/// independent ones (Bayley and Hammersley, Supplement to the Journal of the Royal Statistical Society 8(2),
/// 1946); the half width is t(0.975, k − 1) s / √k. The correction of the variance is that of the batch-means
/// procedure N-Skart (Tafazzoli, Steiger and Wilson, IEEE Transactions on Automatic Control 56(2), 2011).
///
/// Nothing for series shorter than kBatches × kShortestBatch, and where k is below 2: there is no second
/// independent batch to compare with, as in a series that rises all along. Still too narrow where a busy
/// queue's series is short, since a run that met no long queue knows nothing of them (README has what it
/// covers). Meaningless for an overloaded station.
[[nodiscard]] std::optional<double> batch_means_half_width(std::span<const double> series);

}  // namespace dimsim::statistics
