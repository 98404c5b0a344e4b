#pragma once

#include "dimsim/policy/policy.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dimsim::policy {

/// Hierarchical inference: the device keeps its exit's answer or asks another tier, whose answer is taken to
/// be right. Which fixed rule is best is learned by exponential weights; only what is passed on tells whether
/// the device's answer was right (one-sided feedback).
struct HierarchicalInference {
  /// A fixed rule: keep answers of this confidence or more.
  struct Rule {
    std::array<double, 2> least_confidence = {};  ///< of an answer of class 0; of any other class
    [[nodiscard]] bool keeps(int prediction, double confidence) const {
      return confidence >= least_confidence[prediction == 0 ? 0 : 1];
    }
  };
  /// How a rule's threshold is called and written.
  struct Threshold {
    std::string name;
    std::string meaning;
    double (*of)(const Rule& rule) = nullptr;
  };

  std::vector<Rule> rules;
  std::vector<Threshold> thresholds;
  std::array<double, 2> error_cost = {1, 1};   ///< of a wrong answer of class 0; of any other class
  std::optional<Place> two_classes_only = {};  ///< where the policy stands, if it knows no more
};

/// Parameters of such a policy: those that all share, and its own, which come second.
[[nodiscard]] std::vector<Field> hierarchical_inference_fields(const std::vector<Field>& own);

/// Reads them. Throws InputError for an exit or a tier that the fleet lacks.
[[nodiscard]] std::unique_ptr<Policy> make_hierarchical_inference(HierarchicalInference kind,
                                                                  const Node& parameters, const Fleet& fleet);

/// What learning rate and exploration are by default, and what is our reading, for the rules of the entries.
[[nodiscard]] std::string hierarchical_inference_rule();

}  // namespace dimsim::policy
