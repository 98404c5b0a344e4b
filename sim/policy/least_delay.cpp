#include "dimsim/policy/least_delay.hpp"

#include "dimsim/base/prose.hpp"
#include "dimsim/policy/predicting.hpp"

#include <algorithm>

namespace dimsim::policy {
namespace {

class LeastDelay : public Predicting {
 public:
  using Predicting::Predicting;

 private:
  [[nodiscard]] std::size_t choose(const Request& /*request*/,
                                   const std::vector<double>& delay_s) const override {
    // min_element returns the first minimum, which is the lowest tier.
    return static_cast<std::size_t>(std::min_element(delay_s.begin(), delay_s.end()) - delay_s.begin());
  }
};

}  // namespace

Entry least_delay_entry() {
  return {.name = "least-delay",
          .summary = "each request to the tier with the earliest predicted answer",
          .rule = prose(R"(
tier(request) = argmin over tiers of the predicted delay of the answer of the deepest exit; ties go to
the lowest tier.
)") + " " + estimates_rule(),
          .source =
              "baseline: shortest expected delay (Selen et al., Steady-state analysis of shortest expected "
              "delay routing, Queueing Systems 84, 2016), but with delayed information; the prediction of "
              "delays is our own",
          .parameters = smoothing_fields(),
          .read = [](const Node& parameters) { return creates<LeastDelay>(read_smoothing(parameters)); }};
}

}  // namespace dimsim::policy
