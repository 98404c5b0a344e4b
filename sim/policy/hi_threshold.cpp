#include "dimsim/policy/hi_threshold.hpp"

#include "dimsim/base/prose.hpp"
#include "dimsim/policy/hierarchical_inference.hpp"

#include <fmt/format.h>

namespace dimsim::policy {
namespace {

HierarchicalInference with_one_threshold(std::int64_t grid) {
  HierarchicalInference kind;
  // 0 keeps every answer; 1 offloads all but those with a confidence of 1. Both classes have the same
  // threshold.
  for (std::int64_t step = 0; step <= grid; ++step) {
    const double threshold = static_cast<double>(step) / static_cast<double>(grid);
    kind.rules.push_back({{threshold, threshold}});
  }
  kind.thresholds = {{"threshold", "smallest confidence at which the device's answer is kept",
                      [](const HierarchicalInference::Rule& rule) { return rule.least_confidence[0]; }}};
  return kind;
}

}  // namespace

Entry hi_threshold_entry() {
  return {
      .name = "hi-threshold",
      .summary = "hierarchical inference: a confidence threshold learned from offloaded requests (HIL-N)",
      .rule = prose(fmt::format(R"(
The exit on the device answers with confidence p. A threshold θ from 0, 1/grid, …, 1 is drawn according
to the weights; the answer is kept if p >= θ, otherwise the request goes to `tier`. Loss: β if
offloaded, otherwise 1 for a wrong answer and 0 for a right one. {}
)",
                                hierarchical_inference_rule())),
      .source =
          "Moothedath, Champati and Gross, Getting the best out of both worlds: algorithms for hierarchical "
          "inference at the edge, IEEE TMLCN 2, 2024, arXiv:2304.00891 (HIL-N, cited from memory)",
      .parameters = hierarchical_inference_fields(
          {language::defaulted("grid", language::integer(1, 1000), "100",
                               "number of equal intervals from 0 to 1 whose ends are the thresholds")}),
      .read = [](const Node& parameters) -> Creator {
        return {.create = [grid = parameters.at("grid").integer(),
                           shared = read_hierarchical_inference(parameters)](const Fleet& fleet) {
          return make_hierarchical_inference(with_one_threshold(grid), shared, fleet);
        }};
      }};
}

}  // namespace dimsim::policy
