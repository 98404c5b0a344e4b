#pragma once

#include <cstdint>
#include <optional>

namespace dimsim::cartography {

/// Forgetfulness of a sample that was never predicted correctly; the value of the reference implementation.
inline constexpr int kNeverLearnt = 1000;

/// How coordinates are computed, with the options of the reference implementation (allenai/cartography,
/// selection/train_dy_filtering.py).
struct MapOptions {
  /// --include_ci: variability = sqrt(v + v² / (E − 1)), v being the population variance over E epochs.
  bool include_ci = false;
  /// --burn_out: use only this many epochs from the first one (all if there are fewer). At least 1.
  std::optional<int> burn_out = std::nullopt;
};

/// Variability from the population variance over `epochs`. Contract: at least 2 epochs with include_ci.
[[nodiscard]] double variability(double variance, int epochs, bool include_ci);

/// Running statistics of one sample over its epochs.
class Learning {
 public:
  void add(double gold_probability, bool is_right);

  [[nodiscard]] int epochs() const { return epochs_; }
  /// Mean probability of the gold class; 0 before the first epoch.
  [[nodiscard]] double confidence() const { return mean_; }
  /// Its population variance.
  [[nodiscard]] double variance() const { return epochs_ == 0 ? 0 : squares_ / epochs_; }
  /// Epochs in which the gold class was predicted.
  [[nodiscard]] int correctness() const { return right_; }
  /// Number of times that a wrong prediction followed a right one (Toneva et al., ICLR 2019), or
  /// kNeverLearnt.
  [[nodiscard]] int forgetfulness() const { return right_ == 0 ? kNeverLearnt : forgotten_; }

 private:
  double mean_ = 0;
  double squares_ = 0;  ///< sum of squared deviations from the mean
  std::int32_t epochs_ = 0;
  std::int32_t right_ = 0;
  std::int32_t forgotten_ = 0;
  bool is_right_ = false;  ///< in the last epoch
};

}  // namespace dimsim::cartography
