#pragma once

#include <cstddef>
#include <vector>

namespace dimsim::policy {

/// Exponential weights over experts (Cesa-Bianchi and Lugosi, Prediction, Learning, and Games, 2006, section
/// 4.2): the weight of an expert is proportional to exp(-rate × its accumulated loss).
class ExponentialWeights {
 public:
  ExponentialWeights(std::size_t experts, double rate) : rate_(rate), exponents_(experts, 0) {}

  void charge(std::size_t expert, double loss) { exponents_[expert] -= rate_ * loss; }
  /// Normalised weight of each expert; they add up to 1.
  [[nodiscard]] std::vector<double> shares() const;

 private:
  double rate_;
  std::vector<double> exponents_;
};

/// Draws an expert with the given probabilities, by inversion of a uniform number in 0..1.
[[nodiscard]] std::size_t draw(const std::vector<double>& shares, double number);

}  // namespace dimsim::policy
