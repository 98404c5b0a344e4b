#pragma once

#include "dimsim/statistics/estimate.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace dimsim::statistics {

/// Sums of quantities over requests that are correlated in two ways: requests with the same text, and
/// requests in the same period of a run, which meet the same queues. Estimates quotients of two sums (a mean
/// is the quotient over the number of requests) with intervals that are valid for other texts and other
/// periods too.
///
/// With e = y − θ z summed over a cluster, the variance of θ = Σy / Σz over G independent clusters is
///     V = G / (G − 1) · Σ e² / (Σz)²,
/// the ratio estimator of cluster sampling (Cochran, Sampling Techniques, 1977, section 6.3), which is also
/// the delta method and the cluster-robust variance with its usual factor (Cameron and Miller, Journal of
/// Human Resources 50(2), 2015). For two-way clustering, V = V_texts + V_periods − V_both, the last over the
/// requests of one text in one period (Cameron, Gelbach and Miller, Journal of Business and Economic
/// Statistics 29(2), 2011), but never less than V_texts or V_periods, since the difference of estimates is
/// noisy. The quantile is Student's t with clusters − 1 degrees of freedom; for the sum they follow
/// Satterthwaite (Biometrics Bulletin 2(6), 1946).
class ClusteredSums {
 public:
  explicit ClusteredSums(std::size_t quantities);

  /// Starts the period with the given number, which only has to differ from its neighbours', and ends the
  /// open one.
  void begin_period(std::size_t number);
  /// Adds a request with a text to the open period; one value for each quantity.
  void add(std::uint64_t text, std::span<const double> values);
  /// Ends the open period; later requests belong to another one. Does nothing if the period is empty. Must
  /// also be called after the last request.
  void end_period();

  /// Quotient of the sums of two quantities; without a half width if there are fewer than two texts or
  /// periods. Contract: end_period() was called after the last add().
  [[nodiscard]] Estimate quotient(std::size_t numerator, std::size_t denominator) const;

  /// Number of distinct texts, and of those for which the sum of a quantity is not 0.
  [[nodiscard]] std::size_t texts() const { return rows_.size(); }
  [[nodiscard]] std::size_t texts_with(std::size_t quantity) const;
  [[nodiscard]] std::size_t periods() const { return by_period_.size() / quantities_; }

 private:
  struct Variance {
    double value = 0;
    double degrees = 0;  ///< of freedom
  };

  [[nodiscard]] double total(std::size_t quantity) const;
  [[nodiscard]] Variance between(std::span<const double> sums, double theta, std::size_t numerator,
                                 std::size_t denominator) const;
  [[nodiscard]] Variance between_cells(double theta, std::size_t numerator, std::size_t denominator) const;

  std::size_t quantities_;
  std::size_t period_ = 0;                               ///< number of the open period
  std::unordered_map<std::uint64_t, std::size_t> rows_;  ///< row of each text in the tables below
  std::vector<double> by_text_;                          ///< texts × quantities
  std::vector<double> by_period_;                        ///< periods × quantities
  std::vector<double> open_;                             ///< texts × quantities, of the open period
  std::vector<std::size_t> touched_;                     ///< rows of open_ that are in use
  std::vector<bool> is_touched_;
  /// A cell is the set of requests with one text in one period. There may be as many cells as requests, so
  /// only the sums of products of two quantities over all cells are kept.
  std::vector<double> products_;  ///< quantities × quantities
  std::size_t cells_ = 0;
};

}  // namespace dimsim::statistics
