#include "engine/plan.hpp"

#include "base/error.hpp"

#include <algorithm>
#include <limits>

namespace dimsim::engine {

namespace {

std::uint32_t tier_that_ends_before(const scenario::Scenario& scenario, std::uint32_t tier) {
  for (std::uint32_t below = tier; below-- > 0;) {
    if (scenario.tiers[below].last_layer + 1 == scenario.tiers[tier].first_layer) {
      return below;
    }
  }
  throw InvariantError("no tier runs the layers below tier '" + scenario.tiers[tier].name + "'");
}

Step make_step(const scenario::Tier& tier, std::uint32_t index, bool answers, int classes) {
  Step step;
  step.tier = index;
  step.answers = answers;
  step.from_text = tier.first_layer == 1;
  step.piece = {tier.first_layer, answers ? tier.exits.back() : tier.last_layer, answers ? 1 : 0, classes};
  return step;
}

}  // namespace

std::vector<Plan> make_plans(const scenario::Scenario& scenario, int classes) {
  std::vector<Plan> plans;
  for (std::uint32_t answering = 0; answering < scenario.tiers.size(); ++answering) {
    Plan plan;
    plan.exit_layer = scenario.tiers[answering].exits.back();
    std::uint32_t tier = answering;
    plan.steps.push_back(make_step(scenario.tiers[tier], tier, true, classes));
    while (scenario.tiers[tier].first_layer > 1) {
      tier = tier_that_ends_before(scenario, tier);
      plan.steps.insert(plan.steps.begin(), make_step(scenario.tiers[tier], tier, false, classes));
    }
    for (const Step& step : plan.steps) {
      const scenario::Tier& at = scenario.tiers[step.tier];
      plan.lambda += at.layer_lambda * (step.piece.last_layer - step.piece.first_layer + 1) +
                     scenario.cost.exit_lambda * step.piece.exits + at.offload_lambda;
    }
    plans.push_back(std::move(plan));
  }
  return plans;
}

ServiceTimes::ServiceTimes(const scenario::Scenario& scenario, const std::vector<Plan>& plans,
                           const trace::Split& samples) {
  std::vector<int> lengths(samples.tokens.begin(), samples.tokens.end());
  std::sort(lengths.begin(), lengths.end());
  lengths.erase(std::unique(lengths.begin(), lengths.end()), lengths.end());
  by_tier_.resize(scenario.tiers.size());
  for (std::size_t tier = 0; tier < scenario.tiers.size(); ++tier) {
    by_tier_[tier].resize(scenario.tiers[tier].hosts.size() * 2);
  }
  for (const Plan& plan : plans) {
    for (const Step& step : plan.steps) {
      const scenario::Tier& tier = scenario.tiers[step.tier];
      for (std::size_t group = 0; group < tier.hosts.size(); ++group) {
        std::vector<double>& times = by_tier_[step.tier][group * 2 + (step.answers ? 1 : 0)];
        if (!times.empty()) {
          continue;  // another plan has this step too
        }
        times.resize(static_cast<std::size_t>(lengths.back()) + 1,
                     std::numeric_limits<double>::quiet_NaN());  // refused by the kernel, if ever used
        for (const int tokens : lengths) {
          times[static_cast<std::size_t>(tokens)] =
              model::service_time_s(tier.hosts[group].device, scenario.model, step.piece, tokens, 1);
        }
      }
    }
  }
}

}  // namespace dimsim::engine
