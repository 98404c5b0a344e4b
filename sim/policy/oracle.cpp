#include "dimsim/policy/oracle.hpp"

#include "dimsim/base/prose.hpp"
#include "dimsim/policy/tiers.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace dimsim::policy {
namespace {

class Oracle : public Policy {
 public:
  explicit Oracle(Fleet fleet) : fleet_(std::move(fleet)), by_cost_(fleet_.tiers.size()) {
    std::iota(by_cost_.begin(), by_cost_.end(), std::size_t{0});
    // Stable: ties go to the lowest tier.
    std::stable_sort(by_cost_.begin(), by_cost_.end(),
                     [this](std::size_t a, std::size_t b) { return lambda(a) < lambda(b); });
  }

  void begin(const Knowledge& knowledge) override { samples_ = knowledge.hindsight; }

  Action start(const Request& request) override {
    // Deepest exits only, as for the other policies that send each request to one tier.
    const auto right = std::find_if(by_cost_.begin(), by_cost_.end(), [&](std::size_t tier) {
      return samples_->prediction(request.sample, fleet_.tiers[tier].exits.back()) ==
             samples_->gold[request.sample];
    });
    return answer_at(fleet_, right == by_cost_.end() ? by_cost_.front() : *right);
  }

 private:
  [[nodiscard]] double lambda(std::size_t tier) const { return path_to_answer(fleet_, {}, tier).lambda; }

  Fleet fleet_;
  std::vector<std::size_t> by_cost_;  ///< tiers, the cheapest first
  const trace::Split* samples_ = nullptr;
};

}  // namespace

Entry oracle_entry() {
  return {.name = "oracle",
          .summary = "hindsight: the cheapest tier that answers correctly",
          .rule = prose(R"(
tier(request) = the tier with the smallest λ whose deepest exit gives the right answer; the cheapest of
all tiers if none does. It uses the right answers, so it is not a policy but a bound for policies that
send each request to one tier. It ignores queues and networks.
)"),
          .source = "bound",
          .parameters = {},
          .needs = {.hindsight = true},
          .read = [](const Node& /*parameters*/) { return creates<Oracle>(); }};
}

}  // namespace dimsim::policy
