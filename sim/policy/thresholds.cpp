#include "dimsim/policy/thresholds.hpp"

#include "dimsim/base/error.hpp"
#include "dimsim/policy/policy.hpp"
#include "dimsim/reward/reward.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace dimsim::policy {

std::vector<Field> threshold_fields() {
  return {language::defaulted(
              "thresholds", language::list(language::number_or({kAuto}, 0, 1), 1), "[auto]",
              "smallest confidence at which a tier's exit answers: one for each tier except the last, from "
              "the device upwards (α, β), or one for all; 0 never sends up. auto: the thresholds that "
              "maximise the mean of confidence − mu · λ on the calibration split"),
          language::defaulted(
              "mu", language::number_or({kAuto}, 0, 1e6), "0.01",
              "weight of λ against confidence when thresholds are chosen [1/λ]. auto: the largest of 0.2, "
              "0.18, … down to 0.001 whose thresholds keep the accuracy on the calibration split within "
              "`drop` of the last exit's, or the smallest if none does"),
          language::defaulted("drop", language::number(0, 1), "0.005",
                              "accuracy that may be lost relative to the last exit when mu is chosen")};
}

namespace {

/// Weights tried for `mu: auto`: each is 90 % of the previous one.
constexpr double kLargestMu = 0.2;
constexpr double kSmallestMu = 0.001;
constexpr double kNextMu = 0.9;

/// Accuracy if each sample is answered by the exit of layer_of(sample).
template <class LayerOf>
double accuracy(const trace::Split& split, const LayerOf& layer_of) {
  double right = 0;
  for (std::size_t sample = 0; sample < split.samples; ++sample) {
    right += split.prediction(sample, layer_of(sample)) == split.gold[sample] ? 1 : 0;
  }
  return right / static_cast<double>(split.samples);
}

reward::Ladder ladder_of(const Climb& climb) {
  const std::size_t rungs = climb.rungs().size();
  reward::Ladder ladder;
  ladder.cost.assign(rungs, std::vector<double>(rungs, 0));
  for (std::size_t first = 0; first < rungs; ++first) {
    ladder.exits.push_back(climb.rungs()[first].layer);
    for (std::size_t last = first; last < rungs; ++last) {
      ladder.cost[first][last] = climb.lambda(first, last);
    }
  }
  return ladder;
}

}  // namespace

Thresholds::Thresholds(const Node& parameters, const Climb& climb) : drop_(parameters.at("drop").number()) {
  if (!contains_auto(parameters.at("mu"))) {
    given_mu_ = parameters.at("mu").number();
  }
  const Node& values = parameters.at("thresholds");
  are_auto_ = contains_auto(values);
  if (are_auto_ && values.items.size() > 1) {
    throw InputError(values.place, "thresholds: auto stands beside other values; expected it alone",
                     "write [auto] to have all of them chosen, or numbers");
  }
  const std::size_t below = climb.fleet().tiers.size() - 1;
  if (values.items.size() > std::max<std::size_t>(1, below)) {
    throw InputError(
        values.place,
        fmt::format("thresholds: found {}; expected one for each tier but the last, {}, or one for all",
                    values.items.size(), below));
  }
  for (std::size_t rung = 0; !are_auto_ && rung + 1 < climb.rungs().size(); ++rung) {
    of_rung_.push_back(values.items[std::min(climb.rungs()[rung].tier, values.items.size() - 1)].number());
  }
}

void Thresholds::tune(const Climb& climb, const trace::Split& calibration,
                      std::span<const std::size_t> first_rung) {
  reward::Ladder ladder = ladder_of(climb);
  const auto choose = [&](double mu) {
    ladder.mu = mu;
    const reward::Choice choice = reward::best_thresholds(calibration, first_rung, ladder);
    of_rung_ = choice.thresholds;
    chosen_ = {.mu = mu, .reward = choice.reward};
  };
  if (given_mu_) {
    choose(*given_mu_);
    return;
  }
  const auto last_exit = [&](std::size_t /*sample*/) { return ladder.exits.back(); };
  const auto answering_exit = [&](std::size_t sample) {
    return ladder.exits[reward::answering_tier(calibration, sample, first_rung[sample], ladder, of_rung_)];
  };
  const double least = accuracy(calibration, last_exit) - drop_;
  // From the largest weight down: the first one that keeps the accuracy is the one that saves the most.
  for (double mu = kLargestMu; mu >= kSmallestMu; mu *= kNextMu) {
    choose(mu);
    if (accuracy(calibration, answering_exit) >= least) {
      return;
    }
  }
}

Report Thresholds::report(const Climb& climb) const {
  Report report;
  if (!are_auto_) {
    return report;  // the scenario already states them
  }
  for (std::size_t rung = 0; rung < of_rung_.size(); ++rung) {
    const Rung& at = climb.rungs()[rung];
    const std::string& tier = climb.fleet().tiers[at.tier].name;
    report.figures.push_back(
        {.name = fmt::format("threshold_{}_{}", tier, at.layer),
         .value = of_rung_[rung],
         .unit = "",
         .meaning = fmt::format("smallest confidence at which exit {} of tier '{}' answers; infinite: never",
                                at.layer, tier)});
  }
  if (chosen_) {
    report.figures.push_back({.name = "mu",
                              .value = chosen_->mu,
                              .unit = "1/λ",
                              .meaning = "weight of λ in the reward that the thresholds maximise"});
    report.figures.push_back({.name = "calibration_reward",
                              .value = chosen_->reward,
                              .unit = "",
                              .meaning = "mean reward of these thresholds on the calibration split"});
  }
  return report;
}

}  // namespace dimsim::policy
