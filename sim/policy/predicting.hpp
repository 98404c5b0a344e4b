#pragma once

#include "dimsim/policy/estimates.hpp"
#include "dimsim/policy/policy.hpp"
#include "dimsim/policy/tiers.hpp"

#include <cstddef>
#include <vector>

namespace dimsim::policy {

/// A policy that chooses a tier by the predicted delays of all tiers and sends the request to the deepest
/// exit of that tier.
class Predicting : public Policy {
 public:
  Predicting(const Smoothing& smoothing, const Fleet& fleet);

  void begin(const Knowledge& knowledge) override { estimates_.begin(knowledge); }
  [[nodiscard]] Action start(const Request& request) override;
  [[nodiscard]] bool learns() const override { return true; }
  void feedback(const Request& request, const Feedback& feedback) override {
    estimates_.learn(request, feedback);
  }

 protected:
  /// Chooses the answering tier from the predicted delays of all tiers [s].
  [[nodiscard]] virtual std::size_t choose(const Request& request,
                                           const std::vector<double>& delay_s) const = 0;
  [[nodiscard]] const Fleet& fleet() const { return fleet_; }
  [[nodiscard]] double lambda(std::size_t tier) const { return paths_[tier].lambda; }

 private:
  Fleet fleet_;
  Estimates estimates_;
  std::vector<Path> paths_;      ///< to the answer of each tier
  std::vector<double> delay_s_;  ///< of the present request
};

}  // namespace dimsim::policy
