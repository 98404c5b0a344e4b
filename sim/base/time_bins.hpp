#pragma once

#include <cstddef>
#include <vector>

namespace dimsim {

/// An amount over time, in bins of equal width from 0 on. When time goes beyond the last of kMost bins, bins
/// become twice as wide, so that memory does not grow with time and bins of two courses can be made alike.
class TimeBins {
 public:
  static constexpr std::size_t kMost = 512;

  /// Spreads an amount evenly over [begin_s, end_s]; 0 <= begin_s <= end_s, finite.
  void add(double begin_s, double end_s, double amount);
  /// Adds empty bins up to a date.
  void cover(double end_s);
  /// Moves what a bin holds beyond what it can hold to the nearest bins with room; all end at `end_s`. A bin
  /// can hold `most_per_s` × its length, plus what `differences` (bins of the same width) has there. For
  /// amounts that were spread evenly but cannot have come so fast: their sum stays, and a time in which all
  /// came as fast as possible is whole again.
  void level(double most_per_s, double end_s, const TimeBins& differences);
  void level(double most_per_s, double end_s) { level(most_per_s, end_s, TimeBins()); }
  /// Makes bins at least as wide as these.
  void widen_to(double width_s);

  [[nodiscard]] double width_s() const { return width_s_; }
  /// Amount in each bin.
  [[nodiscard]] const std::vector<double>& amounts() const { return amounts_; }

 private:
  void widen();

  double width_s_ = 1.0 / 1024;  ///< a power of two, so that neither it nor its inverse is rounded
  double bins_per_s_ = 1024;
  std::vector<double> amounts_;
};

}  // namespace dimsim
