#pragma once

#include <cstddef>
#include <vector>

namespace dimsim::policy {

/// Exponential weights over experts (Cesa-Bianchi and Lugosi, Prediction, Learning, and Games, 2006,
/// section 4.2): the share of an expert is proportional to exp(-rate × the losses charged to it).
class ExponentialWeights {
 public:
  ExponentialWeights(std::size_t experts, double rate) : rate_(rate), exponents_(experts, 0) {}

  void charge(std::size_t expert, double loss) { exponents_[expert] -= rate_ * loss; }
  /// Of each expert; they add up to 1.
  [[nodiscard]] std::vector<double> shares() const;

 private:
  double rate_;
  std::vector<double> exponents_;
};

/// The expert on whom a number of 0..1 falls when their shares lie side by side.
[[nodiscard]] std::size_t drawn_from(const std::vector<double>& shares, double number);

}  // namespace dimsim::policy
