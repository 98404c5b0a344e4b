#include "dimsim/policy/hi_two_thresholds.hpp"

#include "dimsim/base/prose.hpp"
#include "dimsim/policy/hierarchical_inference.hpp"

#include <array>

#include <fmt/format.h>

namespace dimsim::policy {
namespace {

using Rule = HierarchicalInference::Rule;

struct TwoThresholdsParameters {
  std::int64_t grid = 20;
  std::array<double, 2> error_cost = {1, 1};  ///< of a wrong 0, and of a wrong 1
  Place place;
};

/// All pairs of a threshold <= 1/2 and one >= 1/2. The confidence of a 0 is 1 - p.
HierarchicalInference with_two_thresholds(const TwoThresholdsParameters& parameters) {
  HierarchicalInference kind;
  const std::int64_t grid = parameters.grid;
  const auto threshold = [grid](std::int64_t step) {
    return static_cast<double>(step) / static_cast<double>(grid);
  };
  // In integers, so that 1/2 is compared without rounding. With an odd grid, 1/2 is not a threshold.
  for (std::int64_t low = 0; 2 * low <= grid; ++low) {
    // (grid + 1) / 2 is the first step that is not below 1/2.
    for (std::int64_t high = (grid + 1) / 2; high <= grid; ++high) {
      kind.rules.push_back({{threshold(grid - low), threshold(high)}});
    }
  }
  kind.thresholds = {{"low_threshold", "largest p at which a 0 is kept",
                      [](const Rule& rule) { return 1 - rule.least_confidence[0]; }},
                     {"high_threshold", "smallest p at which a 1 is kept",
                      [](const Rule& rule) { return rule.least_confidence[1]; }}};
  kind.error_cost = parameters.error_cost;
  kind.two_classes_only = parameters.place;  // the number of classes is known only at the start of a run
  return kind;
}

Creator read_two_thresholds(const Node& parameters) {
  const TwoThresholdsParameters own = {
      .grid = parameters.at("grid").integer(),
      .error_cost = {parameters.at("false_negative").number(), parameters.at("false_positive").number()},
      .place = parameters.place};
  return {.create = [own, shared = read_hierarchical_inference(parameters)](const Fleet& fleet) {
    return make_hierarchical_inference(with_two_thresholds(own), shared, fleet);
  }};
}

}  // namespace

Entry hi_two_thresholds_entry() {
  return {.name = "hi-two-thresholds",
          .summary =
              "hierarchical inference of two classes: two thresholds learned from offloaded requests (H2T2)",
          .rule = prose(fmt::format(R"(
The exit on the device gives class 1 the probability p. A pair θ_low <= 1/2 <= θ_high of grid points is
drawn according to the weights; a 0 is kept if p <= θ_low, a 1 is kept if p >= θ_high, and other
requests go to `tier`. Loss: β if offloaded, otherwise `false_positive` for a wrong 1, `false_negative`
for a wrong 0, and 0 for a right answer. {} The thresholds do not cross 1/2, so that a kept answer is
the answer of the exit. Needs a task with two classes.
)",
                                    hierarchical_inference_rule())),
          .source =
              "Moothedath, Agarwal, Umeshraja, Gross, Champati and Moharir, Inference offloading for "
              "cost-sensitive "
              "binary classification at the edge, arXiv:2509.15674 (H2T2; abstract and bound seen)",
          .parameters = hierarchical_inference_fields(
              {language::defaulted("false_positive", language::number(0, 1), "1", "loss of a wrong 1"),
               language::defaulted("false_negative", language::number(0, 1), "1", "loss of a wrong 0"),
               language::defaulted("grid", language::integer(2, 100), "20",
                                   "number of equal intervals from 0 to 1 whose ends are the thresholds")}),
          .read = read_two_thresholds};
}

}  // namespace dimsim::policy
