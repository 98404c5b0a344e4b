#include "dimsim/policy/least_delay.hpp"

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
    return static_cast<std::size_t>(std::min_element(delay_s.begin(), delay_s.end()) - delay_s.begin());
  }
};

}  // namespace

Entry least_delay_entry() {
  return {.name = "least-delay",
          .summary = "each request to the tier whose answer is predicted to be there first",
          .rule =
              "tier(request) = argmin over tiers of the predicted delay of the answer of its deepest exit; "
              "among equals the lowest. " +
              estimates_rule(),
          .source =
              "baseline: shortest expected delay (Selen et al., Steady-state analysis of shortest expected "
              "delay routing, Queueing Systems 84, 2016), but with delayed news; how a delay is predicted is "
              "our own",
          .parameters = habit_fields(),
          .make = [](const Node& parameters, const Fleet& fleet) -> std::unique_ptr<Policy> {
            return std::make_unique<LeastDelay>(fleet, read_habits(parameters));
          }};
}

}  // namespace dimsim::policy
