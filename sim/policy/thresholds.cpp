#include "dimsim/policy/thresholds.hpp"

#include "dimsim/base/error.hpp"
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

/// Weights tried for `mu: auto`: each is 90 % of the previous one (assumed). The steps are equal ratios
/// because only the order of magnitude of mu is unknown.
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

// The reward room knows neither tiers nor fleets: it gets the exits, and the cost from each rung to each
// later one.
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

// The number of values is not checked here: it must suit the tiers, which the constructor of Thresholds
// knows.
ThresholdParameters read_thresholds(const Node& parameters) {
  const Node& thresholds = parameters.at("thresholds");
  ThresholdParameters values = {.given = {},
                                .place = thresholds.place,
                                .mu = number_unless_auto(parameters.at("mu")),
                                .drop = parameters.at("drop").number()};
  for (const Node& item : thresholds.items) {
    if (const std::optional<double> threshold = number_unless_auto(item)) {
      values.given.push_back(*threshold);
    } else if (thresholds.items.size() > 1) {
      throw InputError(thresholds.place, "thresholds: auto appears with other values; expected it alone",
                       "write [auto] to tune all of them, or give numbers");
    }
  }
  return values;
}

Thresholds::Thresholds(const ThresholdParameters& parameters, const Climb& climb)
    : are_auto_(parameters.are_tuned()), given_mu_(parameters.mu), drop_(parameters.drop) {
  const std::vector<double>& given = parameters.given;
  const std::size_t below = climb.fleet().tiers.size() - 1;
  if (given.size() > std::max<std::size_t>(1, below)) {
    throw InputError(
        parameters.place,
        fmt::format("thresholds: found {}; expected one for each tier but the last, {}, or one for all",
                    given.size(), below));
  }
  // Thresholds belong to tiers, rungs to exits: exits of one tier share its threshold, and a single value
  // serves all tiers.
  for (std::size_t rung = 0; !are_auto_ && rung + 1 < climb.rungs().size(); ++rung) {
    of_rung_.push_back(given[std::min(climb.rungs()[rung].tier, given.size() - 1)]);
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
  // Accuracy decides only about mu. For a given mu, thresholds maximise the reward, which uses confidences
  // and no right answers.
  const double least = accuracy(calibration, last_exit) - drop_;
  // From the largest weight down: the first one that keeps the accuracy is the one that saves the most. If
  // none does, the thresholds of the smallest weight remain.
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
