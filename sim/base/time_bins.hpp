#pragma once

#include <cstddef>
#include <vector>

namespace dimsim {

/// An amount over time, in bins of equal width from 0 on. If a date lies beyond the last of kMost bins, all
/// bins become twice as wide, so that memory is bounded and the bins of two objects can be given the same
/// width.
class TimeBins {
 public:
  static constexpr std::size_t kMost = 512;

  /// Spreads an amount evenly over [begin_s, end_s]; 0 <= begin_s <= end_s, finite.
  void add(double begin_s, double end_s, double amount);
  /// Adds empty bins up to a date.
  void cover(double end_s);
  /// Moves the excess of each bin over its capacity to the nearest bins with room; all bins end at `end_s`.
  /// The capacity of a bin is `most_per_s` × its length plus the amount of `differences` (bins of the same
  /// width) in it. For amounts that were spread evenly over a time, but cannot have been that fast in part of
  /// it. The sum is preserved, and a period at full capacity is restored.
  void level(double most_per_s, double end_s, const TimeBins& differences);
  void level(double most_per_s, double end_s) { level(most_per_s, end_s, TimeBins()); }
  /// Doubles the width until it is at least `width_s`.
  void widen_to(double width_s);

  [[nodiscard]] double width_s() const { return width_s_; }
  /// The amount in each bin.
  [[nodiscard]] const std::vector<double>& amounts() const { return amounts_; }

 private:
  void widen();

  double width_s_ = 1.0 / 1024;  ///< a power of two, so that neither it nor its inverse is rounded
  double bins_per_s_ = 1024;
  std::vector<double> amounts_;
};

}  // namespace dimsim
