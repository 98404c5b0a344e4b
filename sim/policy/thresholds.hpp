#pragma once

#include "dimsim/policy/climb.hpp"
#include "dimsim/policy/read_parameters.hpp"
#include "dimsim/policy/report.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace dimsim::policy {

/// Parameters `thresholds`, `mu` and `drop`.
[[nodiscard]] std::vector<Field> threshold_fields();

/// Their values.
struct ThresholdParameters {
  std::vector<double> given;  ///< one for each tier from the device upwards, or one for all; empty: tuned
  Place place;                ///< of `thresholds`
  std::optional<double> mu;   ///< empty: tuned
  double drop = 0;

  [[nodiscard]] bool are_tuned() const { return given.empty(); }
};

/// Throws InputError for numbers together with `auto`.
[[nodiscard]] ThresholdParameters read_thresholds(const Node& parameters);

/// The smallest confidence at which each exit of a climb answers.
///
/// Contract: if they are tuned, tune() is called before answers().
class Thresholds {
 public:
  /// Throws InputError, at the place of `thresholds`, if the climb does not have as many tiers.
  Thresholds(const ThresholdParameters& parameters, const Climb& climb);

  [[nodiscard]] bool are_tuned() const { return are_auto_; }
  /// Chooses the thresholds that maximise the mean reward on the calibration samples, where sample i starts
  /// at first_rung[i] (reward::best_thresholds).
  void tune(const Climb& climb, const trace::Split& calibration, std::span<const std::size_t> first_rung);

  /// Whether a rung answers at this confidence; the last one always does.
  [[nodiscard]] bool answers(std::size_t rung, double confidence) const {
    return rung >= of_rung_.size() || confidence >= of_rung_[rung];
  }
  /// The tuned thresholds and their mean reward.
  [[nodiscard]] Report report(const Climb& climb) const;

 private:
  /// The weight of λ used for tuning, and the mean reward on the calibration samples.
  struct Chosen {
    double mu = 0;
    double reward = 0;
  };

  std::vector<double> of_rung_;  ///< of all rungs except the last
  bool are_auto_ = false;
  std::optional<double> given_mu_;  ///< empty if mu is tuned too
  double drop_ = 0;                 ///< accuracy that may be lost in that case
  std::optional<Chosen> chosen_;
};

}  // namespace dimsim::policy
