#pragma once

#include "dimsim/policy/entry.hpp"
#include "dimsim/policy/offload.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dimsim::policy {

/// Hierarchical inference: the device keeps the answer of its exit or asks another tier, whose answer is
/// taken as the truth. The best fixed rule is learned by exponential weights; only offloaded requests show
/// whether the device's answer was right (one-sided feedback).
struct HierarchicalInference {
  /// A fixed rule: keep answers with at least this confidence.
  struct Rule {
    std::array<double, 2> least_confidence = {};  ///< for answers of class 0, and of any other class
    [[nodiscard]] bool keeps(int prediction, double confidence) const {
      return confidence >= least_confidence[prediction == 0 ? 0 : 1];
    }
  };
  /// Name and value of a rule's threshold in reports.
  struct Threshold {
    std::string name;
    std::string meaning;
    double (*of)(const Rule& rule) = nullptr;
  };

  std::vector<Rule> rules;
  std::vector<Threshold> thresholds;
  std::array<double, 2> error_cost = {1, 1};   ///< for wrong answers of class 0, and of any other class
  std::optional<Place> two_classes_only = {};  ///< place of the policy, if it supports only two classes
};

/// Parameters of such a policy: the offload cost, its own ones, then the other shared ones.
[[nodiscard]] std::vector<Field> hierarchical_inference_fields(const std::vector<Field>& own);

/// The values of the shared ones.
struct HierarchicalInferenceParameters {
  double offload_cost = 0;           ///< β
  std::optional<std::int64_t> exit;  ///< layer on the device; empty: the deepest exit
  Place exit_place;
  OffloadTier tier;
  double horizon = 0;                   ///< n
  std::optional<double> learning_rate;  ///< η; empty: by the rule
  std::optional<double> exploration;    ///< ε; empty: by the rule
  bool shared = false;
};

[[nodiscard]] HierarchicalInferenceParameters read_hierarchical_inference(const Node& parameters);

/// Creates the policy. Throws InputError for an exit or a tier that the fleet does not have.
[[nodiscard]] std::unique_ptr<Policy> make_hierarchical_inference(
    HierarchicalInference kind, const HierarchicalInferenceParameters& parameters, const Fleet& fleet);

/// The shared part of the rules: the update, the default learning rate and exploration, and our
/// interpretation.
[[nodiscard]] std::string hierarchical_inference_rule();

}  // namespace dimsim::policy
