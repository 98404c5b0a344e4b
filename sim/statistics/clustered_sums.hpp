#pragma once

#include "dimsim/statistics/estimate.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace dimsim::statistics {

/// Sums of some quantities of requests that resemble each other in two ways: those that ask the same text,
/// and those of the same period of a run, which meet the same queues. Gives quotients of two sums (a mean is
/// one, over the number of requests) with intervals that hold for other texts and other periods too.
///
/// With e = y − θ z summed over a cluster, the variance of θ = Σy / Σz over G independent clusters is
///     V = G / (G − 1) · Σ e² / (Σz)²,
/// the ratio estimator of cluster sampling (Cochran, Sampling Techniques, 1977, section 6.3), which is also
/// the delta method and the cluster-robust variance with its usual factor (Cameron and Miller, Journal of
/// Human Resources 50(2), 2015). For two ways at once, V = V_texts + V_periods − V_both, the last over the
/// requests of one text in one period (Cameron, Gelbach and Miller, Journal of Business and Economic
/// Statistics 29(2), 2011), but never less than V_texts or V_periods: the difference of estimates is noisy.
/// The quantile is Student's t, with clusters − 1 degrees of freedom; of the sum, after Satterthwaite
/// (Biometrics Bulletin 2(6), 1946).
class ClusteredSums {
 public:
  explicit ClusteredSums(std::size_t quantities);

  /// What is added from now on is of this period, by any number of its own; ends another one that is open.
  void begin_period(std::size_t number);
  /// Adds a request of a text to the period that is open; one value a quantity.
  void add(std::uint64_t text, std::span<const double> values);
  /// Ends the period: what is added from now on is of another one. Nothing happens when the period is empty.
  /// Call it after the last request too.
  void end_period();

  /// Quotient of the sums of two quantities; no half width for fewer than two texts or periods. Contract: the
  /// last period was ended.
  [[nodiscard]] Estimate quotient(std::size_t numerator, std::size_t denominator) const;

  /// Texts that were asked, and those of them of which a quantity does not add up to 0.
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
  std::size_t period_ = 0;                               ///< number of the open one
  std::unordered_map<std::uint64_t, std::size_t> rows_;  ///< of the texts in the tables below
  std::vector<double> by_text_;                          ///< texts × quantities
  std::vector<double> by_period_;                        ///< periods × quantities
  std::vector<double> open_;                             ///< texts × quantities, of the open period
  std::vector<std::size_t> touched_;                     ///< rows of open_ that hold something
  std::vector<bool> is_touched_;
  /// A cell is the requests of one text in one period. There may be as many as requests, so they are kept as
  /// the sums over all cells of the products of two quantities.
  std::vector<double> products_;  ///< quantities × quantities
  std::size_t cells_ = 0;
};

}  // namespace dimsim::statistics
