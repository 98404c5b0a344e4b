#pragma once

#include "dimsim/policy/estimates.hpp"
#include "dimsim/policy/policy.hpp"
#include "dimsim/policy/tiers.hpp"

#include <cstddef>
#include <vector>

namespace dimsim::policy {

/// A policy that knows the predicted delay of each tier's answer and sends a request to one of them, to its
/// deepest exit.
class Predicting : public Policy {
 public:
  Predicting(const Fleet& fleet, const Habits& habits);

  void begin(const Knowledge& knowledge) override { estimates_.begin(knowledge); }
  [[nodiscard]] Action start(const Request& request) override;
  [[nodiscard]] bool learns() const override { return true; }
  void feedback(const Request& request, const Feedback& feedback) override {
    estimates_.learn(request, feedback);
  }

 protected:
  /// The tier that answers, from the predicted delays of all [s].
  [[nodiscard]] virtual std::size_t choose(const Request& request,
                                           const std::vector<double>& delay_s) const = 0;
  [[nodiscard]] const Fleet& fleet() const { return fleet_; }
  [[nodiscard]] double lambda(std::size_t tier) const { return ways_[tier].lambda; }

 private:
  Fleet fleet_;
  Estimates estimates_;
  std::vector<Way> ways_;        ///< to each tier's answer
  std::vector<double> delay_s_;  ///< of the request at hand
};

}  // namespace dimsim::policy
