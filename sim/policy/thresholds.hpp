#pragma once

#include "dimsim/language/node.hpp"
#include "dimsim/language/type.hpp"
#include "dimsim/policy/climb.hpp"
#include "dimsim/policy/report.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace dimsim::policy {

/// Parameters `thresholds`, `mu` and `drop`.
[[nodiscard]] std::vector<Field> threshold_fields();

/// From which confidence each exit of a climb answers.
///
/// Contract: made from the parameters of threshold_fields(); where they say `auto`, tune() comes before
/// the first question.
class Thresholds {
 public:
  /// Throws InputError at the parameter's place.
  Thresholds(const Node& parameters, const Climb& climb);

  [[nodiscard]] bool are_chosen_here() const { return are_auto_; }
  /// Chooses what maximises the mean reward on calibration samples, sample i beginning at first_rung[i]
  /// (cartography::best_thresholds).
  void tune(const Climb& climb, const trace::Split& calibration, std::span<const std::size_t> first_rung);

  /// The last rung answers at any confidence.
  [[nodiscard]] bool answers(std::size_t rung, double confidence) const {
    return rung >= of_rung_.size() || confidence >= of_rung_[rung];
  }
  /// The thresholds that were chosen here, and the mean reward that they had.
  [[nodiscard]] Report report(const Climb& climb) const;

 private:
  /// The weight of λ by which the thresholds were chosen, and their mean reward on the calibration samples.
  struct Chosen {
    double mu = 0;
    double reward = 0;
  };

  std::vector<double> of_rung_;  ///< but the last
  bool are_auto_ = false;
  std::optional<double> given_mu_;  ///< none: to be chosen too
  double drop_ = 0;                 ///< accuracy that may be lost when it is
  std::optional<Chosen> chosen_;
};

}  // namespace dimsim::policy
